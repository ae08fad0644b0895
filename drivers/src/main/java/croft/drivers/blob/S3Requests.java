package croft.drivers.blob;

import croft.drivers.blob.BlobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Signed requests to one bucket of an S3 endpoint; failures that may pass are repeated. */
final class S3Requests implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int ERROR_BYTES = 2000;
  private static final byte[] NOTHING = new byte[0];

  private final String bucketUrl;
  private final RequestSigning signing;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  S3Requests(String bucketUrl, RequestSigning signing) {
    this.bucketUrl = bucketUrl;
    this.signing = signing;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param target what follows the bucket: a path with a slash, or a query
   * @throws BlobException when the answer is none of 2xx, but for a DELETE of nothing
   */
  HttpResponse<String> send(String method, String target, byte[] body) throws BlobException {
    HttpResponse<String> answer =
        exchange(method, target, body, "", BodyHandlers.ofString(StandardCharsets.UTF_8));
    int status = answer.statusCode();
    if (status / 100 == 2 || (status == 404 && method.equals("DELETE"))) {
      return answer;
    }
    throw refused(method, status, answer.body());
  }

  /** Begins to read; the caller closes the body. */
  HttpResponse<InputStream> open(String target, String range) throws BlobException {
    return exchange("GET", target, NOTHING, range, BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> exchange(
      String method, String target, byte[] body, String range, BodyHandler<T> handler)
      throws BlobException {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<T> answer = client.send(request(method, target, body, range), handler);
        if (answer.statusCode() < 500 || answer.statusCode() == 507 || attempt == ATTEMPTS) {
          return answer;
        }
        if (answer.body() instanceof InputStream unread) {
          close(unread);
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new BlobException(
              Reason.UNAVAILABLE, "Cannot reach " + bucketUrl + ": " + e.getMessage(), e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      pause(attempt);
    }
  }

  private HttpRequest request(String method, String target, byte[] body, String range)
      throws IOException {
    URI address = URI.create(bucketUrl + target);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0 && !method.equals("PUT")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body));
    signing.sign(method, address, body).forEach(request::header);
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    return request.build();
  }

  private static void pause(int attempt) throws BlobException {
    try {
      Thread.sleep(Duration.ofMillis(100L << attempt));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BlobException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BlobException(Reason.UNAVAILABLE, "Interrupted", e);
  }

  static BlobException refused(String method, int status, String said) {
    boolean full = status == 507 || said.contains("StorageFull");
    return new BlobException(
        full ? Reason.FULL : Reason.UNAVAILABLE,
        "The endpoint answered "
            + method
            + " with "
            + status
            + ": "
            + said.substring(0, Math.min(said.length(), ERROR_BYTES)));
  }

  static String text(InputStream body) throws BlobException {
    try (body) {
      return new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BlobException(Reason.UNAVAILABLE, "The endpoint broke off", e);
    }
  }

  static void close(InputStream body) throws BlobException {
    try {
      body.close();
    } catch (IOException e) {
      throw new BlobException(Reason.UNAVAILABLE, "The endpoint broke off", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
