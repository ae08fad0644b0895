package croft.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code croft image} and {@code croft account} ask the server. */
record Catalogue(RunningCroft croft) {

  /** Imports a tar archive that stands for a distribution; its image id. */
  String importImage(Path archive, String name, String standsFor) {
    return post("images?name=" + name + "&as=" + standsFor + "&file=" + archive).strip();
  }

  /** Removes an image nothing is made of. */
  void removeImage(String name) {
    ask("DELETE", "images?name=" + name);
  }

  String post(String target) {
    return ask("POST", target);
  }

  /** The answer, which must be a good one. */
  private String ask(String method, String target) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String token = Files.readString(croft.home().resolve("run/admin-token")).strip();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(croft.endpoint() + "/_croft/" + target))
              .header("Authorization", "Bearer " + token)
              .method(method, BodyPublishers.noBody())
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new AssertionError(response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
