package croft.wire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.wire.codec.Limits;
import croft.wire.conformance.Cases.Case;
import croft.wire.constraint.ConstraintChecker;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.protocol.RoutedCall;
import croft.wire.protocol.Router;
import croft.wire.protocol.WireProtocol;
import croft.wire.schema.ErrorModel;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ProtocolConformanceTest {
  private static final Pattern REQUEST_ID = Pattern.compile("<(?i:requestid)>([^<]*)<");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)<");
  private static final Map<String, String> LEFT_OUT = Cases.leftOut();

  private interface Check {
    void run(Case each) throws Exception;
  }

  @TestFactory
  List<DynamicTest> readsRequests() {
    return tests("requests", ProtocolConformanceTest::readsRequest);
  }

  @TestFactory
  List<DynamicTest> writesResponses() {
    return tests("responses", ProtocolConformanceTest::writesResponse);
  }

  @TestFactory
  List<DynamicTest> writesErrors() {
    return tests("errors", ProtocolConformanceTest::writesError);
  }

  @TestFactory
  List<DynamicTest> refusesMalformedRequests() {
    return tests("malformedRequests", ProtocolConformanceTest::refusesMalformed);
  }

  @Test
  void leavesOutOnlyKnownCases() {
    TreeSet<String> unknown = new TreeSet<>(LEFT_OUT.keySet());
    for (String kind : List.of("requests", "responses", "errors", "malformedRequests")) {
      Cases.of(kind).forEach(each -> unknown.remove(kind + " " + each.id()));
    }
    assertThat(unknown).as("left out but not among the cases").isEmpty();
  }

  /** A case left out must fail: one that would pass has no reason to be left out. */
  private static List<DynamicTest> tests(String kind, Check check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Case each : Cases.of(kind)) {
      boolean leftOut = LEFT_OUT.containsKey(kind + " " + each.id());
      tests.add(
          DynamicTest.dynamicTest(
              each.id() + (leftOut ? " (left out)" : ""),
              () -> {
                if (leftOut) {
                  assertThatThrownBy(() -> check.run(each)).as("left out").isNotNull();
                } else {
                  check.run(each);
                }
              }));
    }
    return tests;
  }

  private static RoutedCall route(Case each, Map<?, ?> request) throws IOException {
    Headers headers = new Headers();
    if (request.get("headers") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> headers.set((String) name, (String) value));
    }
    if (!each.service().targetPrefix().isEmpty() && isJson(each) && !headers.has("X-Amz-Target")) {
      headers.set("X-Amz-Target", each.service().targetPrefix() + "." + each.text("operation"));
    }
    Object host =
        request.containsKey("resolvedHost") ? request.get("resolvedHost") : request.get("host");
    if (host != null) {
      headers.set("Host", host.toString());
    }
    String target = Objects.toString(request.get("uri"));
    if (request.get("queryParams") instanceof List<?> parameters && !parameters.isEmpty()) {
      String joined = String.join("&", parameters.stream().map(Object::toString).toList());
      target += (target.contains("?") ? "&" : "?") + joined;
    }
    HttpRequest http =
        new HttpRequest(
            Objects.toString(request.get("method")),
            target,
            headers,
            Bytes.of(body(each, Objects.toString(request.get("body"), ""))),
            "127.0.0.1",
            false);
    return new Router(List.of(each.service()), Limits.DEFAULT).route(http);
  }

  private static boolean isJson(Case each) {
    return switch (each.service().protocols().getFirst()) {
      case AWS_JSON_1_0, AWS_JSON_1_1 -> true;
      case AWS_QUERY, EC2_QUERY, REST_JSON, REST_XML, RPC_V2_CBOR -> false;
    };
  }

  private static byte[] body(Case each, String text) {
    return each.service().id().equals("rpcv2cbor")
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static void readsRequest(Case each) throws IOException {
    RoutedCall call = route(each, each.body());
    assertThat(call.operation().name()).isEqualTo(each.text("operation"));
    Shape expected = call.operation().input().apply(new ParamsReader(each.map("params")));
    assertThat(Trees.plain(TreeWriter.tree(call.input())))
        .isEqualTo(Trees.plain(TreeWriter.tree(expected)));
  }

  private static WireProtocol protocol(Case each) {
    return new Router(List.of(each.service()), Limits.DEFAULT)
        .protocol(each.service().protocols().getFirst());
  }

  private static void writesResponse(Case each) throws IOException {
    Operation<?, ?> operation =
        Objects.requireNonNull(each.service().operations().get(each.text("operation")));
    Shape output = operation.output().apply(new ParamsReader(each.map("params")));
    String requestId = requestId(each);
    compare(each, protocol(each).encode(each.service(), operation, output, requestId));
  }

  private static void writesError(Case each) throws IOException {
    ErrorModel model =
        each.service().errors().stream()
            .filter(error -> error.shapeName().equals(each.text("error")))
            .findFirst()
            .orElseThrow();
    Matcher inBody = MESSAGE.matcher(each.text("body"));
    String message = inBody.find() ? inBody.group(1) : "";
    Map<String, Object> members = new LinkedHashMap<>();
    for (var entry : each.map("params").entrySet()) {
      String name = (String) entry.getKey();
      if (name.equalsIgnoreCase("message")) {
        message = Objects.toString(entry.getValue());
      } else {
        members.put(name, Objects.requireNonNull(entry.getValue()));
      }
    }
    int status = (Integer) Objects.requireNonNull(each.body().get("code"));
    ServiceError error = new ServiceError(model.code(), status, message, members);
    compare(each, protocol(each).encodeError(each.service(), error, requestId(each)));
  }

  private static String requestId(Case each) {
    if (each.map("headers").get("X-Amzn-Requestid") instanceof String id) {
      return id;
    }
    Matcher matcher = REQUEST_ID.matcher(each.text("body"));
    return matcher.find() ? matcher.group(1) : "request-id";
  }

  private static void compare(Case each, HttpResponse response) throws IOException {
    assertThat(response.status()).isEqualTo(each.body().get("code"));
    for (var header : each.map("headers").entrySet()) {
      if (header.getKey().equals("Content-Length")) {
        continue; // the HTTP server's
      }
      assertThat(response.headers().first((String) header.getKey()))
          .as("header %s", header.getKey())
          .isEqualTo(header.getValue());
    }
    for (Object name : each.list("forbidHeaders")) {
      assertThat(response.headers().has((String) name)).as("forbidden header %s", name).isFalse();
    }
    for (Object name : each.list("requireHeaders")) {
      if (!name.equals("Content-Length")) { // the HTTP server's
        assertThat(response.headers().has((String) name)).as("required header %s", name).isTrue();
      }
    }
    if (each.body().containsKey("body")) {
      compareBodies(each, Bytes.read(response.body(), 1 << 20));
    }
  }

  private static void compareBodies(Case each, byte[] actual) {
    byte[] expected = body(each, each.text("body"));
    String shown = new String(actual, StandardCharsets.UTF_8);
    String type = each.text("bodyMediaType");
    if (expected.length == 0 || actual.length == 0) {
      assertThat(shown).isEqualTo(new String(expected, StandardCharsets.UTF_8));
    } else if (type.equals("application/cbor")) {
      assertThat(typed(Trees.cbor(actual))).isEqualTo(typed(Trees.cbor(expected)));
    } else if (type.equals("application/json")) {
      assertThat(typed(Trees.json(actual))).isEqualTo(typed(Trees.json(expected)));
    } else if (type.endsWith("/xml")) {
      // AWS's services do put their namespace on errors, which the cases do not show.
      boolean named = each.text("error").isEmpty();
      assertThat(Trees.withoutIds(Trees.xml(actual, named)))
          .as(shown)
          .isEqualTo(Trees.withoutIds(Trees.xml(expected, named)));
    } else {
      assertThat(shown).isEqualTo(new String(expected, StandardCharsets.UTF_8));
    }
  }

  /** Clients look at an error's name only, not at its namespace. */
  private static Object typed(Object tree) {
    if (tree instanceof Map<?, ?> map && map.get("__type") instanceof String type) {
      Map<Object, Object> named = new LinkedHashMap<>(map);
      named.put("__type", type.substring(type.indexOf('#') + 1));
      return named;
    }
    return tree;
  }

  private static void refusesMalformed(Case each) {
    Map<?, ?> response = each.map("response");
    Map<?, ?> headers = response.get("headers") instanceof Map<?, ?> map ? map : Map.of();
    assertThatThrownBy(
            () -> {
              RoutedCall call = route(each, each.map("request"));
              ConstraintChecker.check(call.input(), call.protocol().protocol());
            })
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> {
              assertThat(error.status()).as(error.toString()).isEqualTo(response.get("code"));
              Object type = headers.get("x-amzn-errortype");
              if (type != null) {
                assertThat(error.code()).as(error.message()).isEqualTo(type);
              }
            });
  }
}
