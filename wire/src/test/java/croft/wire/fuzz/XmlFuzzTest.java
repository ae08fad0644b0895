package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.restxml.RestxmlModel;
import croft.wire.http.Headers;
import java.util.List;

/** XML bodies of operations that have every kind of member. */
final class XmlFuzzTest {
  private static final Decoders DECODERS = new Decoders(RestxmlModel.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] body) {
    for (String path :
        List.of("/XmlLists", "/XmlMaps", "/XmlUnions", "/RecursiveShapes", "/XmlAttributes")) {
      DECODERS.decode(Decoders.request("PUT", path, new Headers(), body));
    }
  }
}
