package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * What the owner of the home may ask beyond AWS's APIs, below {@code /_croft/}: {@link
 * ImageEndpoints} and {@link AccountEndpoints}. Answers are plain text; an error has status 400 or
 * above and says why.
 *
 * <p>Each request shows the token of {@code run/admin-token} as {@code Authorization: Bearer}: only
 * the home's owner can read that file.
 *
 * @param token the token
 */
record AdminEndpoints(
    String token, ImageEndpoints images, AccountEndpoints accounts, EventEndpoints events)
    implements HttpHandler {
  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!isAuthorized(request)) {
      return text(403, "The token of run/admin-token is missing or wrong.");
    }
    Map<String, String> parameters = parameters(request.rawQuery());
    try {
      return request.rawPath().equals("/_croft/images")
          ? text(200, images.answer(request.method(), parameters))
          : accounts
              .answer(request, parameters)
              .or(() -> events.answer(request, parameters))
              .map(answer -> text(200, answer))
              .orElseGet(() -> text(404, "There is nothing at this path."));
    } catch (ServiceError e) {
      return text(e.status(), e.message());
    }
  }

  private boolean isAuthorized(HttpRequest request) {
    String shown = request.headers().first("Authorization");
    // Compared in constant time, so that answers do not tell how much of a guess was right.
    return shown != null
        && MessageDigest.isEqual(shown.getBytes(UTF_8), ("Bearer " + token).getBytes(UTF_8));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  private static HttpResponse text(int status, String line) {
    return HttpResponse.of(
        status,
        Headers.of("Content-Type", "text/plain"),
        (line.stripTrailing() + "\n").getBytes(UTF_8));
  }
}
