package croft.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3's documented chunked uploads, whole and tampered with. */
class ChunkedSignaturesTest {
  private static final String SIGNED =
      "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
          + "a".repeat(65_536)
          + "\r\n400;chunk-signature="
          + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
          + "a".repeat(1024)
          + "\r\n0;chunk-signature="
          + "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
  private static final String WITH_TRAILER =
      "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n"
          + "a".repeat(65_536)
          + "\r\n400;chunk-signature="
          + "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n"
          + "a".repeat(1024)
          + "\r\n0;chunk-signature="
          + "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
          + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
          + "x-amz-trailer-signature:"
          + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";

  private static HttpRequest signedUpload() {
    return Requests.of(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "Host",
        "s3.amazonaws.com",
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "x-amz-content-sha256",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560",
        "Content-Length",
        "66824",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
            + "x-amz-decoded-content-length;x-amz-storage-class,"
            + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  }

  private static HttpRequest trailerUpload() {
    return Requests.of(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "Host",
        "s3.amazonaws.com",
        "x-amz-date",
        "20130524T000000Z",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY",
        "x-amz-content-sha256",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "Content-Encoding",
        "aws-chunked",
        "x-amz-decoded-content-length",
        "66560",
        "x-amz-trailer",
        "x-amz-checksum-crc32c",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;"
            + "x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,"
            + "Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
  }

  private static String read(HttpRequest request, String body) throws IOException {
    VerifiedSignature signature = Requests.s3(Requests.withBody(request, body));
    assertThat(signature.request().body().length()).isEqualTo(66_560);
    return new String(
        signature.request().body().open().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static HttpRequest unsigned(int length, String algorithm) {
    return Requests.of(
        "PUT",
        "/b/k",
        "Host",
        "s3.amazonaws.com",
        "x-amz-content-sha256",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length",
        Integer.toString(length),
        "x-amz-trailer",
        "x-amz-checksum-" + algorithm);
  }

  @Test
  void readsSignedChunks() throws IOException {
    assertThat(read(signedUpload(), SIGNED)).isEqualTo("a".repeat(66_560));
  }

  @Test
  void readsSignedTrailers() throws IOException {
    VerifiedSignature signature = Requests.s3(Requests.withBody(trailerUpload(), WITH_TRAILER));
    assertThat(signature.trailers().get()).isEmpty();
    assertThat(signature.request().body().open().readAllBytes()).hasSize(66_560);
    assertThat(signature.trailers().get())
        .containsOnly(java.util.Map.entry("x-amz-checksum-crc32c", "sOO8/Q=="));
  }

  @ParameterizedTest
  @CsvSource({
    "aaaa, aaba, SignatureDoesNotMatch",
    "ad80c7, ad80c8, SignatureDoesNotMatch",
    "b6c6ea, b6c6eb, SignatureDoesNotMatch",
    "10000;, 0FFFF;, SignatureDoesNotMatch",
    "10000;, xyz;, InvalidRequest",
    "400;, 4000000;, IncompleteBody",
  })
  void refusesTamperedChunks(String from, String to, String code) {
    String tampered = SIGNED.replaceFirst(from, to);
    assertThatThrownBy(() -> read(signedUpload(), tampered))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void refusesATruncatedBody() {
    assertThatThrownBy(() -> read(signedUpload(), SIGNED.substring(0, 66_000)))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo("IncompleteBody"));
    assertThatThrownBy(() -> read(signedUpload(), SIGNED.substring(0, 65_626)))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo("IncompleteBody"));
  }

  @ParameterizedTest
  @CsvSource({
    "sOO8/Q==, sOO8/A==, SignatureDoesNotMatch",
    "d81f82, d81f83, SignatureDoesNotMatch",
    "crc32c:, crc32:, SignatureDoesNotMatch",
  })
  void refusesTamperedTrailers(String from, String to, String code) {
    String tampered = WITH_TRAILER.replace(from, to);
    assertThatThrownBy(() -> read(trailerUpload(), tampered))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  /** The values of {@code 123456789} that the algorithms' own descriptions give. */
  @ParameterizedTest
  @CsvSource({
    "crc32, y/Q5Jg==",
    "crc32c, 4waSgw==",
    "crc64nvme, rosUhgp5mIg=",
    "sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  })
  void checksTrailingChecksums(String algorithm, String value) throws IOException {
    String body = "9\r\n123456789\r\n0\r\nx-amz-checksum-" + algorithm + ":";
    HttpRequest good =
        SignatureVerifier.decodeUnsigned(
            Requests.withBody(unsigned(9, algorithm), body + value + "\r\n\r\n"));
    assertThat(good.body().open().readAllBytes()).hasSize(9);
    String wrong = (value.charAt(0) == 'A' ? 'B' : 'A') + value.substring(1);
    HttpRequest bad =
        SignatureVerifier.decodeUnsigned(
            Requests.withBody(unsigned(9, algorithm), body + wrong + "\r\n\r\n"));
    assertThatThrownBy(() -> bad.body().open().readNBytes(9))
        .isInstanceOfSatisfying(
            ServiceError.class, error -> assertThat(error.code()).isEqualTo("BadDigest"));
  }

  @Test
  void refusesMissingTrailers() throws IOException {
    HttpRequest without =
        SignatureVerifier.decodeUnsigned(
            Requests.withBody(unsigned(1, "crc32"), "1\r\na\r\n0\r\n\r\n"));
    assertThatThrownBy(() -> without.body().open().readAllBytes())
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> assertThat(error.code()).isEqualTo("MalformedTrailerError"));
  }
}
