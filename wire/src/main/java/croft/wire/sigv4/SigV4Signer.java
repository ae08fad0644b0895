package croft.wire.sigv4;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signs requests of Croft's own clients. */
public final class SigV4Signer {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private final AccessKey key;
  private final String region;
  private final String service;
  private final InstantSource clock;
  private final SigningKeys keys = new SigningKeys();

  public SigV4Signer(AccessKey key, String region, String service, InstantSource clock) {
    this.key = key;
    this.region = region;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Signs in the Authorization header: the host, the content type and every {@code x-amz-} header.
   * The request must have its Host header and a body in memory.
   */
  public HttpRequest sign(HttpRequest request) throws IOException {
    byte[] body = Bytes.read(request.body(), Integer.MAX_VALUE - 8);
    Instant now = clock.instant();
    String hash = Hashes.sha256Hex(body);
    Headers headers = copy(request.headers()).set("X-Amz-Date", SigV4Time.text(now));
    if (key.sessionToken() != null) {
      headers.set("X-Amz-Security-Token", key.sessionToken());
    }
    if (isS3()) {
      headers.set("X-Amz-Content-Sha256", hash);
    }
    HttpRequest ready = with(request, request.target(), headers);
    List<String> signed = signedHeaders(headers);
    CredentialScope scope = new CredentialScope(SigV4Time.date(now), region, service);
    String signature = signature(ready, signed, hash, now);
    headers.set(
        "Authorization",
        SignatureParser.ALGORITHM
            + " Credential="
            + key.accessKeyId()
            + '/'
            + scope
            + ", SignedHeaders="
            + String.join(";", signed)
            + ", Signature="
            + signature);
    return ready.withBody(Bytes.of(body));
  }

  /**
   * Signs in the query, for anybody who holds the address.
   *
   * @param valid at most a week
   * @return the request target: path and query
   */
  public String presign(HttpRequest request, Duration valid) {
    Instant now = clock.instant();
    CredentialScope scope = new CredentialScope(SigV4Time.date(now), region, service);
    List<String> signed = signedHeaders(request.headers());
    StringBuilder target = new StringBuilder(request.target());
    char separator = request.target().indexOf('?') < 0 ? '?' : '&';
    append(target, separator, "X-Amz-Algorithm", SignatureParser.ALGORITHM);
    append(target, '&', "X-Amz-Credential", key.accessKeyId() + '/' + scope);
    append(target, '&', "X-Amz-Date", SigV4Time.text(now));
    append(target, '&', "X-Amz-Expires", Long.toString(valid.toSeconds()));
    append(target, '&', "X-Amz-SignedHeaders", String.join(";", signed));
    if (key.sessionToken() != null) {
      append(target, '&', "X-Amz-Security-Token", key.sessionToken());
    }
    HttpRequest ready = with(request, target.toString(), request.headers());
    String hash = isS3() ? UNSIGNED : Hashes.OF_NOTHING;
    append(target, '&', "X-Amz-Signature", signature(ready, signed, hash, now));
    return target.toString();
  }

  private String signature(
      HttpRequest request, List<String> signed, String payloadHash, Instant now) {
    CredentialScope scope = new CredentialScope(SigV4Time.date(now), region, service);
    String canonical = CanonicalRequest.of(request, signed, payloadHash, isS3());
    PresentedSignature unsigned =
        new PresentedSignature(
            key.accessKeyId(), scope, signed, "", now, -1, key.sessionToken(), false);
    return Hashes.hmacHex(keys.of(key.secretAccessKey(), scope), unsigned.stringToSign(canonical));
  }

  private boolean isS3() {
    return service.equals("s3");
  }

  private static List<String> signedHeaders(Headers headers) {
    List<String> names = new ArrayList<>();
    for (String name : headers.asMap().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("host")
          || lower.equals("content-type")
          || lower.equals("content-md5")
          || lower.startsWith("x-amz-")) {
        names.add(lower);
      }
    }
    return names.stream().sorted().toList();
  }

  private static void append(StringBuilder target, char separator, String name, String value) {
    target.append(separator).append(name).append('=').append(UriEncoding.encode(value, false));
  }

  private static HttpRequest with(HttpRequest request, String target, Headers headers) {
    return new HttpRequest(
        request.method(),
        target,
        headers,
        request.body(),
        request.remoteAddress(),
        request.secure());
  }

  private static Headers copy(Headers headers) {
    Headers copy = new Headers();
    for (Map.Entry<String, List<String>> field : headers.asMap().entrySet()) {
      field.getValue().forEach(value -> copy.add(field.getKey(), value));
    }
    return copy;
  }
}
