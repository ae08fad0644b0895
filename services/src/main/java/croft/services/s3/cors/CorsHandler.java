package croft.services.s3.cors;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.s3.access.S3Address;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers preflights, and lets pages read the actual answers where a bucket's rules say so.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html">OPTIONS object</a>.
 */
public final class CorsHandler implements HttpHandler {
  private static final String ORIGIN = "Origin";
  private static final String METHOD = "Access-Control-Request-Method";
  private static final String HEADERS = "Access-Control-Request-Headers";

  private final Rules rules;
  private final HttpHandler next;

  /** The rules of a bucket. */
  @FunctionalInterface
  public interface Rules {
    /** Empty where there is no such bucket or it has no rules. */
    Optional<CorsRules> rules(String bucket);
  }

  public CorsHandler(Rules rules, HttpHandler next) {
    this.rules = rules;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    Optional<S3Address> address = S3Address.of(request);
    if (address.isEmpty()) {
      return next.handle(request);
    }
    if (request.method().equals("OPTIONS")) {
      return preflight(request, address.get());
    }
    String origin = request.headers().first(ORIGIN);
    HttpResponse answer = next.handle(request);
    if (origin == null) {
      return answer;
    }
    return rules
        .rules(address.get().bucket())
        .flatMap(found -> found.answer(origin, request.method(), List.of()))
        .map(allowed -> withFields(answer, allowed))
        .orElse(answer);
  }

  private HttpResponse preflight(HttpRequest request, S3Address address) {
    String origin = request.headers().first(ORIGIN);
    if (origin == null) {
      return error(
          400, "BadRequest", "Insufficient information. Origin request header needed.", "");
    }
    String method = request.headers().first(METHOD);
    if (method == null) {
      return error(400, "BadRequest", "Invalid Access-Control-Request-Method: null", "");
    }
    String type = address.key().isEmpty() ? "BUCKET" : "OBJECT";
    String details = "<Method>OPTIONS</Method><ResourceType>" + type + "</ResourceType>";
    Optional<CorsRules> found = rules.rules(address.bucket());
    if (found.isEmpty()) {
      return error(
          403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", details);
    }
    return found
        .get()
        .answer(origin, method, requested(request))
        .map(allowed -> HttpResponse.of(200, allowed, new byte[0]))
        .orElseGet(() ->
            error(
                403,
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed. This is usually because the"
                    + " evalution of Origin, request method / Access-Control-Request-Method or"
                    + " Access-Control-Request-Headers are not whitelisted by the resource's CORS"
                    + " spec.",
                details));
  }

  private static List<String> requested(HttpRequest request) {
    return request.headers().all(HEADERS).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static HttpResponse withFields(HttpResponse answer, Headers more) {
    Headers headers = answer.headers();
    more.asMap().forEach((name, values) -> headers.set(name, String.join(", ", values)));
    return new HttpResponse(answer.status(), headers, answer.body());
  }

  private static HttpResponse error(int status, String code, String message, String details) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message>%s"
            .formatted(code, message, details);
    return HttpResponse.of(
        status, Headers.of("Content-Type", "application/xml"), (body + "</Error>").getBytes(UTF_8));
  }
}
