package croft.services.route53.healthcheck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One look at a target: connects, and asks as the health check's type says.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html">how
 * Route 53 determines whether a health check is healthy</a>: the connection within four seconds
 * (ten for TCP alone), the answer within two more, the searched text in its first 5,120 bytes.
 */
final class Probe {
  private static final int CONNECT_MILLIS = 4000;
  private static final int TCP_CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 2000;
  private static final int SEARCHED_BYTES = 5120;
  private static final int LONGEST_HEAD_BYTES = 64 * 1024;

  private final SSLSocketFactory tls;

  /**
   * Looks at targets.
   *
   * @param tls takes any certificate, for health checks look at none
   */
  Probe(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /** What a look saw. */
  record Sight(boolean healthy, String text) {}

  /** Looks once; never throws for what the target does. */
  Sight look(HealthCheck.Settings settings, InetAddress target) {
    boolean tcp = settings.type().equals("TCP");
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(target, settings.targetPort()),
          tcp ? TCP_CONNECT_MILLIS : CONNECT_MILLIS);
      if (tcp) {
        return new Sight(true, "Success: TCP connection established");
      }
      socket.setSoTimeout(ANSWER_MILLIS);
      try (Socket talking = settings.secure() ? secured(socket, settings) : socket) {
        return ask(talking, settings, target);
      }
    } catch (SocketTimeoutException e) {
      return new Sight(
          false,
          "Failure: Connection timed out. The endpoint or the internet connection is down, or"
              + " requests are being blocked by your firewall.");
    } catch (ConnectException e) {
      return new Sight(false, "Failure: The endpoint refused the connection: " + e.getMessage());
    } catch (SSLException e) {
      return new Sight(false, "Failure: SSL alert handshake_failure: " + e.getMessage());
    } catch (IOException e) {
      return new Sight(false, "Failure: The connection broke: " + e.getMessage());
    }
  }

  private SSLSocket secured(Socket socket, HealthCheck.Settings settings) throws IOException {
    String name = settings.domainName();
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, name, settings.targetPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    boolean tellName = name != null && !Boolean.FALSE.equals(settings.enableSni());
    parameters.setServerNames(tellName ? List.of(new SNIHostName(name)) : List.of());
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static Sight ask(Socket socket, HealthCheck.Settings settings, InetAddress target)
      throws IOException {
    String given = settings.resourcePath();
    String path = given == null || given.isEmpty() ? "/" : given;
    String host = settings.domainName() == null ? target.getHostAddress() : settings.domainName();
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Croft-Route53-Health-Check-Service\r\nAccept: */*\r\nConnection: close\r\n\r\n"
            .formatted(path.startsWith("/") ? path : "/" + path, host);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String head = head(socket.getInputStream());
    String[] status = head.lines().findFirst().orElse("").split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/") || !status[1].matches("\\d{3}")) {
      return new Sight(false, "Failure: The endpoint's answer is not HTTP");
    }
    String said =
        "HTTP Status Code " + status[1] + (status.length == 3 ? ", " + status[2].strip() : "");
    int code = Integer.parseInt(status[1]);
    if (code < 200 || code > 399) {
      return new Sight(false, "Failure: " + said);
    }
    String searched = settings.searchString();
    if (searched == null) {
      return new Sight(true, "Success: " + said);
    }
    String body = body(socket.getInputStream(), head);
    return body.contains(searched)
        ? new Sight(true, "Success: " + said + ", search string found")
        : new Sight(false, "Failure: " + said + ", search string not found");
  }

  /** The answer's lines up to the empty one. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int letter;
    int ends = 0;
    while (ends < 2 && bytes.size() < LONGEST_HEAD_BYTES && (letter = in.read()) >= 0) {
      bytes.write(letter);
      if (letter == '\n') {
        ends++;
      } else if (letter != '\r') {
        ends = 0;
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static String body(InputStream in, String head) throws IOException {
    if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      return text(in.readNBytes(SEARCHED_BYTES));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < SEARCHED_BYTES) {
      String size = line(in).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,7}") || Integer.parseInt(size, 16) == 0) {
        break;
      }
      body.writeBytes(
          in.readNBytes(Math.min(Integer.parseInt(size, 16), SEARCHED_BYTES - body.size())));
      line(in);
    }
    return text(body.toByteArray());
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int letter;
    while (line.length() < 100 && (letter = in.read()) >= 0 && letter != '\n') {
      line.append((char) letter);
    }
    return line.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
