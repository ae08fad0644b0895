package croft.drivers.blob;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As much of S3 as a store of blobs asks of it, in memory. */
final class LittleS3 implements AutoCloseable {
  private static final String BUCKET = "/store";

  final AtomicInteger failuresToCome = new AtomicInteger();
  final Map<String, Map<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer server;

  LittleS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void put(String key, byte[] bytes) {
    objects.put(key, bytes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (!"signed".equals(exchange.getRequestHeaders().getFirst("X-Signature"))) {
        answer(exchange, 403, "<Error><Code>AccessDenied</Code></Error>");
      } else if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        answer(exchange, 503, "<Error><Code>SlowDown</Code></Error>");
      } else if (path.equals(BUCKET)) {
        answer(exchange, 200, list(query(exchange)));
      } else {
        object(exchange, path.substring(BUCKET.length() + 1), body);
      }
    }
  }

  private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
    Map<String, String> query = query(exchange);
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (query.containsKey("uploadId")) {
          upload(query).put(Integer.valueOf(query.get("partNumber")), body);
          exchange.getResponseHeaders().add("ETag", "\"" + body.length + "\"");
        } else {
          objects.put(key, body);
        }
        answer(exchange, 200, "");
      }
      case "POST" -> post(exchange, key, query, new String(body, StandardCharsets.UTF_8));
      case "DELETE" -> {
        if (query.containsKey("uploadId")) {
          uploads.remove(query.get("uploadId"));
        } else {
          objects.remove(key);
        }
        answer(exchange, 204, "");
      }
      default -> get(exchange, objects.get(key));
    }
  }

  private void post(HttpExchange exchange, String key, Map<String, String> query, String body)
      throws IOException {
    if (query.containsKey("uploads")) {
      String id = "upload" + uploads.size();
      uploads.put(id, new TreeMap<>());
      answer(exchange, 200, "<R><UploadId>" + id + "</UploadId></R>");
      return;
    }
    Map<Integer, byte[]> parts = upload(query);
    uploads.remove(query.get("uploadId"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts.values()) {
      if (!body.contains("&quot;" + part.length + "&quot;")) {
        answer(exchange, 400, "<Error><Code>InvalidPart</Code></Error>");
        return;
      }
      whole.write(part);
    }
    objects.put(key, whole.toByteArray());
    answer(exchange, 200, "<CompleteMultipartUploadResult/>");
  }

  private Map<Integer, byte[]> upload(Map<String, String> query) {
    return Objects.requireNonNull(uploads.get(query.get("uploadId")));
  }

  private static void get(HttpExchange exchange, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    String[] range = exchange.getRequestHeaders().getFirst("Range").substring(6).split("-", 2);
    long first = Long.parseLong(range[0]);
    if (first >= bytes.length) {
      answer(exchange, 416, "<Error><Code>InvalidRange</Code></Error>");
      return;
    }
    int end = (int) Math.min(bytes.length, Math.min(Long.parseLong(range[1]), 1L << 40) + 1);
    send(exchange, 206, Arrays.copyOfRange(bytes, (int) first, end));
  }

  private String list(Map<String, String> query) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    objects.tailMap(query.getOrDefault("start-after", ""), false).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(query.get("prefix")))
        .limit(Integer.parseInt(query.get("max-keys")))
        .forEach(entry ->
            xml.append("<Contents><Key>")
                .append(entry.getKey())
                .append("</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>")
                .append(entry.getValue().length)
                .append("</Size></Contents>"));
    return xml.append("</ListBucketResult>").toString();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return query;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
