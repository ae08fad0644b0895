package croft.wire.codec;

import croft.wire.schema.Member;
import croft.wire.schema.TimestampFormat;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON bodies; the forms are those {@link JsonReader} reads. */
public final class JsonWriter extends TokenWriter {
  private final boolean modelNames;

  private JsonWriter(ByteArrayOutputStream out, JsonFactory factory, boolean modelNames) {
    super(out, factory.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8));
    this.modelNames = modelNames;
  }

  public static JsonWriter open(JsonFactory factory) {
    return new JsonWriter(new ByteArrayOutputStream(512), factory, false);
  }

  /**
   * With the members' names in the model, whatever a protocol calls them: for documents to be kept.
   */
  public static JsonWriter withModelNames(JsonFactory factory) {
    return new JsonWriter(new ByteArrayOutputStream(512), factory, true);
  }

  /** A document that is one JSON-like value. */
  public static byte[] document(JsonFactory factory, @Nullable Object value) {
    JsonWriter json = open(factory);
    json.documentValue(value);
    return json.bytes();
  }

  @Override
  String nameOf(Member member) {
    return modelNames ? member.name() : member.jsonName();
  }

  @Override
  public void floating(Member member, float value) {
    name(member);
    if (Float.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeString(Scalars.text(value));
    }
  }

  @Override
  public void doubleFloating(Member member, double value) {
    name(member);
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeString(Scalars.text(value));
    }
  }

  @Override
  public void blob(Member member, byte[] value) {
    name(member);
    generator.writeString(Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void timestamp(Member member, Instant value) {
    name(member);
    TimestampFormat format = member.timestampFormat();
    switch (format) {
      case DEFAULT, EPOCH_SECONDS -> documentTimestamp(value);
      case DATE_TIME, HTTP_DATE -> generator.writeString(Timestamps.format(value, format));
    }
  }

  @Override
  void documentTimestamp(Instant instant) {
    generator.writeNumber(Timestamps.format(instant, TimestampFormat.EPOCH_SECONDS));
  }
}
