package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.awsquery.AwsqueryModel;
import croft.wire.http.Headers;

/** awsQuery forms, action and all. */
final class QueryFuzzTest {
  private static final Decoders DECODERS = new Decoders(AwsqueryModel.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] form) {
    Headers headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
    DECODERS.decode(Decoders.post("/", headers, form));
  }
}
