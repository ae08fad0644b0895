package croft.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A list or a set, in its order. */
record CollectionCodec(Codec element, boolean set) implements Codec {
  @Override
  public void write(JsonGenerator out, Object value) {
    out.writeStartArray();
    for (Object one : (Collection<?>) value) {
      if (one == null) {
        out.writeNull();
      } else {
        element.write(out, one);
      }
    }
    out.writeEndArray();
  }

  @Override
  public Object read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("Not a list: " + in.currentToken());
    }
    Collection<@Nullable Object> values = set ? new LinkedHashSet<>() : new ArrayList<>();
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      values.add(token == JsonToken.VALUE_NULL ? null : element.read(in));
    }
    return values;
  }
}
