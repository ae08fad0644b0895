package croft.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import croft.wire.http.HttpRequest;
import croft.wire.schema.Protocol;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signatures AWS's own documentation and test suite publish. */
class DocumentedSignaturesTest {
  private static HttpRequest s3(
      String method, String target, String signedHeaders, String signature, String... more) {
    String hash =
        method.equals("PUT")
            ? "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
            : Hashes.OF_NOTHING;
    HttpRequest request =
        Requests.of(
            method,
            target,
            "Host",
            "examplebucket.s3.amazonaws.com",
            "x-amz-date",
            "20130524T000000Z",
            "x-amz-content-sha256",
            hash,
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders="
                + signedHeaders
                + ",Signature="
                + signature);
    for (int i = 0; i < more.length; i += 2) {
      request.headers().add(more[i], more[i + 1]);
    }
    return request;
  }

  @Test
  void listUsersOfIam() throws IOException {
    VerifiedSignature signature =
        Requests.verifier(Requests.IAM_EXAMPLE, Requests.IAM_TIME)
            .verify(Requests.listUsers(), Protocol.AWS_QUERY, "iam");
    assertThat(signature.accessKeyId()).isEqualTo("AKIDEXAMPLE");
    assertThat(signature.scope()).isEqualTo(new CredentialScope("20150830", "us-east-1", "iam"));
    assertThat(signature.signedHeaders()).containsExactly("content-type", "host", "x-amz-date");
    assertThat(signature.payloadMode()).isEqualTo(PayloadMode.HASHED);
  }

  /** The suite's get-vanilla and its siblings whose paths normalise to the same. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/./", "/example/..", "/example1/example2/../.."})
  void vanillaOfTheSuite(String target) throws IOException {
    HttpRequest request =
        Requests.of(
            "GET",
            target,
            "Host",
            "example.amazonaws.com",
            "X-Amz-Date",
            "20150830T123600Z",
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    VerifiedSignature signature =
        Requests.verifier(Requests.IAM_EXAMPLE, Requests.IAM_TIME)
            .verify(request, Protocol.AWS_QUERY, "service");
    assertThat(signature.scope().service()).isEqualTo("service");
  }

  @Test
  void getObjectOfS3() throws IOException {
    HttpRequest request =
        s3(
            "GET",
            "/test.txt",
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            "Range",
            "bytes=0-9");
    assertThat(Requests.s3(request).presigned()).isFalse();
  }

  @Test
  void putObjectOfS3() throws IOException {
    HttpRequest request =
        s3(
            "PUT",
            "/test$file.text",
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            "Date",
            "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY");
    VerifiedSignature signature = Requests.s3(Requests.withBody(request, "Welcome to Amazon S3."));
    assertThat(signature.request().body().open().readAllBytes()).hasSize(21);
  }

  @Test
  void queriesOfS3() throws IOException {
    String headers = "host;x-amz-content-sha256;x-amz-date";
    assertThat(
            Requests.s3(
                    s3(
                        "GET",
                        "/?lifecycle",
                        headers,
                        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"))
                .accessKeyId())
        .isEqualTo("AKIAIOSFODNN7EXAMPLE");
    assertThat(
            Requests.s3(
                    s3(
                        "GET",
                        "/?prefix=J&max-keys=2",
                        headers,
                        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
                .accessKeyId())
        .isEqualTo("AKIAIOSFODNN7EXAMPLE");
  }

  @Test
  void presignedGetOfS3() throws IOException {
    HttpRequest request =
        Requests.of(
            "GET",
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            "Host",
            "examplebucket.s3.amazonaws.com");
    VerifiedSignature signature = Requests.s3(request);
    assertThat(signature.presigned()).isTrue();
    assertThat(signature.payloadMode()).isEqualTo(PayloadMode.UNSIGNED);
  }
}
