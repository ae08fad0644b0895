package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.awsjson11.Awsjson11Model;
import croft.wire.http.Headers;

/** JSON bodies of an operation that has every kind of member. */
final class JsonFuzzTest {
  private static final Decoders DECODERS = new Decoders(Awsjson11Model.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] body) {
    Headers headers = Headers.of("X-Amz-Target", "JsonProtocol.KitchenSinkOperation");
    DECODERS.decode(Decoders.post("/", headers, body));
  }
}
