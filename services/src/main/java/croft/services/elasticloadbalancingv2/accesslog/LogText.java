package croft.services.elasticloadbalancingv2.accesslog;

import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLine.Request;
import croft.drivers.balancer.AccessLine.Times;
import croft.drivers.balancer.AccessLine.Tls;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * AWS's lines. What HAProxy cannot tell is {@code -}.
 *
 * <p>Sources: the pages <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">Access
 * logs for your Application Load Balancer</a>, <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html">…
 * Network Load Balancer</a> and <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html">…
 * Classic Load Balancer</a>.
 */
final class LogText {
  private static final String NONE = "-";
  private static final DateTimeFormatter INSTANT = format("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
  private static final DateTimeFormatter SECOND = format("yyyy-MM-dd'T'HH:mm:ss");

  private final LogPlan plan;

  LogText(LogPlan plan) {
    this.plan = plan;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** A line; empty for what AWS does not log. */
  Optional<String> of(AccessLine line) {
    return switch (plan.form()) {
      case APPLICATION -> line.request().map(request -> application(line, request));
      case NETWORK -> line.tls().map(tls -> network(line, tls));
      case CLASSIC -> Optional.of(classic(line));
    };
  }

  private String application(AccessLine line, Request request) {
    AccessLine.Answer answer = request.answer();
    String server = given(line.server());
    String status = status(answer.serverStatus());
    return String.join(
        " ",
        type(line, request),
        INSTANT.format(line.began().plusMillis(Math.max(0, line.times().all()))),
        plan.resource(),
        line.client(),
        server,
        times(line.times(), !line.server().isEmpty()),
        status(request.status()),
        status,
        Long.toString(line.receivedBytes()),
        Long.toString(line.sentBytes()),
        quoted(request(line, request)),
        quoted(given(escaped(request.agent()))),
        given(line.tls().map(Tls::cipher).orElse("")),
        given(line.tls().map(Tls::version).orElse("")),
        line.pool().isEmpty() ? NONE : plan.name(line.pool()),
        quoted(given(escaped(request.trace()))),
        quoted(given(escaped(line.tls().map(Tls::serverName).orElse("")))),
        quoted(line.tls().map(tls -> certificate(line, tls)).orElse(NONE)),
        Integer.toString(answer.rule()),
        INSTANT.format(line.began()),
        quoted(action(line, answer)),
        quoted(given(escaped(answer.location()))),
        quoted(NONE),
        quoted(server),
        quoted(status),
        quoted(NONE),
        quoted(NONE),
        NONE);
  }

  private static String type(AccessLine line, Request request) {
    boolean secure = line.tls().isPresent();
    if (request.status() == 101) {
      return secure ? "wss" : "ws";
    }
    return request.version().startsWith("HTTP/2") ? "h2" : secure ? "https" : "http";
  }

  private static String action(AccessLine line, AccessLine.Answer answer) {
    if (!line.pool().isEmpty() || answer.lacking()) {
      return "forward";
    }
    if (answer.rule() < 0) {
      return NONE;
    }
    return answer.location().isEmpty() ? "fixed-response" : "redirect";
  }

  private String certificate(AccessLine line, Tls tls) {
    if (tls.resumed()) {
      return "session-reused";
    }
    return tls.certificate().isEmpty()
        ? NONE
        : plan.name(line.listener() + "/" + tls.certificate());
  }

  private String network(AccessLine line, Tls tls) {
    return String.join(
        " ",
        "tls",
        "2.0",
        SECOND.format(line.began().plusMillis(Math.max(0, line.times().all()))),
        plan.resource(),
        line.listener().substring(line.listener().indexOf('-') + 1),
        line.client(),
        line.destination(),
        Integer.toString(line.times().all()),
        tls.version().isEmpty() ? NONE : Integer.toString(line.times().handshake()),
        Long.toString(line.receivedBytes()),
        Long.toString(line.sentBytes()),
        NONE,
        certificate(line, tls).equals("session-reused") ? NONE : certificate(line, tls),
        NONE,
        given(tls.cipher()),
        given(tls.version().toLowerCase(Locale.ROOT).replace(".", "")),
        NONE,
        given(escaped(tls.serverName())),
        NONE,
        NONE,
        NONE,
        SECOND.format(line.began()));
  }

  private String classic(AccessLine line) {
    Optional<Request> request = line.request();
    boolean reached = !line.server().isEmpty();
    String times =
        request.isPresent()
            ? times(line.times(), reached)
            : reached
                ? seconds(line.times().queue() + Math.max(0, line.times().connect())) + " - -"
                : "-1 -1 -1";
    return String.join(
        " ",
        INSTANT.format(line.began()),
        plan.resource(),
        line.client(),
        given(line.server()),
        times,
        request.map(r -> status(r.status())).orElse(NONE),
        request.map(r -> status(r.answer().serverStatus())).orElse(NONE),
        request.map(r -> received(r)).orElse(Long.toString(line.receivedBytes())),
        request.map(r -> sent(r, line)).orElse(Long.toString(line.sentBytes())),
        quoted(request.map(r -> request(line, r)).orElse("- - - ")),
        quoted(request.map(r -> given(escaped(r.agent()))).orElse(NONE)),
        given(line.tls().map(Tls::cipher).orElse("")),
        given(line.tls().map(Tls::version).orElse("")));
  }

  /** A request without a length has no body, but for those in parts, which HAProxy cannot tell. */
  private static String received(Request request) {
    boolean bodiless = request.method().equals("GET") || request.method().equals("HEAD");
    long length = request.bodies().received();
    return length >= 0 ? Long.toString(length) : bodiless ? "0" : NONE;
  }

  private static String sent(Request request, AccessLine line) {
    long length = request.method().equals("HEAD") ? 0 : request.bodies().sent();
    return length >= 0 && length <= line.sentBytes() ? Long.toString(length) : NONE;
  }

  /** To the server, until it answers, and until all is answered. */
  private static String times(Times times, boolean reached) {
    if (!reached || times.connect() < 0) {
      return "-1 -1 -1";
    }
    int before = Math.max(0, times.queue()) + times.connect();
    return times.response() < 0
        ? seconds(before) + " -1 -1"
        : seconds(before)
            + " "
            + seconds(times.response())
            + " "
            + seconds(Math.max(0, times.all() - before - times.response()));
  }

  private static String seconds(int millis) {
    return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
  }

  private static String status(int status) {
    return status == 0 ? NONE : Integer.toString(status);
  }

  private static String request(AccessLine line, Request request) {
    String destination = line.destination();
    int colon = destination.lastIndexOf(':');
    String host = request.host().isEmpty() ? destination.substring(0, colon) : request.host();
    String uri = request.uri();
    if (request.method().isEmpty()) {
      return "- "
          + (line.tls().isPresent() ? "https" : "http")
          + "://"
          + escaped(host)
          + destination.substring(colon)
          + "- -";
    }
    // In its whole form the target names scheme and host itself.
    int scheme = uri.indexOf("://");
    int path = uri.startsWith("/") || scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
    return escaped(request.method())
        + " "
        + (line.tls().isPresent() ? "https" : "http")
        + "://"
        + escaped(host)
        + destination.substring(colon)
        + (path < 0 ? "/" : escaped(uri.substring(path)))
        + " "
        + request.version();
  }

  private static String given(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /** Quotes, backslashes, and what is no visible letter of ASCII, as {@code \xHH}. */
  static String escaped(String text) {
    StringBuilder all = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
        all.append(String.format(Locale.ROOT, "\\x%02X", (int) letter));
      } else {
        all.append(letter);
      }
    }
    return all.toString();
  }
}
