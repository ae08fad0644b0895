package croft.wire.codec;

import croft.base.ServiceError;
import croft.wire.schema.Member;
import croft.wire.schema.Schema;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * Reads CBOR bodies of rpc-v2-cbor: timestamps are numbers under tag 1, members go by their names
 * in the model.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">rpcv2Cbor</a>, RFC
 * 8949.
 */
public final class CborReader extends TokenReader {
  private static final byte[] EMPTY_MAP = {(byte) 0xa0};

  private CborReader(JsonParser parser) {
    super(parser);
  }

  /** A factory that keeps the limits; made once. */
  public static CBORFactory factory(Limits limits) {
    return CBORFactory.builder().streamReadConstraints(JsonReader.constraints(limits)).build();
  }

  /**
   * Reads a whole document; an empty one is an empty map.
   *
   * @throws ServiceError {@code SerializationException} (400) when it is malformed
   */
  public static <T extends Shape> T read(
      CBORFactory factory, byte[] body, Function<ShapeReader, T> shape) {
    byte[] document = body.length == 0 ? EMPTY_MAP : body;
    return open(factory, document).document(shape);
  }

  private static CborReader open(CBORFactory factory, byte[] document) {
    try {
      return new CborReader(factory.createParser(ObjectReadContext.empty(), document));
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  @Override
  @Nullable Member member(Schema schema, String name) {
    return schema.named(name);
  }

  @Override
  public double doubleFloating(Member member) {
    if (!isNumber()) {
      throw cannotConvert("a Double");
    }
    return parser.getDoubleValue();
  }

  @Override
  public byte[] blob(Member member) {
    if (parser.currentToken() != JsonToken.VALUE_EMBEDDED_OBJECT
        || !(parser.getEmbeddedObject() instanceof byte[] bytes)) {
      throw cannotConvert("a Blob");
    }
    return bytes;
  }

  @Override
  public Instant timestamp(Member member) {
    if (!isNumber()) {
      throw cannotConvert("a Timestamp");
    }
    try {
      return Timestamps.ofEpochSeconds(parser.getDoubleValue());
    } catch (DateTimeException e) {
      throw serialization(member.name() + " is not a timestamp.");
    }
  }
}
