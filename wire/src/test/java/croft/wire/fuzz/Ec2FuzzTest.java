package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.ec2query.Ec2queryModel;
import croft.wire.http.Headers;

/** ec2Query forms, action and all. */
final class Ec2FuzzTest {
  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] form) {
    Headers headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
    Decoders.decode(Ec2queryModel.MODEL, Decoders.post("/", headers, form));
  }
}
