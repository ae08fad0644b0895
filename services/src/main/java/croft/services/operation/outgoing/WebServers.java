package croft.services.operation.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Posts to web servers, where that is allowed, over TLS to those Croft trusts. */
public final class WebServers {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final int TOO_MANY_REQUESTS = 429;

  private final Destinations destinations;
  private final HttpClient plain;
  private final Supplier<@Nullable SSLContext> trust;
  private volatile @Nullable Trusting trusting;

  private record Trusting(SSLContext context, HttpClient client) {}

  /**
   * Makes it.
   *
   * @param own where this Croft is asked, as {@code http://127.0.0.1:4566}
   * @param trust whose certificates are taken; null for whom this machine trusts
   */
  public WebServers(Supplier<String> own, Supplier<@Nullable SSLContext> trust) {
    this.destinations = new Destinations(own);
    this.plain = builder().build();
    this.trust = trust;
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(TO_CONNECT);
  }

  /** Posts, when the request's host is one to which something may be sent. */
  public Outcome post(HttpRequest request) throws InterruptedException {
    Outcome refusal = destinations.refusal(request.uri());
    if (refusal != null) {
      return refusal;
    }
    return send("https".equals(request.uri().getScheme()) ? secure() : plain, request);
  }

  /** A client that trusts whom Croft trusts now. */
  private HttpClient secure() {
    SSLContext context = trust.get();
    if (context == null) {
      return plain;
    }
    Trusting known = trusting;
    if (known == null || !known.context().equals(context)) {
      known = new Trusting(context, builder().sslContext(context).build());
      trusting = known;
    }
    return known.client();
  }

  private static Outcome send(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      // An answer may be endless: nobody reads it.
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return outcome(answer.statusCode());
    } catch (IOException e) {
      return Outcome.later(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Outcome.arrived();
    }
    String reason = "The endpoint answered " + status;
    return status >= 500 || status == TOO_MANY_REQUESTS
        ? Outcome.later(reason)
        : Outcome.never(reason);
  }
}
