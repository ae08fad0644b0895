package croft.wire.codec;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.schema.ByteStream;
import croft.wire.schema.HttpLocation;
import croft.wire.schema.Member;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeType;
import croft.wire.schema.ShapeWriter;
import croft.wire.schema.TimestampFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the output of a REST operation: what is bound to headers and the status goes there, a
 * payload becomes the body, and the rest goes to the writer of the body's format.
 *
 * <p>Source: <a href="https://smithy.io/2.0/spec/http-bindings.html">HTTP bindings</a>.
 */
public final class HttpWriter extends TextWriter {
  /** Writes a payload that is a document, and gives its bytes. */
  public interface PayloadFormat {
    byte[] structure(Member member, Shape value);

    byte[] document(Member member, @Nullable Object value);
  }

  private final Headers headers;
  private final PayloadFormat format;
  private final ShapeWriter body;
  private int status;
  private @Nullable ByteStream payload;

  /** The texts of a header list or map value that is being collected. */
  private @Nullable List<String> collected;

  /**
   * @param body takes the members bound to no other part
   */
  public HttpWriter(int status, Headers headers, ShapeWriter body, PayloadFormat format) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.format = format;
  }

  public int status() {
    return status;
  }

  /** The payload, or null if no member bound to it was written. */
  public @Nullable ByteStream payload() {
    return payload;
  }

  private boolean inBody(Member member) {
    return collected == null && isInBody(member);
  }

  /** Labels and query parameters are places of a request: in a response the body has them. */
  public static boolean isInBody(Member member) {
    return switch (member.location()) {
      case BODY, LABEL, QUERY, QUERY_PARAMS -> true;
      case HEADER, PREFIX_HEADERS, PAYLOAD, RESPONSE_CODE -> false;
    };
  }

  private void payload(Member member, String usualType, ByteStream value) {
    if (!headers.has("Content-Type")) {
      headers.set("Content-Type", member.mediaType().isEmpty() ? usualType : member.mediaType());
    }
    payload = value;
  }

  @Override
  void text(Member member, String value) {
    List<String> list = collected;
    if (list != null) {
      list.add(value);
      return;
    }
    switch (member.location()) {
      case HEADER -> headers.set(member.locationName(), singleLine(value));
      case PAYLOAD ->
          payload(member, "text/plain", Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
      case BODY, LABEL, QUERY, QUERY_PARAMS, PREFIX_HEADERS, RESPONSE_CODE ->
          throw new IllegalArgumentException(member + " has no place in a response");
    }
  }

  /** A line break would begin another field. */
  private static String singleLine(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  @Override
  TimestampFormat defaultTimestampFormat(Member member) {
    return TimestampFormat.HTTP_DATE;
  }

  @Override
  public void structure(Member member, Shape value) {
    if (inBody(member)) {
      body.structure(member, value);
    } else {
      payload = Bytes.of(format.structure(member, value));
    }
  }

  @Override
  public <T extends @Nullable Object> void list(
      Member member, List<T> values, ElementWriter<T> element) {
    if (inBody(member)) {
      body.list(member, values, element);
      return;
    }
    Member of = member.target().element();
    List<String> items = new ArrayList<>();
    List<String> outer = collected;
    collected = items;
    for (T value : values) {
      element.write(this, of, value);
    }
    collected = outer;
    String joined = HeaderLists.join(items, of.target().type() == ShapeType.STRING);
    text(member, joined);
  }

  @Override
  public <T extends @Nullable Object> void map(
      Member member, Map<String, T> values, ElementWriter<T> value) {
    if (inBody(member)) {
      body.map(member, values, value);
      return;
    }
    for (var entry : values.entrySet()) {
      List<String> items = new ArrayList<>();
      collected = items;
      value.write(this, member.target().value(), entry.getValue());
      collected = null;
      headers.set(
          singleLine(member.locationName() + entry.getKey()), singleLine(String.join(", ", items)));
    }
  }

  @Override
  public void string(Member member, String value) {
    if (inBody(member)) {
      body.string(member, value);
    } else if (member.location() == HttpLocation.PAYLOAD) {
      payload(member, "text/plain", Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
    } else if (member.mediaType().isEmpty()) {
      text(member, value);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      text(member, Base64.getEncoder().encodeToString(bytes));
    }
  }

  @Override
  public void bool(Member member, boolean value) {
    if (inBody(member)) {
      body.bool(member, value);
    } else {
      super.bool(member, value);
    }
  }

  @Override
  public void integer(Member member, int value) {
    if (inBody(member)) {
      body.integer(member, value);
    } else if (member.location() == HttpLocation.RESPONSE_CODE) {
      status = value;
    } else {
      super.integer(member, value);
    }
  }

  @Override
  public void longInteger(Member member, long value) {
    if (inBody(member)) {
      body.longInteger(member, value);
    } else {
      super.longInteger(member, value);
    }
  }

  @Override
  public void floating(Member member, float value) {
    if (inBody(member)) {
      body.floating(member, value);
    } else {
      super.floating(member, value);
    }
  }

  @Override
  public void doubleFloating(Member member, double value) {
    if (inBody(member)) {
      body.doubleFloating(member, value);
    } else {
      super.doubleFloating(member, value);
    }
  }

  @Override
  public void bigInteger(Member member, BigInteger value) {
    if (inBody(member)) {
      body.bigInteger(member, value);
    } else {
      super.bigInteger(member, value);
    }
  }

  @Override
  public void bigDecimal(Member member, BigDecimal value) {
    if (inBody(member)) {
      body.bigDecimal(member, value);
    } else {
      super.bigDecimal(member, value);
    }
  }

  @Override
  public void blob(Member member, byte[] value) {
    if (inBody(member)) {
      body.blob(member, value);
    } else if (member.location() == HttpLocation.PAYLOAD) {
      payload(member, "application/octet-stream", Bytes.of(value));
    } else {
      super.blob(member, value);
    }
  }

  @Override
  public void stream(Member member, ByteStream value) {
    if (inBody(member)) {
      body.stream(member, value);
    } else {
      payload(member, "application/octet-stream", value);
    }
  }

  @Override
  public void timestamp(Member member, Instant value) {
    if (inBody(member)) {
      body.timestamp(member, value);
    } else {
      super.timestamp(member, value);
    }
  }

  @Override
  public void document(Member member, @Nullable Object value) {
    if (inBody(member)) {
      body.document(member, value);
    } else {
      payload = Bytes.of(format.document(member, value));
    }
  }

  @Override
  public void nothing(Member member) {
    if (inBody(member)) {
      body.nothing(member);
    } else {
      super.nothing(member);
    }
  }
}
