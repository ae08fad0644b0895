package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import croft.wire.tls.LocalCertificates;
import java.nio.file.Files;

/**
 * Croft's own paths, which no AWS API has; all others are the gateway's.
 *
 * @param admin answers Croft's other paths, to the home's owner only
 * @param certificates whose authority anyone may ask for, to trust it
 * @param metrics for who asks from this machine, and with the token from elsewhere
 */
record FrontDoor(
    HttpHandler api, HttpHandler admin, LocalCertificates certificates, OwnMetrics metrics)
    implements HttpHandler {
  private static final String OWN = "/_croft/";

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!request.target().startsWith(OWN)) {
      return api.handle(request);
    }
    return switch (request.rawPath()) {
      case "/_croft/health" -> json(200, "{\"status\":\"running\"}");
      case "/_croft/ca" -> authority();
      case "/_croft/metrics" -> isLocal(request) ? metrics.answer() : admin.handle(request);
      default -> admin.handle(request);
    };
  }

  private static boolean isLocal(HttpRequest request) {
    String peer = request.remoteAddress();
    return peer.startsWith("127.") || peer.equals("::1") || peer.equals("0:0:0:0:0:0:0:1");
  }

  /** The authority's certificate, which is made when it is first asked for. */
  private HttpResponse authority() throws Exception {
    certificates.context();
    return HttpResponse.of(
        200,
        Headers.of("Content-Type", "application/x-pem-file"),
        Files.readAllBytes(certificates.authorityFile()));
  }

  private static HttpResponse json(int status, String text) {
    return HttpResponse.of(
        status, Headers.of("Content-Type", "application/json"), text.getBytes(UTF_8));
  }
}
