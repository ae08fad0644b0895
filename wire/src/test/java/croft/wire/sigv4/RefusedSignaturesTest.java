package croft.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.schema.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not match is refused, in the words of each protocol family. */
class RefusedSignaturesTest {
  private static final InstantSource NOW = InstantSource.fixed(Instant.parse(Requests.IAM_TIME));

  private static HttpRequest signed(String service) throws IOException {
    HttpRequest request =
        new HttpRequest(
            "POST",
            "/path?a=1",
            Headers.of("Host", "croft", "X-Amz-Target", "T.Op", "Content-Type", "text/x"),
            Bytes.of("body".getBytes(StandardCharsets.UTF_8)),
            "127.0.0.1",
            false);
    return new SigV4Signer(Requests.IAM_EXAMPLE, "eu-central-1", service, NOW).sign(request);
  }

  private static void assertRefused(
      HttpRequest request, Protocol protocol, String service, int status, String code) {
    assertThatThrownBy(() -> verify(request, protocol, service))
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.status()).isEqualTo(status);
            });
  }

  private static VerifiedSignature verify(HttpRequest request, Protocol protocol, String service)
      throws IOException {
    VerifiedSignature signature =
        Requests.verifier(Requests.IAM_EXAMPLE, Requests.IAM_TIME)
            .verify(request, protocol, service);
    signature.request().body().open().readAllBytes();
    return signature;
  }

  private static HttpRequest with(HttpRequest request, String header, UnaryOperator<String> edit) {
    String value = request.headers().first(header);
    request.headers().set(header, edit.apply(value == null ? "" : value));
    return request;
  }

  @Test
  void acceptsWhatTheSignerSigns() throws IOException {
    assertThat(verify(signed("sqs"), Protocol.AWS_JSON_1_0, "sqs").scope().region())
        .isEqualTo("eu-central-1");
    assertThat(verify(signed("s3"), Protocol.REST_XML, "s3").payloadMode())
        .isEqualTo(PayloadMode.HASHED);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_QUERY, sqs, 403, SignatureDoesNotMatch",
    "EC2_QUERY, ec2, 401, AuthFailure",
    "AWS_JSON_1_0, sqs, 400, InvalidSignatureException",
    "AWS_JSON_1_1, ssm, 400, InvalidSignatureException",
    "RPC_V2_CBOR, monitoring, 400, InvalidSignatureException",
    "REST_JSON, x, 403, InvalidSignatureException",
    "REST_XML, route53, 403, SignatureDoesNotMatch",
    "REST_XML, s3, 403, SignatureDoesNotMatch",
  })
  void refusesEveryTamperedPart(Protocol protocol, String service, int status, String code)
      throws IOException {
    HttpRequest request = signed(service);
    HttpRequest otherTarget =
        new HttpRequest("POST", "/path?a=2", request.headers(), request.body(), "127.0.0.1", false);
    assertRefused(otherTarget, protocol, service, status, code);
    HttpRequest otherPath =
        new HttpRequest(
            "POST", "/paths?a=1", request.headers(), request.body(), "127.0.0.1", false);
    assertRefused(otherPath, protocol, service, status, code);
    HttpRequest otherMethod =
        new HttpRequest("PUT", "/path?a=1", request.headers(), request.body(), "127.0.0.1", false);
    assertRefused(otherMethod, protocol, service, status, code);
    assertRefused(with(signed(service), "Host", host -> "other"), protocol, service, status, code);
    assertRefused(
        with(signed(service), "X-Amz-Target", target -> "T.Other"),
        protocol,
        service,
        status,
        code);
    assertRefused(
        with(signed(service), "Authorization", text -> text.substring(0, text.length() - 1) + "x"),
        protocol,
        service,
        status,
        code);
    HttpRequest otherBody = Requests.withBody(signed(service), "Body");
    if (service.equals("s3")) {
      assertRefused(otherBody, protocol, service, 400, "XAmzContentSHA256Mismatch");
    } else {
      assertRefused(otherBody, protocol, service, status, code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_QUERY, iam, 403, InvalidClientTokenId",
    "EC2_QUERY, ec2, 401, AuthFailure",
    "AWS_JSON_1_1, ssm, 400, UnrecognizedClientException",
    "REST_XML, s3, 403, InvalidAccessKeyId",
  })
  void refusesUnknownKeys(Protocol protocol, String service, int status, String code)
      throws IOException {
    HttpRequest request =
        with(signed(service), "Authorization", text -> text.replace("AKIDEXAMPLE", "AKIDOTHER"));
    assertRefused(request, protocol, service, status, code);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_QUERY, iam, 403, MissingAuthenticationToken",
    "EC2_QUERY, ec2, 403, MissingAuthenticationToken",
    "AWS_JSON_1_1, ssm, 400, MissingAuthenticationTokenException",
    "REST_XML, s3, 403, AccessDenied",
  })
  void refusesUnsignedRequests(Protocol protocol, String service, int status, String code) {
    assertRefused(Requests.of("GET", "/", "Host", "croft"), protocol, service, status, code);
  }

  @Test
  void tellsWhatASignatureLacks() {
    HttpRequest request =
        Requests.of(
            "GET", "/", "Host", "croft", "Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e");
    assertThatThrownBy(() -> verify(request, Protocol.AWS_QUERY, "iam"))
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> {
              assertThat(error.code()).isEqualTo("IncompleteSignature");
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.message())
                  .startsWith(
                      "Authorization header requires 'Signature' parameter. Authorization header"
                          + " requires 'SignedHeaders' parameter. Authorization header requires"
                          + " existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with")
                  .doesNotContain("Credential=a");
            });
    assertRefused(
        Requests.of("GET", "/", "Host", "c", "Authorization", "AWS a:b", "Date", "x"),
        Protocol.REST_XML,
        "s3",
        400,
        "InvalidRequest");
    assertRefused(
        Requests.of(
            "GET", "/", "Host", "c", "Authorization", "AWS4-ECDSA-P256-SHA256 Credential=x"),
        Protocol.AWS_QUERY,
        "iam",
        400,
        "UnsupportedOperation");
  }

  @Test
  void refusesOldAndFutureSignatures() throws IOException {
    SignatureVerifier later = Requests.verifier(Requests.IAM_EXAMPLE, "2015-08-30T12:51:01Z");
    HttpRequest request = signed("iam");
    assertThatThrownBy(() -> later.verify(request, Protocol.AWS_QUERY, "iam"))
        .isInstanceOf(ServiceError.class)
        .hasMessage(
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                + " (20150830T125101Z - 15 min.)");
    SignatureVerifier earlier = Requests.verifier(Requests.IAM_EXAMPLE, "2015-08-30T12:20:59Z");
    assertThatThrownBy(() -> earlier.verify(request, Protocol.AWS_QUERY, "iam"))
        .isInstanceOf(ServiceError.class)
        .hasMessage(
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"
                + " (20150830T122059Z + 15 min.)");
    HttpRequest ec2 = signed("ec2");
    assertThatThrownBy(() -> later.verify(ec2, Protocol.EC2_QUERY, "ec2"))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo("RequestExpired"));
    HttpRequest s3 = signed("s3");
    assertThatThrownBy(() -> later.verify(s3, Protocol.REST_XML, "s3"))
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> assertThat(error.code()).isEqualTo("RequestTimeTooSkewed"));
  }

  @Test
  void refusesScopesOfOtherServicesAndDates() throws IOException {
    assertRefused(signed("sqs"), Protocol.AWS_QUERY, "iam", 403, "SignatureDoesNotMatch");
    assertRefused(
        with(signed("iam"), "Authorization", text -> text.replace("20150830", "20150829")),
        Protocol.AWS_QUERY,
        "iam",
        403,
        "SignatureDoesNotMatch");
    assertRefused(
        with(signed("iam"), "Authorization", text -> text.replace("aws4_request", "aws5")),
        Protocol.AWS_QUERY,
        "iam",
        403,
        "SignatureDoesNotMatch");
  }

  @Test
  void refusesHeadersThatShouldBeSigned() throws IOException {
    HttpRequest request = signed("s3");
    request.headers().add("x-amz-acl", "public-read");
    assertRefused(request, Protocol.REST_XML, "s3", 403, "AccessDenied");
    assertThatThrownBy(() ->
            verify(
                with(signed("iam"), "Authorization", text -> text.replace("host;", "")),
                Protocol.AWS_QUERY,
                "iam"))
        .isInstanceOf(ServiceError.class)
        .hasMessage("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }

  @Test
  void keepsPresignedTimes() throws IOException {
    HttpRequest request = Requests.of("GET", "/b/k%20y?versionId=1", "Host", "croft");
    String target =
        new SigV4Signer(Requests.IAM_EXAMPLE, "us-east-1", "s3", NOW)
            .presign(request, Duration.ofSeconds(60));
    HttpRequest presigned = Requests.of("GET", target, "Host", "croft");
    assertThat(verify(presigned, Protocol.REST_XML, "s3").presigned()).isTrue();
    SignatureVerifier later = Requests.verifier(Requests.IAM_EXAMPLE, "2015-08-30T12:37:01Z");
    assertThatThrownBy(() -> later.verify(presigned, Protocol.REST_XML, "s3"))
        .isInstanceOf(ServiceError.class)
        .hasMessage("Request has expired");
    for (String wrong : new String[] {"604801", "-1", "x"}) {
      HttpRequest other =
          Requests.of("GET", target.replace("Expires=60", "Expires=" + wrong), "Host", "croft");
      assertRefused(other, Protocol.REST_XML, "s3", 400, "AuthorizationQueryParametersError");
    }
    assertRefused(
        Requests.of("GET", target.replace("X-Amz-Date", "X-Amz-Dat"), "Host", "croft"),
        Protocol.REST_XML,
        "s3",
        400,
        "AuthorizationQueryParametersError");
    assertRefused(
        Requests.of("GET", target.replace("k%20y", "k%20z"), "Host", "croft"),
        Protocol.REST_XML,
        "s3",
        403,
        "SignatureDoesNotMatch");
  }

  @Test
  void letsTheLookupDecide() throws IOException {
    SignatureVerifier open =
        new SignatureVerifier((id, token) -> AccessKey.anySignature(id), NOW, 1 << 20);
    HttpRequest request = with(signed("iam"), "Host", host -> "other");
    assertThat(open.verify(request, Protocol.AWS_QUERY, "iam").accessKeyId())
        .isEqualTo("AKIDEXAMPLE");
    SignatureVerifier expired =
        new SignatureVerifier(
            (id, token) -> {
              throw ServiceError.badRequest("ExpiredToken", "expired " + token);
            },
            NOW,
            1 << 20);
    HttpRequest withToken = signed("iam");
    withToken.headers().set("X-Amz-Security-Token", "token");
    assertThatThrownBy(() -> expired.verify(withToken, Protocol.AWS_QUERY, "iam"))
        .hasMessage("expired token");
    assertThat(Requests.IAM_EXAMPLE.toString()).doesNotContain("wJalr");
  }
}
