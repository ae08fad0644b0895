package croft.wire.sigv4;

import croft.base.ServiceError;
import croft.wire.http.Bytes;
import croft.wire.http.HttpRequest;
import croft.wire.schema.ByteStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as its signature covers it.
 *
 * @param signedHash the last line of the canonical request
 * @param held whether the body was read, and hashed, already
 */
record SignedPayload(
    HttpRequest request, PayloadMode mode, String signedHash, ByteStream body, boolean held) {
  private static final String HEADER = "x-amz-content-sha256";

  /** A body that is read and hashed first. */
  static SignedPayload held(HttpRequest request, int largestBodyBytes) throws IOException {
    byte[] bytes = Bytes.read(request.body(), largestBodyBytes);
    return new SignedPayload(
        request, PayloadMode.HASHED, Hashes.sha256Hex(bytes), Bytes.of(bytes), true);
  }

  /** S3 says in a header, or a parameter, how the body is covered. */
  static SignedPayload ofS3(HttpRequest request, PresentedSignature presented) {
    String said = request.headers().first(HEADER);
    if (said == null && presented.presigned()) {
      said =
          SignatureParser.query(request.rawQuery())
              .getOrDefault("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
    }
    if (said == null) {
      throw ServiceError.badRequest(
          "InvalidRequest", "Missing required header for this request: " + HEADER);
    }
    return of(request, said);
  }

  /** Nobody signed, but the body may still be framed. */
  static SignedPayload ofAnonymous(HttpRequest request) {
    String said = request.headers().first(HEADER);
    SignedPayload payload = of(request, said == null ? "UNSIGNED-PAYLOAD" : said);
    if (payload.mode().signsChunks()) {
      throw ServiceError.badRequest(
          "InvalidRequest", "A body with signed chunks needs a signature on its request.");
    }
    return payload;
  }

  private static SignedPayload of(HttpRequest request, String said) {
    PayloadMode mode = PayloadMode.ofHeader(said);
    if (mode != null) {
      return new SignedPayload(request, mode, said, request.body(), false);
    }
    if (said.startsWith("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")) {
      throw ServiceError.unsupported("SigV4A (" + said + ")");
    }
    throw ServiceError.badRequest(
        "InvalidArgument",
        HEADER
            + " must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
            + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or"
            + " a valid sha256 value.");
  }

  /**
   * The body to hand on.
   *
   * @param signatures of chunks, null when they are not compared
   */
  CheckedBody check(@Nullable ChunkSignatures signatures) throws IOException {
    if (mode.isChunked()) {
      AwsChunkedBody chunked =
          new AwsChunkedBody(
              body, decodedLength(), mode, mode.signsChunks() ? signatures : null, trailerNames());
      return new CheckedBody(chunked, chunked::trailers);
    }
    if (held || mode != PayloadMode.HASHED) {
      return CheckedBody.of(body);
    }
    HashedBody hashed = new HashedBody(body, signedHash);
    hashed.checkIfEmpty();
    return CheckedBody.of(hashed);
  }

  private long decodedLength() {
    String text = request.headers().first("x-amz-decoded-content-length");
    if (text == null) {
      throw new ServiceError(
          "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
    }
    try {
      long length = Long.parseLong(text.strip());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Told below, as a negative one is.
    }
    throw ServiceError.badRequest(
        "InvalidArgument", "x-amz-decoded-content-length is not a length: " + text);
  }

  private List<String> trailerNames() {
    return mode.hasTrailer()
        ? request.headers().all("x-amz-trailer").stream()
            .flatMap(value -> List.of(value.split(",")).stream())
            .map(name -> name.strip().toLowerCase(java.util.Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList()
        : List.of();
  }
}
