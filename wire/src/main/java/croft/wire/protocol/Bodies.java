package croft.wire.protocol;

import croft.base.ServiceError;
import croft.wire.codec.Limits;
import croft.wire.http.Bytes;
import croft.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Request bodies that are held, with their {@code Content-Encoding} taken off. */
final class Bodies {
  private Bodies() {}

  /**
   * The body, inflated if it was compressed.
   *
   * @param malformedCode the protocol's code for a body that cannot be read
   */
  static byte[] read(HttpRequest request, Limits limits, String malformedCode) {
    try {
      byte[] body = Bytes.read(request.body(), limits.bodyBytes());
      String coding = request.headers().first("Content-Encoding");
      if (coding == null || !coding.strip().equalsIgnoreCase("gzip")) {
        return body;
      }
      return inflate(body, limits, malformedCode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] inflate(byte[] body, Limits limits, String malformedCode) {
    byte[] inflated;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      inflated = in.readNBytes(limits.inflatedBytes() + 1);
    } catch (IOException e) {
      throw ServiceError.badRequest(malformedCode, "The body is not valid gzip.");
    }
    if (inflated.length > limits.inflatedBytes()) {
      throw new ServiceError(
          "RequestEntityTooLarge",
          413,
          "The inflated request body is larger than " + limits.inflatedBytes() + " bytes.");
    }
    return inflated;
  }

  /** The media type without parameters, in lower case; null if the request names none. */
  static @Nullable String mediaType(HttpRequest request) {
    String type = request.headers().first("Content-Type");
    if (type == null) {
      return null;
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
