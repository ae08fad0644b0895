package croft.wire.protocol;

import croft.wire.codec.HttpWriter;
import croft.wire.codec.HttpWriter.PayloadFormat;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpResponse;
import croft.wire.schema.ByteStream;
import croft.wire.schema.ShapeWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A REST response in the making: its bindings are filled by {@link HttpWriter}s. */
final class RestResponse {
  private final Headers headers;
  private final PayloadFormat format;
  private int status;
  private @Nullable ByteStream body;

  RestResponse(int status, Headers headers, PayloadFormat format) {
    this.status = status;
    this.headers = headers;
    this.format = format;
  }

  /** Writes members to their places, those of the body to {@code document}. */
  void write(ShapeWriter document, Consumer<ShapeWriter> members) {
    HttpWriter writer = new HttpWriter(status, headers, document, format);
    members.accept(writer);
    status = writer.status();
    ByteStream payload = writer.payload();
    body = payload == null ? body : payload;
  }

  /** The response, with the payload written or else {@code document} as its body. */
  HttpResponse finish(String documentType, byte @Nullable [] document) {
    ByteStream payload = body;
    if (payload == null && document == null) {
      return new HttpResponse(status, headers, Bytes.EMPTY);
    }
    if (!headers.has("Content-Type")) {
      headers.set("Content-Type", documentType);
    }
    return new HttpResponse(
        status,
        headers,
        payload != null ? payload : Bytes.of(document == null ? new byte[0] : document));
  }
}
