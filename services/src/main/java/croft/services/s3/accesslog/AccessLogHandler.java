package croft.services.s3.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.s3.access.S3Address;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.website.WebsiteHandler;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes the requests to buckets, counts them, and answers as what stands behind it answers. */
public final class AccessLogHandler implements HttpHandler {
  private static final int MOST_ERROR_BYTES = 64 * 1024;

  private final Sources sources;
  private final Requesters requesters;
  private final RequestMetrics metrics;
  private final AccessLog log;
  private final InstantSource time;
  private final HttpHandler next;

  /** Which buckets are logged. */
  public interface Sources {
    /** The bucket of that name, if there is one. */
    Optional<Bucket> bucket(String name);

    boolean isLogged(Bucket bucket);
  }

  /** Who sent a request that was found authentic. */
  @FunctionalInterface
  public interface Requesters {
    /** The ARN; empty for nobody in particular. */
    String requester(HttpRequest request);
  }

  /** Where requests are noted. */
  public record Books(AccessLog log, RequestMetrics metrics) {}

  public AccessLogHandler(
      Sources sources, Requesters requesters, Books books, InstantSource time, HttpHandler next) {
    this.sources = sources;
    this.requesters = requesters;
    this.metrics = books.metrics();
    this.log = books.log();
    this.time = time;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    Optional<String> website = WebsiteHandler.bucket(request);
    Optional<S3Address> address =
        website.isPresent()
            ? website.map(bucket -> new S3Address(bucket, request.rawPath().substring(1)))
            : S3Address.of(request);
    Optional<Bucket> bucket = address.flatMap(found -> sources.bucket(found.bucket()));
    if (address.isEmpty() || bucket.isEmpty()) {
      return next.handle(request);
    }
    Instant begin = time.instant();
    HttpResponse answer = next.handle(request);
    Duration taken = Duration.between(begin, time.instant());
    metrics.count(bucket.get().name(), answer.status(), answer.body().length(), taken);
    if (sources.isLogged(bucket.get())) {
      String operation =
          website.isPresent()
              ? "WEBSITE." + request.method() + ".OBJECT"
              : OperationName.of(request, address.get());
      log.note(
          entry(request, answer, new Seen(bucket.get(), address.get(), operation, begin), taken));
    }
    return answer;
  }

  /** What is known of a request before it is answered. */
  private record Seen(Bucket bucket, S3Address address, String operation, Instant at) {}

  private LogEntry entry(HttpRequest request, HttpResponse answer, Seen seen, Duration taken)
      throws IOException {
    String code = answer.status() < 400 ? "" : errorCode(answer);
    boolean object = !seen.address.key().isEmpty() && answer.status() < 400;
    String length = answer.headers().first("Content-Length");
    long sent = request.method().equals("HEAD") ? 0 : answer.body().length();
    return new LogEntry(
        seen.bucket.ownerId(),
        seen.bucket.name(),
        seen.at,
        request.remoteAddress(),
        isUnauthentic(code) ? "" : requesters.requester(request),
        text(answer.headers(), "x-amz-request-id"),
        seen.operation,
        seen.address.key(),
        request.method() + " " + request.target() + " HTTP/1.1",
        answer.status(),
        code,
        sent,
        object ? objectSize(request, length, sent) : -1,
        taken.toMillis(),
        client(request, answer));
  }

  private static long objectSize(HttpRequest request, @Nullable String length, long sent) {
    return switch (request.method()) {
      case "PUT" -> request.body().length();
      case "HEAD" -> length == null ? -1 : Long.parseLong(length);
      case "GET" -> sent;
      default -> -1;
    };
  }

  private static LogEntry.Client client(HttpRequest request, HttpResponse answer) {
    String authorization = text(request.headers(), "Authorization");
    boolean inQuery = ("&" + request.rawQuery()).contains("&X-Amz-Signature=");
    boolean signed = inQuery || authorization.startsWith("AWS4-HMAC-SHA256");
    return new LogEntry.Client(
        text(request.headers(), "Referer"),
        text(request.headers(), "User-Agent"),
        text(answer.headers(), "x-amz-version-id"),
        signed ? "SigV4" : "",
        signed ? (inQuery ? "QueryString" : "AuthHeader") : "",
        S3Address.host(request));
  }

  /** Whether an error says that the caller is not who the request says. */
  private static boolean isUnauthentic(String code) {
    return switch (code) {
      case "SignatureDoesNotMatch",
          "InvalidAccessKeyId",
          "InvalidToken",
          "ExpiredToken",
          "RequestTimeTooSkewed" ->
          true;
      default -> false;
    };
  }

  private static String errorCode(HttpResponse answer) throws IOException {
    if (answer.body().length() < 0 || answer.body().length() > MOST_ERROR_BYTES) {
      return "";
    }
    String document = new String(Bytes.read(answer.body(), MOST_ERROR_BYTES), UTF_8);
    int from = document.indexOf("<Code>");
    int to = document.indexOf("</Code>");
    return from < 0 || to < from ? "" : document.substring(from + "<Code>".length(), to);
  }

  private static String text(Headers headers, String name) {
    return Objects.requireNonNullElse(headers.first(name), "");
  }
}
