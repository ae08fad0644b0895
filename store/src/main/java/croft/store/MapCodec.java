package croft.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A map, in its order. */
record MapCodec(Function<Object, String> writeKey, Function<String, Object> readKey, Codec element)
    implements Codec {
  @Override
  public void write(JsonGenerator out, Object value) {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
      out.writeName(writeKey.apply(entry.getKey()));
      if (entry.getValue() == null) {
        out.writeNull();
      } else {
        element.write(out, entry.getValue());
      }
    }
    out.writeEndObject();
  }

  @Override
  public Object read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("Not a map: " + in.currentToken());
    }
    Map<Object, @Nullable Object> values = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      Object key = readKey.apply(in.currentName());
      values.put(key, in.nextToken() == JsonToken.VALUE_NULL ? null : element.read(in));
    }
    return values;
  }
}
