package croft.store;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A record as an object of its components that are not null. */
final class RecordCodec implements Codec {
  private final Class<?> type;
  private final Codecs codecs;
  private final RecordComponent[] components;
  private final RecordAccess access;
  private final Map<String, Integer> positions = new HashMap<>();
  private final @Nullable Object[] missing;

  /** Found when first used: a record may hold records of its own type. */
  private final @Nullable Codec[] found;

  RecordCodec(Class<?> type, Codecs codecs) {
    this.type = type;
    this.codecs = codecs;
    components = type.getRecordComponents();
    access = new RecordAccess(type);
    missing = new Object[components.length];
    found = new Codec[components.length];
    for (int i = 0; i < components.length; i++) {
      missing[i] = zero(components[i].getType());
      positions.put(components[i].getName(), i);
    }
  }

  private static @Nullable Object zero(Class<?> type) {
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    if (type == boolean.class) {
      return false;
    }
    return type == Optional.class ? Optional.empty() : null;
  }

  boolean hasComponent(String name) {
    return positions.containsKey(name);
  }

  @Override
  public void write(JsonGenerator out, Object value) {
    out.writeStartObject();
    writeComponents(out, value);
    out.writeEndObject();
  }

  void writeComponents(JsonGenerator out, Object value) {
    for (int i = 0; i < components.length; i++) {
      Object component = access.get(i, value);
      if (component != null) {
        out.writeName(components[i].getName());
        codec(i).write(out, component);
      }
    }
  }

  @Override
  public Object read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("Not an object, as " + type.getName() + " is");
    }
    in.nextToken();
    return readComponents(in);
  }

  /** Reads from the first field on. */
  Object readComponents(JsonParser in) {
    @Nullable Object[] values = missing.clone();
    while (in.currentToken() == JsonToken.PROPERTY_NAME) {
      Integer position = positions.get(in.currentName());
      JsonToken token = in.nextToken();
      if (position == null) {
        in.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        values[position] = codec(position).read(in);
      }
      in.nextToken();
    }
    return access.make(values);
  }

  private Codec codec(int position) {
    Codec codec = found[position];
    if (codec == null) {
      try {
        codec = codecs.of(components[position].getGenericType());
      } catch (DocumentException e) {
        throw new DocumentException(
            "The component " + components[position].getName() + " of " + type.getName(), e);
      }
      found[position] = codec;
    }
    return codec;
  }
}
