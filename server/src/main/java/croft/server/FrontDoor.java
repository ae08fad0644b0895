package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;

/**
 * Croft's own paths, which no AWS API has; all others are the gateway's.
 *
 * @param admin answers Croft's own paths but the health question, to the home's owner only
 */
record FrontDoor(HttpHandler api, HttpHandler admin) implements HttpHandler {
  private static final String OWN = "/_croft/";

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!request.target().startsWith(OWN)) {
      return api.handle(request);
    }
    return switch (request.rawPath()) {
      case "/_croft/health" -> json(200, "{\"status\":\"running\"}");
      default -> admin.handle(request);
    };
  }

  private static HttpResponse json(int status, String text) {
    return HttpResponse.of(
        status, Headers.of("Content-Type", "application/json"), text.getBytes(UTF_8));
  }
}
