package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.ForwardedFor;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.RuleAction;
import croft.drivers.balancer.RuleAction.Share;
import croft.drivers.balancer.RuleSpec;
import croft.drivers.balancer.RuleSpec.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a listener does with requests. The first rule that fits leaves its number in a variable, and
 * every action asks for that number: so it is the order of rules that counts, not that of HAProxy's
 * kinds of lines.
 */
final class ListenerRules {
  private static final String SERVER = "awselb/2.0";

  private final ListenerSpec listener;
  private final BalancerSpec spec;
  private final ConfigText text;
  private final Set<String> empty = new HashSet<>();
  private final Set<String> checked = new HashSet<>();
  private final Map<String, ZonePools> zonal = new HashMap<>();

  ListenerRules(BalancerSpec spec, ListenerSpec listener, ConfigText text) {
    this.spec = spec;
    this.listener = listener;
    this.text = text;
    for (PoolSpec pool : spec.pools()) {
      if (pool.servers().isEmpty()) {
        empty.add(pool.id());
      }
      if (pool.healthCheck().isPresent()) {
        checked.add(pool.id());
      }
      if (ZonePools.keepsToZones(spec, pool)) {
        zonal.put(pool.id(), new ZonePools(spec, pool));
      }
    }
  }

  void write() {
    ZonePools.know(spec, text);
    if (!listener.protocol().http()) {
      if (listener.otherwise() instanceof RuleAction.Forward forward) {
        forward(0, forward, "");
      }
      return;
    }
    headers();
    List<RuleSpec> rules = listener.rules();
    for (int i = 0; i < rules.size(); i++) {
      text.add(
          "http-request set-var(txn.rule) int("
              + rules.get(i).priority()
              + ") if !{ var(txn.rule) -m found }"
              + conditions(rules.get(i).conditions()));
    }
    if (!rules.isEmpty() || spec.settings().accessLog()) {
      text.add("http-request set-var(txn.rule) int(0) if !{ var(txn.rule) -m found }");
    }
    for (int i = 0; i < rules.size(); i++) {
      act(rules.get(i).priority(), rules.get(i).action());
    }
    act(0, listener.otherwise());
  }

  private void headers() {
    if (wantsHost()) {
      text.add("http-request set-var(txn.host) req.hdr(host),field(1,:),lower");
    }
    if (spec.settings().accessLog()) {
      AccessLines.remember(text);
    }
    if (spec.settings().dropInvalidHeaders()) {
      text.add("http-request del-header '[^-A-Za-z0-9]' -m reg");
    }
    String client = spec.settings().clientPort() ? "%[src]:%[src_port]" : "%[src]";
    if (spec.settings().forwardedFor() == ForwardedFor.APPEND) {
      text.add(
          "http-request set-header X-Forwarded-For \"%[req.fhdr(x-forwarded-for)], "
              + client
              + "\" if { req.fhdr(x-forwarded-for) -m found }");
      text.add(
          "http-request set-header X-Forwarded-For "
              + client
              + " if !{ req.fhdr(x-forwarded-for) -m found }");
    }
    if (spec.settings().forwardedFor() == ForwardedFor.REMOVE) {
      text.add("http-request del-header X-Forwarded-For");
    }
    text.add(
        "http-request set-header X-Forwarded-Proto "
            + (listener.protocol().secure() ? "https" : "http"));
    text.add("http-request set-header X-Forwarded-Port " + listener.port());
    // Twenty-four of the digits of a UUID, without the one that tells its version.
    text.add("http-request set-var(txn.uuid) uuid(4) if !{ req.fhdr(x-amzn-trace-id) -m found }");
    text.add(
        "http-request set-header X-Amzn-Trace-Id"
            + " \"Root=1-%{+X}Ts-%[var(txn.uuid),bytes(0,8)]%[var(txn.uuid),bytes(9,4)]"
            + "%[var(txn.uuid),bytes(24,12)]\" if { var(txn.uuid) -m found }");
    if (spec.settings().accessLog()) {
      AccessLines.rememberTrace(text);
    }
  }

  /** Each request costs what it is not asked for, too. */
  private boolean wantsHost() {
    return spec.settings().accessLog()
        || listener.otherwise() instanceof RuleAction.Redirect
        || listener.rules().stream()
            .anyMatch(rule ->
                rule.action() instanceof RuleAction.Redirect
                    || rule.conditions().stream().anyMatch(Condition.Host.class::isInstance));
  }

  private static String conditions(List<Condition> conditions) {
    return conditions.stream().map(c -> " { " + condition(c) + " }").collect(Collectors.joining());
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case Condition.Host host ->
          "var(txn.host) -i -m reg " + ConfigText.words(whole(host.patterns()));
      case Condition.PathPattern path -> "path -m reg " + ConfigText.words(whole(path.patterns()));
      case Condition.Header header ->
          "req.fhdr(" + header.name() + ") -i -m reg " + ConfigText.words(whole(header.patterns()));
      case Condition.Method method -> "method -m str " + ConfigText.words(method.methods());
      case Condition.Source source -> "src -m ip " + String.join(" ", source.blocks());
      case Condition.Query query ->
          "query -i -m reg "
              + ConfigText.words(query.pairs().stream().map(ListenerRules::pair).toList());
    };
  }

  private static List<String> whole(List<String> patterns) {
    return patterns.stream().map(ConfigText::whole).toList();
  }

  private static String pair(RuleSpec.Pair pair) {
    String key = pair.key().isEmpty() ? "[^&=]*" : within(pair.key());
    return "(^|&)" + key + "=" + within(pair.value()) + "(&|$)";
  }

  /** Wildcards that stay within one pair. */
  private static String within(String pattern) {
    return ConfigText.expression(pattern).replace(".*", "[^&]*");
  }

  private void act(int number, RuleAction action) {
    String rule = listener.rules().isEmpty() ? "TRUE" : "{ var(txn.rule) -m int " + number + " }";
    switch (action) {
      case RuleAction.Forward forward -> forward(number, forward, rule);
      case RuleAction.Fixed fixed ->
          text.add(
              "http-request return status "
                  + fixed.status()
                  + (fixed.body().isEmpty()
                      ? ""
                      : " content-type "
                          + ConfigText.word(fixed.contentType())
                          + " string "
                          + body(fixed.body()))
                  + " hdr Server "
                  + SERVER
                  + " if "
                  + rule);
      case RuleAction.Redirect redirect -> redirect(redirect, rule);
    }
  }

  /** Double quotes take line breaks as escapes. */
  private static String body(String text) {
    return "\""
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "\\$")
            .replace("\r", "\\r")
            .replace("\n", "\\n")
        + "\"";
  }

  private void redirect(RuleAction.Redirect redirect, String rule) {
    String target =
        fill(redirect.protocol())
            + "://"
            + fill(redirect.host())
            + ":"
            + fill(redirect.port())
            + fill(redirect.path());
    String line = "http-request redirect code " + redirect.status() + " location ";
    if (!redirect.query().isEmpty()) {
      String needed = redirect.query().equals("#{query}") ? " { query -m found }" : "";
      text.add(line + quoted(target + "?" + fill(redirect.query())) + " if " + rule + needed);
    }
    text.add(line + quoted(target) + " if " + rule);
  }

  private static String quoted(String format) {
    return ConfigText.word(format);
  }

  private String fill(String template) {
    return ConfigText.literal(template)
        .replace("#{protocol}", listener.protocol().secure() ? "https" : "http")
        .replace("#{host}", "%[var(txn.host)]")
        .replace("#{port}", String.valueOf(listener.port()))
        .replace("#{path}", "%[path,regsub(^/,)]")
        .replace("#{query}", "%[query]");
  }

  private void forward(int number, RuleAction.Forward forward, String rule) {
    List<Share> shares = forward.shares().stream().filter(s -> s.weight() > 0).toList();
    boolean http = listener.protocol().http();
    if (shares.size() > 1 && http) {
      int total = shares.stream().mapToInt(Share::weight).sum();
      text.add("http-request set-var(txn.draw) rand(" + total + ") if " + rule);
      sticky(forward, shares, rule);
    }
    int upTo = 0;
    List<String> lines = new ArrayList<>();
    for (Share share : shares) {
      int from = upTo;
      upTo += share.weight();
      String drawn =
          shares.size() > 1 && http
              ? " { var(txn.draw) -m int " + from + ":" + (upTo - 1) + " }"
              : "";
      lines.addAll(use(share.poolId(), (rule + drawn).strip()));
    }
    if (shares.isEmpty() && http) {
      unavailable(rule);
    }
    lines.forEach(text::add);
    if (number == 0 && shares.isEmpty() && !http) {
      text.add("tcp-request connection reject");
    }
  }

  /** A client that has been with a pool draws that one again. */
  private void sticky(RuleAction.Forward forward, List<Share> shares, String rule) {
    if (forward.stickySeconds() == 0) {
      return;
    }
    int from = 0;
    for (Share share : shares) {
      text.add(
          "http-request set-var(txn.draw) int("
              + from
              + ") if "
              + rule
              + " { req.cook(AWSALBTG) -m str "
              + share.poolId()
              + " }");
      int last = from + share.weight() - 1;
      text.add(
          "http-response add-header Set-Cookie \"AWSALBTG="
              + share.poolId()
              + "; Max-Age="
              + forward.stickySeconds()
              + "; Path=/\" if "
              + rule
              + " { var(txn.draw) -m int "
              + from
              + ":"
              + last
              + " }");
      from += share.weight();
    }
  }

  private List<String> use(String poolId, String when) {
    String condition = when.isEmpty() ? "" : " if " + when;
    if (empty.contains(poolId)) {
      if (listener.protocol().http()) {
        unavailable(when);
        return List.of();
      }
      return List.of("tcp-request connection reject");
    }
    ZonePools zones = zonal.get(poolId);
    if (zones != null) {
      return use(zones, when);
    }
    List<String> lines = new ArrayList<>();
    if (checked.contains(poolId)) {
      lines.add(
          "use_backend "
              + Configuration.OPEN
              + poolId
              + " if "
              + when
              + " { nbsrv("
              + poolId
              + ") eq 0 }");
    }
    lines.add("use_backend " + poolId + condition);
    return lines;
  }

  private List<String> use(ZonePools zones, String when) {
    List<String> lines = new ArrayList<>(zones.uses(when));
    for (String nobody : zones.nobody()) {
      if (listener.protocol().http()) {
        unavailable(when + nobody);
      } else {
        lines.add("tcp-request connection reject if" + nobody);
      }
    }
    return lines;
  }

  private void unavailable(String when) {
    if (spec.settings().accessLog()) {
      AccessLines.rememberLack(text, when);
    }
    text.add(
        "http-request return status 503 content-type text/html file 503.html hdr Server "
            + SERVER
            + " if "
            + when);
  }
}
