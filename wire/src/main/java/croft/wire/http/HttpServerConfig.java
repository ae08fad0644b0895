package croft.wire.http;

import java.time.Duration;

/**
 * What an {@link HttpServer} listens on and the limits it keeps.
 *
 * @param bindAddress the address to listen on, loopback unless told otherwise
 * @param port the TCP port; 0 takes any free one
 * @param eventLoopThreads threads that parse and write; handlers run elsewhere
 * @param maxConnections open at once over all listeners; more are answered 503 and closed
 * @param maxRequestLineBytes longer ones are refused with 414
 * @param maxHeaderBytes of all header fields together; more is refused with 431
 * @param maxHeaderCount more fields are refused with 431
 * @param maxBodyBytes larger bodies are refused with 413
 * @param idleTimeout a connection without a request is closed after this time
 * @param headerTimeout a request line and header that take longer are answered 408
 * @param bodyTimeout a body that stalls this long, or trickles, is answered 408
 * @param writeTimeout a client that does not take its response for so long is cut off
 */
public record HttpServerConfig(
    String bindAddress,
    int port,
    int eventLoopThreads,
    int maxConnections,
    int maxRequestLineBytes,
    int maxHeaderBytes,
    int maxHeaderCount,
    long maxBodyBytes,
    Duration idleTimeout,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration writeTimeout) {

  /** Room for S3's largest part (5 GiB) with the framing of {@code aws-chunked}. */
  private static final long LARGEST_BODY_BYTES = 5L * 1024 * 1024 * 1024 + 64L * 1024 * 1024;

  public HttpServerConfig {
    require(port >= 0 && port <= 65_535, "port must be between 0 and 65535");
    require(eventLoopThreads > 0, "eventLoopThreads must be positive");
    require(maxConnections > 0, "maxConnections must be positive");
    require(maxRequestLineBytes >= 256, "maxRequestLineBytes must be at least 256");
    require(maxHeaderBytes >= 256, "maxHeaderBytes must be at least 256");
    require(maxHeaderCount > 0, "maxHeaderCount must be positive");
    require(maxBodyBytes >= 0, "maxBodyBytes must not be negative");
    require(idleTimeout.isPositive(), "idleTimeout must be positive");
    require(headerTimeout.isPositive(), "headerTimeout must be positive");
    require(bodyTimeout.isPositive(), "bodyTimeout must be positive");
    require(writeTimeout.isPositive(), "writeTimeout must be positive");
  }

  /** The usual limits, on loopback. */
  public static HttpServerConfig on(int port) {
    return new HttpServerConfig(
        "127.0.0.1",
        port,
        Math.min(2, Runtime.getRuntime().availableProcessors()),
        8192,
        16 * 1024,
        32 * 1024,
        200,
        LARGEST_BODY_BYTES,
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60));
  }

  public HttpServerConfig withBindAddress(String address) {
    return new HttpServerConfig(
        address,
        port,
        eventLoopThreads,
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaderCount,
        maxBodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout);
  }

  public HttpServerConfig withMaxConnections(int connections) {
    return new HttpServerConfig(
        bindAddress,
        port,
        eventLoopThreads,
        connections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaderCount,
        maxBodyBytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout);
  }

  public HttpServerConfig withMaxBodyBytes(long bytes) {
    return new HttpServerConfig(
        bindAddress,
        port,
        eventLoopThreads,
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaderCount,
        bytes,
        idleTimeout,
        headerTimeout,
        bodyTimeout,
        writeTimeout);
  }

  /** Sets the four timeouts, in the order idle, header, body, write. */
  public HttpServerConfig withTimeouts(
      Duration idle, Duration header, Duration body, Duration write) {
    return new HttpServerConfig(
        bindAddress,
        port,
        eventLoopThreads,
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaderCount,
        maxBodyBytes,
        idle,
        header,
        body,
        write);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
