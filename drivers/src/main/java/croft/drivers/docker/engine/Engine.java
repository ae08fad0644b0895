package croft.drivers.docker.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An engine behind its socket. Paths are as the <a
 * href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a> has them, without the
 * version, which is negotiated at the first call: the older of the engine's and 1.43, and not below
 * 1.41 (Docker 20.10, Podman 4). Every refusal is an {@link EngineException}.
 */
public final class Engine {
  private static final int NEWEST_MINOR = 43;
  private static final int OLDEST_MINOR = 41;
  private static final Pattern VERSION = Pattern.compile("1\\.(\\d{1,3})");
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path socket;
  private volatile @Nullable String prefix;

  public Engine(Path socket) {
    this.socket = socket;
  }

  public Path socket() {
    return socket;
  }

  /** What the engine says of itself: {@code GET /version}. */
  public JsonNode version() throws IOException {
    return read("GET /version", USUAL_TIMEOUT);
  }

  public JsonNode get(String path) throws IOException {
    return read("GET " + prefix() + path, USUAL_TIMEOUT);
  }

  public void delete(String path) throws IOException {
    read("DELETE " + prefix() + path, USUAL_TIMEOUT);
  }

  private JsonNode read(String request, Duration limit) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      connection.endAfter(limit);
      try {
        connection.sendHead(request, headers());
        connection.send(new byte[0]);
        return json(accepted(connection.readReply()));
      } catch (IOException e) {
        throw connection.explain(e, request);
      }
    }
  }

  /** Posts a document, or nothing. */
  public JsonNode post(String path, @Nullable JsonNode document) throws IOException {
    return post(path, document, USUAL_TIMEOUT);
  }

  /** As {@link #post(String, JsonNode)}, for what may take longer. */
  public JsonNode post(String path, @Nullable JsonNode document, Duration limit)
      throws IOException {
    String request = "POST " + prefix() + path;
    try (Connection connection = Connection.open(socket)) {
      connection.endAfter(limit);
      try {
        sendDocument(connection, request, document, headers());
        return json(accepted(connection.readReply()));
      } catch (IOException e) {
        throw connection.explain(e, request);
      }
    }
  }

  private static void sendDocument(
      Connection connection,
      String request,
      @Nullable JsonNode document,
      Map<String, String> headers)
      throws IOException {
    byte[] body =
        document == null ? new byte[0] : document.toString().getBytes(StandardCharsets.UTF_8);
    headers.put("Content-Type", "application/json");
    headers.put("Content-Length", Integer.toString(body.length));
    connection.sendHead(request, headers);
    connection.send(body);
  }

  /**
   * Sends a tar archive as it is written; returns the whole reply as text, of which there may be
   * many documents.
   *
   * @param method {@code PUT} or {@code POST}
   */
  public String send(String method, String path, BodyWriter body) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      Map<String, String> headers = headers();
      headers.put("Content-Type", "application/x-tar");
      headers.put("Transfer-Encoding", "chunked");
      connection.sendHead(method + " " + prefix() + path, headers);
      try {
        connection.sendChunked(body);
      } catch (IOException e) {
        // The engine may have refused before it had read all.
        accepted(replyAfter(e, connection));
        throw e;
      }
      InputStream reply = accepted(connection.readReply());
      return new String(reply.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Connection.Reply replyAfter(IOException failure, Connection connection)
      throws IOException {
    try {
      return connection.readReply();
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Reads a reply that is not JSON, such as an archive or a log. */
  public void receive(String path, StreamReader reader) throws IOException {
    try (Connection connection = Connection.open(socket)) {
      connection.sendHead("GET " + prefix() + path, headers());
      connection.send(new byte[0]);
      reader.read(accepted(connection.readReply()));
    }
  }

  /** Posts a document and takes the connection over for the streams that follow. */
  public EngineStream open(String path, JsonNode document) throws IOException {
    Connection connection = Connection.open(socket);
    try {
      Map<String, String> headers = headers();
      headers.put("Connection", "Upgrade");
      headers.put("Upgrade", "tcp");
      sendDocument(connection, "POST " + prefix() + path, document, headers);
      Connection.Reply reply = connection.readReply();
      if (reply.status() != 101) {
        accepted(reply);
      }
      return new EngineStream(connection);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Connection", "close");
    headers.put("User-Agent", "croft");
    return headers;
  }

  private static InputStream accepted(Connection.Reply reply) throws IOException {
    if (reply.status() < 400) {
      return reply.body();
    }
    String text = new String(reply.body().readNBytes(1 << 16), StandardCharsets.UTF_8);
    throw new EngineException(reply.status(), message(text));
  }

  private static String message(String text) {
    try {
      return JSON.readTree(text).path("message").asString(text.strip());
    } catch (JacksonException e) {
      return text.strip();
    }
  }

  private static JsonNode json(InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    try {
      return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw new IOException("The engine's reply is no JSON", e);
    }
  }

  /** The version in the path of every call. */
  private String prefix() throws IOException {
    String known = prefix;
    if (known != null) {
      return known;
    }
    String theirs = version().path("ApiVersion").asString("");
    Matcher matcher = VERSION.matcher(theirs);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < OLDEST_MINOR) {
      throw new IOException(
          "The engine at "
              + socket
              + " speaks API "
              + theirs
              + "; 1."
              + OLDEST_MINOR
              + " is the"
              + " oldest that does: Docker 20.10 or Podman 4");
    }
    String agreed = "/v1." + Math.min(NEWEST_MINOR, Integer.parseInt(matcher.group(1)));
    prefix = agreed;
    return agreed;
  }

  /** An empty document. */
  public static ObjectNode document() {
    return JSON.createObjectNode();
  }

  /** A value for a path's query. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Reads a body. */
  @FunctionalInterface
  public interface StreamReader {
    void read(InputStream body) throws IOException;
  }
}
