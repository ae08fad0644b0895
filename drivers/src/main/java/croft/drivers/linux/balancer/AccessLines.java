package croft.drivers.linux.balancer;

import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLine.Answer;
import croft.drivers.balancer.AccessLine.Bodies;
import croft.drivers.balancer.AccessLine.Request;
import croft.drivers.balancer.AccessLine.Times;
import croft.drivers.balancer.AccessLine.Tls;
import croft.drivers.balancer.ListenerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is written of each request or connection: fields between tabs, begun with a word nothing
 * else begins with; and how it is read. What clients say is escaped, so that none of it can pass
 * for another field.
 */
final class AccessLines {
  static final String MARK = "croft-access";

  private static final List<String> CONNECTION =
      List.of(
          "%Ts.%ms",
          "%Th", "%Ti", "%ci:%cp", "%fi:%fp", "%si:%sp", "%b", "%Tw", "%Tc", "%Tr", "%U", "%B");

  /** The same without what only requests have. */
  private static final List<String> PLAIN_CONNECTION =
      CONNECTION.stream()
          .map(field -> field.equals("%Ti") ? "0" : field.equals("%Tr") ? "-1" : field)
          .toList();

  private static final List<String> TLS =
      List.of("%sslv", "%sslc", "%[ssl_fc_sni,json]", "%[ssl_fc_is_resumed]");

  /** What is long comes last: a line is cut at its end. */
  private static final List<String> REQUEST =
      List.of(
          "%Ta",
          "%ST",
          "%HM",
          "%HV",
          "%[var(txn.rule)]",
          "%[var(txn.told)]",
          "%[var(txn.lack)]",
          "%[var(txn.in)]",
          "%[var(txn.out)]",
          "%[var(txn.host),json]",
          "%[var(txn.location),json]",
          "%[var(txn.trace),json]",
          "%HU",
          "%[var(txn.agent),json]",
          "end");

  private static final int LISTENER = CONNECTION.size() + 1;
  private static final int TLS_FROM = LISTENER + 2;
  private static final int MORE_FROM = TLS_FROM + TLS.size();
  private static final int CONNECTION_FIELDS = MORE_FROM + 2;
  private static final int REQUEST_FIELDS = MORE_FROM + REQUEST.size();
  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
  private static final Pattern HASHED = Pattern.compile("#([0-9A-Fa-f]{2})");

  private AccessLines() {}

  /** Where lines go: to the file that the process has as its output. */
  static void everywhere(ConfigText text) {
    text.add("log stdout len 65535 format raw local0 info");
    text.add("tune.http.logurilen 8192");
  }

  /** The format, quoted as the configuration wants it. */
  static String format(ListenerSpec listener) {
    String certificate =
        listener.certificates().size() == 1 ? listener.certificates().getFirst().name() : "-";
    return ConfigText.word(
        Stream.of(
                List.of(MARK),
                listener.protocol().http() ? CONNECTION : PLAIN_CONNECTION,
                List.of(listener.id(), certificate),
                listener.protocol().secure() ? TLS : List.of("-", "-", "-", "-"),
                listener.protocol().http() ? REQUEST : List.of("%Tt", "end"))
            .flatMap(List::stream)
            .collect(Collectors.joining("\t")));
  }

  /** Keeps of a request, as it comes, what is told at its end. */
  static void remember(ConfigText text) {
    text.add("http-request set-var(txn.agent) req.fhdr(user-agent)");
    text.add("http-request set-var(txn.in) req.fhdr(content-length)");
    text.add("http-response set-var(txn.told) status");
    text.add("http-after-response set-var(txn.out) res.fhdr(content-length)");
    text.add(
        "http-after-response set-var(txn.location) res.fhdr(location)"
            + " if !{ var(txn.told) -m found }");
  }

  static void rememberTrace(ConfigText text) {
    text.add("http-request set-var(txn.trace) req.fhdr(x-amzn-trace-id)");
  }

  /** Tells the balancer's own answer from one that a rule wants. */
  static void rememberLack(ConfigText text, String when) {
    text.add("http-request set-var(txn.lack) int(1) if " + when);
  }

  /** Reads a line; empty for one that is not whole. */
  static Optional<AccessLine> parse(String line) {
    // Where the disk was full, another line begins within a line.
    int begin = line.lastIndexOf(MARK + "\t");
    String[] fields = begin < 0 ? new String[0] : line.substring(begin).split("\t", -1);
    boolean request = fields.length == REQUEST_FIELDS;
    if ((!request && fields.length != CONNECTION_FIELDS)
        || !fields[fields.length - 1].equals("end")) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(fields, request));
    } catch (IllegalArgumentException spoiled) {
      return Optional.empty();
    }
  }

  private static AccessLine parse(String[] fields, boolean request) {
    int handshake = number(fields[2]);
    int idle = number(fields[3]);
    String[] at = fields[1].split("\\.", -1);
    Instant accepted =
        Instant.ofEpochSecond(Long.parseLong(at[0])).plusMillis(Long.parseLong(at[1]));
    return new AccessLine(
        request ? accepted.plusMillis(Math.max(0, handshake) + Math.max(0, idle)) : accepted,
        fields[LISTENER],
        fields[4],
        fields[5],
        fields[6].startsWith("-") ? "" : fields[6],
        pool(fields[7], fields[LISTENER]),
        new Times(
            handshake,
            number(fields[8]),
            number(fields[9]),
            number(fields[10]),
            number(fields[MORE_FROM])),
        Long.parseLong(fields[11]),
        Long.parseLong(fields[12]),
        tls(fields),
        request ? Optional.of(request(fields)) : Optional.empty());
  }

  /** Requests that no pool was chosen for are told with the listener's own name. */
  private static String pool(String backend, String listener) {
    if (backend.equals(listener) || backend.startsWith("<")) {
      return "";
    }
    return ZonePools.whole(backend);
  }

  private static Optional<Tls> tls(String[] fields) {
    // Only listeners without TLS have nothing to say of resumption.
    if (fields[TLS_FROM + 3].equals("-") && fields[TLS_FROM].equals("-")) {
      return Optional.empty();
    }
    return Optional.of(
        new Tls(
            given(fields[TLS_FROM]),
            given(fields[TLS_FROM + 1]),
            unescaped(fields[TLS_FROM + 2]),
            fields[TLS_FROM + 3].equals("1"),
            given(fields[LISTENER + 1])));
  }

  private static Request request(String[] all) {
    List<String> fields = List.of(all).subList(MORE_FROM, all.length);
    return new Request(
        Math.max(0, number(fields.get(1))),
        fields.get(2).startsWith("<") ? "" : given(fields.get(2)),
        hashed(fields.get(12)),
        fields.get(3).startsWith("<") ? "" : given(fields.get(3)),
        unescaped(fields.get(9)),
        unescaped(fields.get(13)),
        unescaped(fields.get(11)),
        new Answer(
            fields.get(4).equals("-") ? -1 : number(fields.get(4)),
            fields.get(5).equals("-") ? 0 : number(fields.get(5)),
            fields.get(6).equals("1"),
            unescaped(fields.get(10))),
        new Bodies(length(fields.get(7)), length(fields.get(8))));
  }

  private static int number(String field) {
    // A plus says that it was not over yet.
    return field.equals("-")
        ? -1
        : Integer.parseInt(field.startsWith("+") ? field.substring(1) : field);
  }

  private static long length(String field) {
    return field.matches("[0-9]{1,18}") ? Long.parseLong(field) : -1;
  }

  private static String given(String field) {
    return field.equals("-") ? "" : field;
  }

  /** What HAProxy's converter {@code json} made of bytes, as letters of ISO 8859-1 again. */
  private static String unescaped(String field) {
    Matcher matcher = ESCAPED.matcher(given(field));
    return matcher.replaceAll(found ->
        Matcher.quoteReplacement(
            found.group(1) != null
                ? String.valueOf((char) Integer.parseInt(found.group(1), 16))
                : switch (found.group(2)) {
                  case "n" -> "\n";
                  case "r" -> "\r";
                  case "t" -> "\t";
                  case "b" -> "\b";
                  case "f" -> "\f";
                  default -> found.group(2);
                }));
  }

  /** What HAProxy writes of letters that a URI has not. */
  private static String hashed(String field) {
    return HASHED
        .matcher(field)
        .replaceAll(found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
