package croft.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Calls the server's administrative endpoints below {@code /_croft/}. They take the token of {@code
 * run/admin-token} as {@code Authorization: Bearer}: whoever can read that file owns the server
 * anyway. They answer in plain text: the result, or with status 400 and above what is wrong.
 */
final class AdminClient {
  private final ServerFacts server;

  AdminClient(ServerFacts server) {
    this.server = server;
  }

  /**
   * Imports a root file system: {@code POST /_croft/images?name=NAME&file=PATH}. The server reads
   * the file itself; it runs on this host.
   *
   * @param standsFor a distribution or a public parameter's name; empty: what its files say
   * @return the id of the image
   */
  String importImage(Path file, String name, String standsFor)
      throws IOException, InterruptedException {
    String as = standsFor.isEmpty() ? "" : "&as=" + encode(standsFor);
    return post("/_croft/images?name=" + encode(name) + "&file=" + encode(file.toString()) + as)
        .strip();
  }

  /** Lines of id, name, what it stands for, bytes and time of making, parted by tabs. */
  String images() throws IOException, InterruptedException {
    return send("GET", "/_croft/images", HttpRequest.BodyPublishers.noBody());
  }

  /** Removes an image of the catalogue and answers with its id. */
  String removeImage(String name) throws IOException, InterruptedException {
    String target = "/_croft/images?name=" + encode(name);
    return send("DELETE", target, HttpRequest.BodyPublishers.noBody()).strip();
  }

  /** Every account: lines of id, name, time of making and number of policies, parted by tabs. */
  String accounts() throws IOException, InterruptedException {
    return send("GET", "/_croft/accounts", HttpRequest.BodyPublishers.noBody());
  }

  /** Makes an account and answers as {@link #accountCredentials}. */
  String createAccount(String name) throws IOException, InterruptedException {
    return post("/_croft/accounts?name=" + encode(name));
  }

  /** Lines {@code key=value}: account, name, aws_access_key_id, aws_secret_access_key. */
  String accountCredentials(String account) throws IOException, InterruptedException {
    return send(
        "GET",
        "/_croft/accounts/credentials?account=" + encode(account),
        HttpRequest.BodyPublishers.noBody());
  }

  /** The service control policies of an account, after adding or removing some. */
  String serviceControlPolicies(String account, String method, HttpRequest.BodyPublisher document)
      throws IOException, InterruptedException {
    return send(
        method, "/_croft/accounts/service-control-policies?account=" + encode(account), document);
  }

  private String post(String target) throws IOException, InterruptedException {
    return send("POST", target, HttpRequest.BodyPublishers.noBody());
  }

  private String send(String method, String target, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + target))
            .header("Authorization", "Bearer " + server.adminToken())
            .method(method, body)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() >= 400) {
        throw new IOException(
            "the server refuses (" + response.statusCode() + "): " + response.body().strip());
      }
      return response.body();
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + server.endpoint(), e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
