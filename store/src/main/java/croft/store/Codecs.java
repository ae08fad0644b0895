package croft.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Which codec a type has. Made when first asked for, since most processes need only a few. */
final class Codecs {
  private final Map<Type, Codec> known = new ConcurrentHashMap<>();

  /** A codec made of two functions. */
  private record Simple(
      BiConsumer<JsonGenerator, Object> writer, Function<JsonParser, @Nullable Object> reader)
      implements Codec {
    @Override
    public void write(JsonGenerator out, Object value) {
      writer.accept(out, value);
    }

    @Override
    public @Nullable Object read(JsonParser in) {
      return reader.apply(in);
    }
  }

  /**
   * The codec of a type.
   *
   * @throws DocumentException when documents cannot hold it
   */
  Codec of(Type type) {
    Codec codec = known.get(type);
    if (codec == null) {
      // Not computeIfAbsent: making one may ask for others.
      codec = make(type);
      known.put(type, codec);
    }
    return codec;
  }

  private Codec make(Type type) {
    return switch (type) {
      case ParameterizedType generic -> ofGeneric(generic);
      case Class<?> plain when plain.isRecord() -> new RecordCodec(plain, this);
      case Class<?> plain when plain.isEnum() -> ofEnum(plain);
      case Class<?> plain when plain.isSealed() -> new SealedCodec(plain, this);
      case Class<?> plain when Map.class.isAssignableFrom(plain) -> new AnyCodec(this);
      case Class<?> plain when Collection.class.isAssignableFrom(plain) -> new AnyCodec(this);
      case Class<?> plain -> ofScalar(plain);
      default -> throw unsupported(type);
    };
  }

  private Codec ofGeneric(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    Class<?> raw = (Class<?>) type.getRawType();
    if (raw == List.class || raw == Collection.class) {
      return new CollectionCodec(of(of[0]), false);
    }
    if (raw == Set.class) {
      return new CollectionCodec(of(of[0]), true);
    }
    if (raw == Map.class && of[0] instanceof Class<?> key) {
      if (key == String.class) {
        return new MapCodec(Object::toString, name -> name, of(of[1]));
      }
      if (key.isEnum()) {
        return new MapCodec(Codecs::name, name -> constant(key, name), of(of[1]));
      }
    }
    if (raw == Optional.class) {
      return new OptionalCodec(of(of[0]));
    }
    throw unsupported(type);
  }

  private static Codec ofEnum(Class<?> type) {
    return new Simple(
        (out, value) -> out.writeString(name(value)), in -> constant(type, readText(in)));
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name();
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (name(constant).equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getName() + " has no " + name);
  }

  private Codec ofScalar(Class<?> type) {
    if (type == String.class) {
      return new Simple((out, value) -> out.writeString((String) value), Codecs::readText);
    }
    if (type == int.class || type == Integer.class) {
      return new Simple((out, value) -> out.writeNumber((int) value), JsonParser::getIntValue);
    }
    if (type == long.class || type == Long.class) {
      return new Simple((out, value) -> out.writeNumber((long) value), JsonParser::getLongValue);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Simple(
          (out, value) -> out.writeBoolean((boolean) value), JsonParser::getBooleanValue);
    }
    if (type == double.class || type == Double.class) {
      return new Simple((out, value) -> out.writeNumber((double) value), Codecs::readDouble);
    }
    if (type == BigDecimal.class) {
      return new Simple(
          (out, value) -> out.writeNumber((BigDecimal) value), JsonParser::getDecimalValue);
    }
    if (type == byte[].class) {
      return new Simple(
          (out, value) -> out.writeBinary((byte[]) value), JsonParser::getBinaryValue);
    }
    return type == Object.class ? new AnyCodec(this) : ofText(type);
  }

  /** Numbers and booleans are text too, for a component whose type became wider. */
  private static String readText(JsonParser in) {
    if (!in.currentToken().isScalarValue()) {
      throw new IllegalArgumentException("Not text: " + in.currentToken());
    }
    return in.getString();
  }

  /** NaN and the infinities have no number in JSON: they are written as text. */
  private static double readDouble(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_STRING
        ? Double.parseDouble(in.getString())
        : in.getDoubleValue();
  }

  private static Codec ofText(Class<?> type) {
    Function<String, Object> parse;
    if (type == Instant.class) {
      parse = Instant::parse;
    } else if (type == Duration.class) {
      parse = Duration::parse;
    } else if (type == LocalDate.class) {
      parse = LocalDate::parse;
    } else if (type == UUID.class) {
      parse = UUID::fromString;
    } else if (type == URI.class) {
      parse = URI::create;
    } else {
      throw unsupported(type);
    }
    return new Simple(
        (out, value) -> out.writeString(value.toString()), in -> parse.apply(readText(in)));
  }

  private static DocumentException unsupported(Type type) {
    return new DocumentException("Documents cannot hold a " + type.getTypeName(), null);
  }
}
