package croft.cli;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs POST requests to the path {@code /} as a client of AWS does: Signature Version 4 in the
 * Authorization header ("Create a signed AWS API request", IAM User Guide).
 *
 * @param region the region of the credential scope
 */
record RequestSigner(
    String accessKeyId, String secretAccessKey, String region, InstantSource clock) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A signed request with a body of the content type given. */
  HttpRequest post(URI endpoint, String service, String contentType, String body) {
    Instant now = clock.instant();
    String time = TIME.format(now);
    String date = time.substring(0, 8);
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    String signedHeaders = "content-type;host;x-amz-date";
    String canonicalRequest =
        String.join(
            "\n",
            "POST",
            "/",
            "",
            "content-type:" + contentType,
            "host:" + endpoint.getAuthority(),
            "x-amz-date:" + time,
            "",
            signedHeaders,
            sha256(body));
    String stringToSign = String.join("\n", ALGORITHM, time, scope, sha256(canonicalRequest));
    String signature = HexFormat.of().formatHex(hmac(signingKey(date, service), stringToSign));
    return HttpRequest.newBuilder(endpoint.resolve("/"))
        .header("Content-Type", contentType)
        .header("X-Amz-Date", time)
        .header(
            "Authorization",
            "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ALGORITHM, accessKeyId, scope, signedHeaders, signature))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private byte[] signingKey(String date, String service) {
    byte[] key = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {date, region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
