package croft.wire.sigv4;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.schema.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** Requests as AWS's documentation shows them, and verifiers at the time of its examples. */
final class Requests {
  static final AccessKey IAM_EXAMPLE =
      AccessKey.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
  static final AccessKey S3_EXAMPLE =
      AccessKey.of("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
  static final String IAM_TIME = "2015-08-30T12:36:00Z";
  static final String S3_TIME = "2013-05-24T00:00:00Z";

  private Requests() {}

  static HttpRequest of(String method, String target, String... headers) {
    return new HttpRequest(method, target, Headers.of(headers), Bytes.EMPTY, "127.0.0.1", false);
  }

  static HttpRequest withBody(HttpRequest request, String body) {
    return request.withBody(Bytes.of(body.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static SignatureVerifier verifier(AccessKey key, String now) {
    return new SignatureVerifier(
        (id, token) -> id.equals(key.accessKeyId()) ? key : null,
        InstantSource.fixed(Instant.parse(now)),
        1 << 20);
  }

  static VerifiedSignature s3(HttpRequest request) throws IOException {
    return verifier(S3_EXAMPLE, S3_TIME).verify(request, Protocol.REST_XML, "s3");
  }

  /** IAM's documented ListUsers request. */
  static HttpRequest listUsers() {
    return of(
        "GET",
        "/?Action=ListUsers&Version=2010-05-08",
        "Host",
        "iam.amazonaws.com",
        "Content-Type",
        "application/x-www-form-urlencoded; charset=utf-8",
        "X-Amz-Date",
        "20150830T123600Z",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
            + "SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }
}
