package croft.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
  private final Method[] accessors;
  private final Constructor<?> constructor;
  private final Map<String, Integer> positions = new HashMap<>();
  private final @Nullable Object[] missing;

  /** Found when first used: a record may hold records of its own type. */
  private final @Nullable Codec[] found;

  RecordCodec(Class<?> type, Codecs codecs) {
    this.type = type;
    this.codecs = codecs;
    components = type.getRecordComponents();
    accessors = new Method[components.length];
    missing = new Object[components.length];
    found = new Codec[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      accessors[i] = components[i].getAccessor();
      // Records within a service's package need not be public.
      accessors[i].setAccessible(true);
      types[i] = components[i].getType();
      missing[i] = zero(types[i]);
      positions.put(components[i].getName(), i);
    }
    try {
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has this constructor", e);
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
      Object component = get(accessors[i], value);
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
    return make(values);
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

  private static @Nullable Object get(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new DocumentException("Cannot read " + accessor, e.getCause());
    }
  }

  private Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new DocumentException(
          type.getName() + " refuses what is stored: " + e.getCause(), e.getCause());
    }
  }
}
