package croft.wire.codec;

import croft.wire.schema.Member;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;

/** Writes CBOR bodies; the forms are those {@link CborReader} reads. */
public final class CborWriter extends TokenWriter {
  /** RFC 8949, 3.4.2: seconds since the epoch. */
  private static final int EPOCH_TAG = 1;

  private final CBORGenerator cbor;

  private CborWriter(ByteArrayOutputStream out, CBORGenerator generator) {
    super(out, generator);
    this.cbor = generator;
  }

  public static CborWriter open(CBORFactory factory) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    return new CborWriter(
        out, (CBORGenerator) factory.createGenerator(ObjectWriteContext.empty(), out));
  }

  @Override
  String nameOf(Member member) {
    return member.name();
  }

  @Override
  public void floating(Member member, float value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void doubleFloating(Member member, double value) {
    name(member);
    generator.writeNumber(value);
  }

  @Override
  public void blob(Member member, byte[] value) {
    name(member);
    generator.writeBinary(value);
  }

  @Override
  public void timestamp(Member member, Instant value) {
    name(member);
    documentTimestamp(value);
  }

  @Override
  void documentTimestamp(Instant instant) {
    cbor.writeTag(EPOCH_TAG);
    long millis = instant.toEpochMilli();
    if (millis % 1000 == 0) {
      generator.writeNumber(millis / 1000);
    } else {
      generator.writeNumber(millis / 1000.0);
    }
  }
}
