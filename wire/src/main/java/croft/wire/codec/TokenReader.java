package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.ByteStream;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.ShapeType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What JSON and CBOR share: both come as the same tokens. Duplicate members are taken as they come,
 * so the last counts, as in AWS's own JSON services; unknown members are passed over.
 */
abstract class TokenReader implements ShapeReader {
  final JsonParser parser;

  TokenReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The member of that name, or null. */
  abstract @Nullable Member member(Schema schema, String name);

  /**
   * Reads a whole document.
   *
   * @throws ServiceError {@code SerializationException} when it is malformed or more follows
   */
  <T> T document(java.util.function.Function<? super TokenReader, T> shape) {
    try (parser) {
      parser.nextToken();
      T value = shape.apply(this);
      if (parser.nextToken() != null) {
        throw serialization("Unexpected data after the end of the document.");
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  static ServiceError malformed(JacksonException e) {
    return serialization("The body is malformed: " + e.getOriginalMessage());
  }

  @Override
  public <B> void structure(Schema schema, B builder, MemberReader<B> members) {
    structure(schema, builder, members, false);
  }

  /** A structure of which only the members bound to the body are read, if so told. */
  <B> void structure(Schema schema, B builder, MemberReader<B> members, boolean bodyOnly) {
    expect(JsonToken.START_OBJECT, "Start of structure or map expected.");
    int found = 0;
    int strangers = 0;
    Defaults defaults = Defaults.of(schema);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Member member = member(schema, parser.currentName());
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue; // a member that is null is one left out
      }
      if (member == null || (bodyOnly && member.location() != HttpLocation.BODY)) {
        // The type's name, which some clients send, is no member.
        strangers += "__type".equals(parser.currentName()) ? 0 : 1;
        parser.skipChildren();
        continue;
      }
      members.read(builder, member, this);
      defaults.found(member);
      found++;
    }
    defaults.read(builder, members, bodyOnly);
    if (schema.type() == ShapeType.UNION && (found != 1 || strangers > 0)) {
      throw serialization("Exactly one member of " + schema.name() + " must be set.");
    }
  }

  @Override
  public <T extends @Nullable Object> List<T> list(Member member, ElementReader<T> element) {
    expect(JsonToken.START_ARRAY, "Start of list expected.");
    Schema target = member.target();
    List<T> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        values.add(absent(target));
      } else {
        values.add(element.read(this, target.element()));
      }
    }
    return values;
  }

  @Override
  public <T extends @Nullable Object> Map<String, T> map(Member member, ElementReader<T> value) {
    expect(JsonToken.START_OBJECT, "Start of structure or map expected.");
    Schema target = member.target();
    Map<String, T> values = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        values.put(key, absent(target));
      } else {
        values.put(key, value.read(this, target.value()));
      }
    }
    return values;
  }

  /** Null in a sparse collection only: to drop it elsewhere would change what was asked. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // T is nullable where sparse
  private static <T extends @Nullable Object> T absent(Schema collection) {
    if (!collection.sparse() && collection.member(0).target().type() != ShapeType.DOCUMENT) {
      throw serialization("NULL_VALUE found where a value was expected in " + collection.name());
    }
    return null;
  }

  @Override
  public String string(Member member) {
    expectScalar(JsonToken.VALUE_STRING, "a String");
    return parser.getString();
  }

  @Override
  public boolean bool(Member member) {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw cannotConvert("a Boolean");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  @Override
  public int integer(Member member) {
    expectScalar(JsonToken.VALUE_NUMBER_INT, "an Integer");
    return parser.getIntValue();
  }

  @Override
  public long longInteger(Member member) {
    expectScalar(JsonToken.VALUE_NUMBER_INT, "a Long");
    return parser.getLongValue();
  }

  @Override
  public float floating(Member member) {
    return (float) doubleFloating(member);
  }

  @Override
  public BigInteger bigInteger(Member member) {
    expectScalar(JsonToken.VALUE_NUMBER_INT, "a BigInteger");
    return parser.getBigIntegerValue();
  }

  @Override
  public BigDecimal bigDecimal(Member member) {
    if (!isNumber()) {
      throw cannotConvert("a BigDecimal");
    }
    return parser.getDecimalValue();
  }

  @Override
  public ByteStream stream(Member member) {
    byte[] bytes = blob(member);
    return new ByteStream() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  @Override
  public @Nullable Object document(Member member) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = parser.currentName();
          parser.nextToken();
          values.put(key, document(member));
        }
        yield values;
      }
      case START_ARRAY -> {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(document(member));
        }
        yield values;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_EMBEDDED_OBJECT, END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
          throw cannotConvert("a document");
      case null -> throw cannotConvert("a document");
    };
  }

  boolean isNumber() {
    JsonToken token = parser.currentToken();
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }

  private void expect(JsonToken token, String message) {
    if (parser.currentToken() != token) {
      throw serialization(message);
    }
  }

  private void expectScalar(JsonToken token, String type) {
    if (parser.currentToken() != token) {
      throw cannotConvert(type);
    }
  }

  /** In the words of AWS's own JSON services. */
  ServiceError cannotConvert(String type) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> serialization("Start of structure or map found where not expected.");
      case START_ARRAY -> serialization("Start of list found where not expected");
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          serialization("NUMBER_VALUE can not be converted to " + type);
      case VALUE_STRING -> serialization("STRING_VALUE can not be converted to " + type);
      case VALUE_TRUE -> serialization("TRUE_VALUE can not be converted to " + type);
      case VALUE_FALSE -> serialization("FALSE_VALUE can not be converted to " + type);
      case VALUE_NULL -> serialization("NULL_VALUE can not be converted to " + type);
      case VALUE_EMBEDDED_OBJECT -> serialization("BLOB_VALUE can not be converted to " + type);
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
          serialization("Unexpected end of structure.");
      case null -> serialization("Unexpected end of input.");
    };
  }

  static ServiceError serialization(String message) {
    return ServiceError.badRequest("SerializationException", message);
  }
}
