package croft.drivers.balancer;

import java.time.Instant;
import java.util.Optional;

/**
 * One request, or one connection of a listener that understands none.
 *
 * @param began when the request began, or the connection
 * @param listener the id of the listener
 * @param client address and port
 * @param destination the address and port the client came to
 * @param server address and port; empty where none was reached
 * @param pool the id of the pool, or empty where none was chosen
 */
public record AccessLine(
    Instant began,
    String listener,
    String client,
    String destination,
    String server,
    String pool,
    Times times,
    long receivedBytes,
    long sentBytes,
    Optional<Tls> tls,
    Optional<Request> request) {

  /**
   * How long things took, in milliseconds; -1 for what did not come to pass.
   *
   * @param handshake of TLS
   * @param queue in which it waited for a server
   * @param connect to the server
   * @param response until the server's answer began
   * @param all from {@code began} to the end
   */
  public record Times(int handshake, int queue, int connect, int response, int all) {}

  /**
   * Of a connection under TLS.
   *
   * @param version such as {@code TLSv1.2}; empty where the handshake failed
   * @param cipher as OpenSSL names it
   * @param serverName what the client asked for, or empty
   * @param resumed whether an earlier session went on
   * @param certificate the name of the listener's only certificate; empty where it has several
   */
  public record Tls(
      String version, String cipher, String serverName, boolean resumed, String certificate) {}

  /**
   * Of a listener that understands requests. Texts have each byte as a letter of ISO 8859-1.
   *
   * @param status what the client was answered
   * @param method or empty where none was understood
   * @param uri as it came
   * @param version such as {@code HTTP/1.1}
   * @param host without a port, or empty
   * @param trace the header {@code X-Amzn-Trace-Id}
   */
  public record Request(
      int status,
      String method,
      String uri,
      String version,
      String host,
      String agent,
      String trace,
      Answer answer,
      Bodies bodies) {}

  /**
   * Who answered.
   *
   * @param rule the priority of the rule that fitted; 0 for the listener's own action, -1 where it
   *     was not come to
   * @param serverStatus what the server answered; 0 where it did not
   * @param lacking whether the rule led to a pool without servers
   * @param location where the balancer's own answer leads, or empty
   */
  public record Answer(int rule, int serverStatus, boolean lacking, String location) {}

  /** How long bodies are, as their headers say; -1 where they say nothing. */
  public record Bodies(long received, long sent) {}
}
