package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RequestSignerTest {
  /** The case post-x-www-form-urlencoded of AWS's Signature Version 4 test suite. */
  @Test
  void signsAsTheTestSuiteOfAwsDoes() {
    RequestSigner signer =
        new RequestSigner(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "us-east-1",
            InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")));

    HttpRequest request =
        signer.post(
            URI.create("http://example.amazonaws.com"),
            "service",
            "application/x-www-form-urlencoded",
            "Param1=value1");

    assertThat(request.headers().firstValue("Authorization"))
        .contains(
            "AWS4-HMAC-SHA256 "
                + "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }
}
