package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;

/** Croft's own paths, which no AWS API has; all others are the gateway's. */
record FrontDoor(HttpHandler api) implements HttpHandler {
  private static final String OWN = "/_croft/";

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!request.target().startsWith(OWN)) {
      return api.handle(request);
    }
    return switch (request.rawPath()) {
      case "/_croft/health" -> json(200, "{\"status\":\"running\"}");
      default -> json(404, "{\"message\":\"There is nothing at this path.\"}");
    };
  }

  private static HttpResponse json(int status, String text) {
    return HttpResponse.of(
        status, Headers.of("Content-Type", "application/json"), text.getBytes(UTF_8));
  }
}
