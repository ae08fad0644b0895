package croft.services.s3.website;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.services.s3.website.Website.Everything;
import croft.services.s3.website.Website.Redirect;
import croft.services.s3.website.Website.RoutingRule;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebsiteHandlerTest {
  private final Map<String, String> objects = new HashMap<>();
  private final Map<String, Website> sites = new HashMap<>();
  private @Nullable HttpRequest asked;
  private final WebsiteHandler handler =
      new WebsiteHandler(
          bucket -> {
            if (bucket.equals("gone")) {
              throw new WebsiteHandler.NoBucketException();
            }
            return Optional.ofNullable(sites.get(bucket));
          },
          this::api,
          request -> HttpResponse.of(299, new Headers(), new byte[0]));

  private HttpResponse api(HttpRequest request) {
    asked = request;
    assertThat(request.headers().has("Authorization")).isFalse();
    String text = objects.get(request.target());
    if (text == null) {
      String error = "<Error><Code>NoSuchKey</Code><Message>Not there.</Message></Error>";
      return HttpResponse.of(
          404,
          new Headers(),
          request.method().equals("HEAD") ? new byte[0] : error.getBytes(UTF_8));
    }
    Headers headers = new Headers();
    if (text.startsWith("->")) {
      headers.set("x-amz-website-redirect-location", text.substring(2));
    }
    return HttpResponse.of(200, headers, text.getBytes(UTF_8));
  }

  private HttpResponse get(String path) throws Exception {
    return ask("GET", "site.s3-website-us-west-2.localhost:4566", path);
  }

  private HttpResponse ask(String method, String host, String path) throws Exception {
    Headers headers = Headers.of("Host", host, "Authorization", "AWS4-HMAC-SHA256 ignored");
    return handler.handle(
        new HttpRequest(method, path, headers, Bytes.EMPTY, "203.0.113.9", false));
  }

  private static String text(HttpResponse answer) throws Exception {
    return new String(Bytes.read(answer.body(), 10_000), UTF_8);
  }

  private static Website plain(@Nullable String errorKey, RoutingRule... rules) {
    return new Website("index.html", errorKey, null, List.of(rules));
  }

  @ParameterizedTest
  @CsvSource({
    "site.s3-website.localhost, 200",
    "site.s3-website-us-west-2.localhost:4566, 200",
    "site.s3-website.eu-central-1.localhost, 200",
    "site.s3.localhost, 299",
    "localhost, 299",
    "gone.s3-website.localhost, 404",
    "other.s3-website.localhost, 404"
  })
  void answersOnHostsOfSites(String host, int status) throws Exception {
    sites.put("site", plain(null));
    objects.put("/site/index.html", "home");
    assertThat(ask("GET", host, "/").status()).isEqualTo(status);
  }

  @Test
  void showsTheIndexOfEachFolder() throws Exception {
    sites.put("site", plain(null));
    objects.put("/site/index.html", "home");
    objects.put("/site/docs/index.html", "docs");
    objects.put("/site/a%20b.txt", "spaced");
    assertThat(text(get("/"))).isEqualTo("home");
    assertThat(text(get("/docs/"))).isEqualTo("docs");
    assertThat(text(get("/a%20b.txt?ignored=1"))).isEqualTo("spaced");
    HttpResponse slash = get("/docs");
    assertThat(slash.status()).isEqualTo(302);
    assertThat(slash.headers().first("Location")).isEqualTo("/docs/");
  }

  @Test
  void tellsErrorsAsPages() throws Exception {
    sites.put("site", plain(null));
    HttpResponse missing = get("/<script>");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.headers().first("x-amz-error-code")).isEqualTo("NoSuchKey");
    assertThat(text(missing))
        .contains("<h1>404 Not Found</h1>", "Code: NoSuchKey", "Key: &lt;script&gt;")
        .doesNotContain("<script>");
    assertThat(ask("POST", "site.s3-website.localhost", "/").status()).isEqualTo(405);
  }

  @Test
  void showsTheSitesOwnErrorDocument() throws Exception {
    sites.put("site", plain("sorry.html"));
    assertThat(text(get("/nothing"))).contains("Retrieve a Custom Error Document");
    objects.put("/site/sorry.html", "sorry");
    HttpResponse missing = get("/nothing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(text(missing)).isEqualTo("sorry");
  }

  @Test
  void redirectsEverything() throws Exception {
    sites.put("site", new Website("", null, new Everything("example.com", "https"), List.of()));
    HttpResponse answer = get("/a/b?c=d");
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.headers().first("Location")).isEqualTo("https://example.com/a/b?c=d");
  }

  @Test
  void followsRoutingRules() throws Exception {
    RoutingRule moved =
        new RoutingRule("docs/", null, new Redirect(null, null, 301, "documents/", null));
    RoutingRule lost =
        new RoutingRule(
            "lost/", 404, new Redirect("example.com", "https", 307, null, "report.html"));
    sites.put("site", plain(null, moved, lost));
    HttpResponse before = get("/docs/a%20b");
    assertThat(before.status()).isEqualTo(301);
    assertThat(before.headers().first("Location"))
        .isEqualTo("http://site.s3-website-us-west-2.localhost:4566/documents/a%20b");
    HttpResponse after = get("/lost/x");
    assertThat(after.status()).isEqualTo(307);
    assertThat(after.headers().first("Location")).isEqualTo("https://example.com/report.html");
    objects.put("/site/lost/x", "found");
    assertThat(text(get("/lost/x"))).isEqualTo("found");
  }

  @Test
  void followsTheRedirectOfAnObject() throws Exception {
    sites.put("site", plain(null));
    objects.put("/site/old", "->/new");
    HttpResponse answer = get("/old");
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.headers().first("Location")).isEqualTo("/new");
    assertThat(asked).isNotNull();
  }
}
