package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ImageDriver;
import croft.services.ec2.image.Images;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the owner of the home may ask beyond AWS's APIs, below {@code /_croft/}. {@code POST
 * /_croft/images?name=NAME&file=PATH} imports a root file system that lies on this host, and
 * answers with the image's id; {@link AccountEndpoints} are below {@code /_croft/accounts}. Answers
 * are plain text; an error has status 400 or above and says why.
 *
 * <p>Each request shows the token of {@code run/admin-token} as {@code Authorization: Bearer}: only
 * the home's owner can read that file.
 *
 * @param token the token
 * @param driver where imported images go
 * @param images the table of images, made true to the driver after an import
 */
record AdminEndpoints(String token, ImageDriver driver, Images images, AccountEndpoints accounts)
    implements HttpHandler {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!isAuthorized(request)) {
      return text(403, "The token of run/admin-token is missing or wrong.");
    }
    Map<String, String> parameters = parameters(request.rawQuery());
    try {
      return request.rawPath().equals("/_croft/images")
          ? images(request.method(), parameters)
          : accounts
              .answer(request, parameters)
              .map(answer -> text(200, answer))
              .orElseGet(() -> text(404, "There is nothing at this path."));
    } catch (ServiceError e) {
      return text(e.status(), e.message());
    }
  }

  private HttpResponse images(String method, Map<String, String> parameters) throws IOException {
    return method.equals("POST")
        ? importImage(parameters)
        : text(405, "Images are imported with POST.");
  }

  private boolean isAuthorized(HttpRequest request) {
    String shown = request.headers().first("Authorization");
    // Compared in constant time, so that answers do not tell how much of a guess was right.
    return shown != null
        && MessageDigest.isEqual(shown.getBytes(UTF_8), ("Bearer " + token).getBytes(UTF_8));
  }

  private HttpResponse importImage(Map<String, String> parameters) throws IOException {
    String name = parameters.getOrDefault("name", "");
    Path file = Path.of(parameters.getOrDefault("file", ""));
    if (!NAME.matcher(name).matches()) {
      return text(
          400, "The name of an image is 1 to 64 letters, digits, dots, dashes and underscores.");
    }
    if (driver.list().stream().anyMatch(image -> image.id().equals(name))) {
      return text(409, "There is an image " + name + " already.");
    }
    if (!file.isAbsolute() || !Files.isRegularFile(file)) {
      return text(400, "There is no file " + file + " on this host.");
    }
    try (InputStream archive = Files.newInputStream(file)) {
      driver.importTar(name, archive);
    } catch (ComputeException e) {
      return text(400, String.valueOf(e.getMessage()));
    }
    images.reconcile();
    return text(200, Images.id(name));
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
