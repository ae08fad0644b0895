package croft.services.s3.website;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.s3.access.S3Address;
import croft.services.s3.website.Website.RoutingRule;
import croft.wire.codec.Percent;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers on the host names of web sites, {@code BUCKET.s3-website.localhost} and {@code
 * BUCKET.s3-website-REGION.localhost}. It asks the API for objects as nobody in particular.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html">Website
 * endpoints</a>.
 */
public final class WebsiteHandler implements HttpHandler {
  private static final Pattern HOST =
      Pattern.compile("(.+)\\.s3-website(?:[-.][a-z]{2}(?:-[a-z]+)+-\\d)?\\.localhost");
  private static final String REDIRECT_LOCATION = "x-amz-website-redirect-location";
  private static final List<String> PASSED_ON =
      List.of(
          "Range",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "Referer",
          "User-Agent",
          "Origin");

  private final Sites sites;
  private final HttpHandler api;
  private final HttpHandler otherwise;

  /** What a bucket's name stands for as a web site. */
  @FunctionalInterface
  public interface Sites {
    /** The site; empty where the bucket has no website configuration. */
    Optional<Website> site(String bucket) throws NoBucketException;
  }

  /** There is no bucket of that name. */
  public static final class NoBucketException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Makes the handler.
   *
   * @param api answers S3's operations
   * @param otherwise answers on all other hosts
   */
  public WebsiteHandler(Sites sites, HttpHandler api, HttpHandler otherwise) {
    this.sites = sites;
    this.api = api;
    this.otherwise = otherwise;
  }

  /** The bucket whose site a request asks for; empty for other hosts. */
  public static Optional<String> bucket(HttpRequest request) {
    Matcher host = HOST.matcher(S3Address.host(request));
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    Optional<String> bucket = bucket(request);
    return bucket.isPresent() ? answer(request, bucket.get()) : otherwise.handle(request);
  }

  private HttpResponse answer(HttpRequest request, String bucket) throws Exception {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return ErrorPage.of(
          new ErrorPage.Fault(
              405,
              "MethodNotAllowed",
              "The specified method is not allowed against this resource."),
          List.of("Method: " + request.method(), "ResourceType: OBJECT"),
          null);
    }
    Optional<Website> site;
    try {
      site = sites.site(bucket);
    } catch (NoBucketException e) {
      return ErrorPage.of(
          new ErrorPage.Fault(404, "NoSuchBucket", "The specified bucket does not exist"),
          List.of("BucketName: " + bucket),
          null);
    }
    if (site.isEmpty()) {
      return ErrorPage.of(
          new ErrorPage.Fault(
              404,
              "NoSuchWebsiteConfiguration",
              "The specified bucket does not have a website configuration"),
          List.of("BucketName: " + bucket),
          null);
    }
    return new Visit(request, bucket, site.get()).answer();
  }

  /** One request to one site. */
  private final class Visit {
    private final HttpRequest request;
    private final String bucket;
    private final Website site;

    Visit(HttpRequest request, String bucket, Website site) {
      this.request = request;
      this.bucket = bucket;
      this.site = site;
    }

    HttpResponse answer() throws Exception {
      Website.Everything all = site.redirectAll();
      if (all != null) {
        return redirect(301, address(all.protocol(), all.hostName()) + request.target());
      }
      String path;
      try {
        path = Percent.decode(request.rawPath().substring(1), false);
      } catch (IllegalArgumentException notUtf8) {
        return ErrorPage.of(
            new ErrorPage.Fault(400, "InvalidURI", "Couldn't parse the specified URI."),
            List.of("URI: " + request.rawPath()),
            null);
      }
      for (RoutingRule rule : site.rules()) {
        if (rule.actsBefore(path)) {
          return follow(rule, path);
        }
      }
      HttpResponse found = fetch(request.method(), site.keyOf(path));
      if (found.status() < 400) {
        String elsewhere = found.headers().first(REDIRECT_LOCATION);
        return elsewhere == null ? found : redirect(301, elsewhere);
      }
      return missing(path, found);
    }

    private HttpResponse missing(String path, HttpResponse found) throws Exception {
      boolean absent = found.status() == 404 || found.status() == 403;
      if (absent
          && !path.isEmpty()
          && !path.endsWith("/")
          && fetch("HEAD", path + "/" + site.indexSuffix()).status() == 200) {
        return redirect(302, "/" + encoded(path) + "/");
      }
      for (RoutingRule rule : site.rules()) {
        if (rule.actsOn(path, found.status())) {
          return follow(rule, path);
        }
      }
      return error(path, found);
    }

    private HttpResponse error(String path, HttpResponse found) throws Exception {
      ErrorPage.Fault fault = ErrorPage.Fault.told(found, site.keyOf(path));
      List<String> details =
          fault.code().equals("NoSuchKey") ? List.of("Key: " + site.keyOf(path)) : List.of();
      String errorKey = site.errorKey();
      if (errorKey == null) {
        return ErrorPage.of(fault, details, null);
      }
      HttpResponse page = fetch(request.method(), errorKey);
      return page.status() == 200
          ? new HttpResponse(found.status(), page.headers(), page.body())
          : ErrorPage.of(fault, details, ErrorPage.Fault.told(page, errorKey));
    }

    private HttpResponse follow(RoutingRule rule, String path) {
      Website.Redirect redirect = rule.redirect();
      return redirect(
          redirect.status(),
          address(redirect.protocol(), redirect.hostName()) + "/" + encoded(rule.newKey(path)));
    }

    private String address(@Nullable String protocol, @Nullable String hostName) {
      String own = request.headers().first("Host");
      return (protocol == null ? (request.secure() ? "https" : "http") : protocol)
          + "://"
          + (hostName == null ? own : hostName);
    }

    private HttpResponse fetch(String method, String key) throws Exception {
      Headers headers = Headers.of("Host", "s3.localhost");
      for (String name : PASSED_ON) {
        String value = request.headers().first(name);
        if (value != null) {
          headers.set(name, value);
        }
      }
      return api.handle(
          new HttpRequest(
              method,
              "/" + bucket + "/" + encoded(key),
              headers,
              Bytes.EMPTY,
              request.remoteAddress(),
              request.secure()));
    }
  }

  private static HttpResponse redirect(int status, String location) {
    return new HttpResponse(status, Headers.of("Location", location), Bytes.EMPTY);
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  /** The first text in an element of an error's document, for {@link ErrorPage}. */
  static String element(HttpResponse error, String name) throws IOException {
    String document = new String(Bytes.read(error.body(), 64 * 1024), UTF_8);
    int from = document.indexOf("<" + name + ">");
    int to = document.indexOf("</" + name + ">");
    return from < 0 || to < from ? "" : document.substring(from + name.length() + 2, to);
  }
}
