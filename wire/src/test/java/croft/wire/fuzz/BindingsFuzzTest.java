package croft.wire.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import croft.wire.conformance.restjson.RestjsonModel;
import croft.wire.conformance.restxml.RestxmlModel;
import croft.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Targets and headers of REST requests: the first line is the target, the others are headers. */
final class BindingsFuzzTest {
  private static final Decoders RESTJSON = new Decoders(RestjsonModel.MODEL);
  private static final Decoders RESTXML = new Decoders(RestxmlModel.MODEL);

  @FuzzTest(maxDuration = "60s")
  void decodes(byte[] head) {
    List<String> lines = new String(head, StandardCharsets.ISO_8859_1).lines().toList();
    Headers headers = new Headers();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    String target = "/" + (lines.isEmpty() ? "" : lines.getFirst());
    for (String method : List.of("GET", "POST", "PUT")) {
      byte[] none = {};
      RESTJSON.decode(Decoders.request(method, target, headers, none));
      RESTXML.decode(Decoders.request(method, target, headers, none));
    }
  }
}
