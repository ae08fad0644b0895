package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeReader;
import croft.wire.schema.TimestampFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON bodies. Timestamps are seconds since the epoch unless the model says otherwise, blobs
 * Base64, and {@code NaN} and the infinities texts.
 *
 * <p>Source: <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">awsJson</a>.
 */
public final class JsonReader extends TokenReader {
  private final boolean modelNames;

  private JsonReader(JsonParser parser, boolean modelNames) {
    super(parser);
    this.modelNames = modelNames;
  }

  /** A factory that keeps the limits; made once. */
  public static JsonFactory factory(Limits limits) {
    return JsonFactory.builder().streamReadConstraints(constraints(limits)).build();
  }

  static StreamReadConstraints constraints(Limits limits) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(limits.depth())
        .maxStringLength(Math.max(limits.bodyBytes(), limits.inflatedBytes()))
        .maxNameLength(Math.max(limits.bodyBytes(), limits.inflatedBytes()))
        .build();
  }

  /**
   * Reads a whole document; an empty one is an empty object.
   *
   * @throws ServiceError {@code SerializationException} (400) when it is malformed
   */
  public static <T extends Shape> T read(
      JsonFactory factory, byte[] body, Function<ShapeReader, T> shape) {
    return open(factory, body).document(shape);
  }

  /** Reads what {@link JsonWriter#withModelNames} wrote. */
  public static <T extends Shape> T readModelNames(
      JsonFactory factory, byte[] body, Function<ShapeReader, T> shape) {
    return open(factory, body, true).document(shape);
  }

  static JsonReader open(JsonFactory factory, byte[] body) {
    return open(factory, body, false);
  }

  private static JsonReader open(JsonFactory factory, byte[] body, boolean modelNames) {
    byte[] document = body.length == 0 ? new byte[] {'{', '}'} : body;
    try {
      return new JsonReader(factory.createParser(ObjectReadContext.empty(), document), modelNames);
    } catch (JacksonException e) {
      throw malformed(e); // the parser guesses the encoding from the first bytes
    }
  }

  @Override
  @Nullable Member member(Schema schema, String name) {
    return modelNames ? schema.named(name) : schema.json(name);
  }

  @Override
  public double doubleFloating(Member member) {
    if (isNumber()) {
      return parser.getDoubleValue();
    }
    String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case String other -> throw cannotConvert("a Double");
    };
  }

  @Override
  public byte[] blob(Member member) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw cannotConvert("a Blob");
    }
    try {
      return Scalars.base64(parser.getString());
    } catch (IllegalArgumentException e) {
      throw serialization(member.name() + " is not Base64.");
    }
  }

  @Override
  public Instant timestamp(Member member) {
    TimestampFormat format = member.timestampFormat();
    try {
      boolean text = format == TimestampFormat.DATE_TIME || format == TimestampFormat.HTTP_DATE;
      if (isNumber() && !text) {
        return Timestamps.ofEpochSeconds(parser.getDoubleValue());
      }
      if (parser.currentToken() == JsonToken.VALUE_STRING && text) {
        return Timestamps.parseStrictly(parser.getString(), format);
      }
    } catch (DateTimeException e) {
      throw serialization(member.name() + " is not a timestamp.");
    }
    throw cannotConvert("milliseconds since epoch");
  }
}
