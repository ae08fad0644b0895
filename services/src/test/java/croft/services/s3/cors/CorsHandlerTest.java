package croft.services.s3.cors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CorsHandlerTest {
  private static final CorsRules RULES =
      new CorsRules(
          List.of(
              new CorsRule(
                  List.of("https://*.example.com", "http://one.test"),
                  List.of("GET", "PUT"),
                  List.of("Content-*", "x-amz-acl"),
                  List.of("ETag"),
                  600),
              new CorsRule(List.of("*"), List.of("GET"), List.of(), List.of(), null)));

  private final CorsHandler handler =
      new CorsHandler(
          bucket -> bucket.equals("open") ? Optional.of(RULES) : Optional.empty(),
          request -> HttpResponse.of(200, Headers.of("ETag", "\"1\""), "body".getBytes(UTF_8)));

  private HttpResponse ask(String method, String target, String... headers) throws Exception {
    return handler.handle(
        new HttpRequest(
            method,
            target,
            Headers.of(headers).set("Host", "s3.localhost:4566"),
            Bytes.EMPTY,
            "203.0.113.9",
            false));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com, PUT, content-type, 200",
    "http://one.test, PUT, 'Content-MD5, X-Amz-Acl', 200",
    "http://one.test, PUT, x-other, 403",
    "http://other.test, PUT, , 403",
    "http://other.test, GET, , 200",
    "http://other.test, GET, content-type, 403",
    "https://a.example.com, DELETE, , 403"
  })
  void answersPreflightsByTheRules(String origin, String method, String asked, int status)
      throws Exception {
    Headers headers = Headers.of("Origin", origin, "Access-Control-Request-Method", method);
    if (asked != null) {
      headers.add("Access-Control-Request-Headers", asked);
    }
    HttpResponse answer =
        handler.handle(
            new HttpRequest(
                "OPTIONS",
                "/key",
                headers.set("Host", "open.s3.localhost"),
                Bytes.EMPTY,
                "203.0.113.9",
                false));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().has("Access-Control-Allow-Origin")).isEqualTo(status == 200);
  }

  @Test
  void aPreflightTellsWhatTheRuleTells() throws Exception {
    HttpResponse answer =
        ask(
            "OPTIONS",
            "/open/key",
            "Origin",
            "http://one.test",
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            "content-type");
    assertThat(answer.headers().first("Access-Control-Allow-Origin")).isEqualTo("http://one.test");
    assertThat(answer.headers().first("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.headers().first("Access-Control-Allow-Methods")).isEqualTo("GET, PUT");
    assertThat(answer.headers().first("Access-Control-Allow-Headers")).isEqualTo("content-type");
    assertThat(answer.headers().first("Access-Control-Expose-Headers")).isEqualTo("ETag");
    assertThat(answer.headers().first("Access-Control-Max-Age")).isEqualTo("600");
  }

  @Test
  void preflightsWithoutRulesOrOriginAreRefused() throws Exception {
    assertThat(
            ask("OPTIONS", "/shut/k", "Origin", "http://a", "Access-Control-Request-Method", "GET")
                .status())
        .isEqualTo(403);
    assertThat(ask("OPTIONS", "/open/k").status()).isEqualTo(400);
    assertThat(ask("OPTIONS", "/open/k", "Origin", "http://a").status()).isEqualTo(400);
  }

  @Test
  void actualAnswersCarryTheFieldsOnlyForAllowedPages() throws Exception {
    assertThat(ask("GET", "/open/k", "Origin", "http://x").headers().asMap())
        .containsEntry("Access-Control-Allow-Origin", List.of("*"))
        .containsEntry("ETag", List.of("\"1\""));
    assertThat(ask("PUT", "/open/k", "Origin", "http://x").headers().asMap())
        .doesNotContainKey("Access-Control-Allow-Origin");
    assertThat(ask("GET", "/open/k").headers().asMap())
        .doesNotContainKey("Access-Control-Allow-Origin");
  }
}
