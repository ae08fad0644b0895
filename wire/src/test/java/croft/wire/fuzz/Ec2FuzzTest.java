package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.ec2query.Ec2queryModel;
import croft.wire.http.Headers;

/** ec2Query forms, action and all. */
final class Ec2FuzzTest {
  private static final Decoders DECODERS = new Decoders(Ec2queryModel.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] form) {
    Headers headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
    DECODERS.decode(Decoders.post("/", headers, form));
  }
}
