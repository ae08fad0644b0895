package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.HealthCheck;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What HAProxy is told, as a pure function of a balancer's description.
 *
 * <p>Source: <a href="https://docs.haproxy.org/2.6/configuration.html">HAProxy's configuration
 * manual</a>.
 */
final class Configuration {
  static final String ADMIN_SOCKET = "admin.sock";
  static final String STATE_FILE = "servers.state";

  /** The prefix of the pool that is used when every server of a pool is unwell. */
  static final String OPEN = "open-";

  /** How the line of a server ends that is out of traffic. */
  static final String OFF = " disabled";

  private final BalancerSpec spec;
  private final String directory;
  private final String namespace;
  private final Set<String> left;
  private final ConfigText text = new ConfigText();

  /**
   * A configuration to be.
   *
   * @param namespace the name of the network namespace; empty for the machine's
   * @param left places on the host to leave out, as {@code address:port}
   */
  Configuration(BalancerSpec spec, String directory, String namespace, Set<String> left) {
    this.spec = spec;
    this.directory = directory;
    this.namespace = namespace.isEmpty() ? "" : " namespace " + namespace;
    this.left = left;
  }

  String render() {
    global();
    defaults();
    spec.listeners().forEach(this::listener);
    spec.pools().forEach(this::pools);
    return text.toString();
  }

  private void global() {
    text.section("global");
    text.add("stats socket unix@" + ADMIN_SOCKET + " mode 600 level admin expose-fd listeners");
    text.add("server-state-file " + ConfigText.word(directory + "/" + STATE_FILE));
    text.add("hard-stop-after 1h");
    text.add("tune.ssl.default-dh-param 2048");
    text.add("maxconn " + MAXIMUM_CONNECTIONS);
    if (spec.settings().accessLog()) {
      AccessLines.everywhere(text);
    }
  }

  private static final int MAXIMUM_CONNECTIONS = 8000;

  private void defaults() {
    int idle = spec.settings().idleTimeoutSeconds();
    text.section("defaults");
    text.add("timeout connect 10s");
    text.add("timeout client " + idle + "s");
    text.add("timeout server " + idle + "s");
    text.add("timeout tunnel " + idle + "s");
    text.add("timeout http-request 60s");
    text.add("timeout queue 10s");
    text.add("retries 2");
    text.add("option redispatch 1");
    text.add("load-server-state-from-file global");
  }

  private void listener(ListenerSpec listener) {
    text.section("frontend " + listener.id());
    text.add("mode " + (listener.protocol().http() ? "http" : "tcp"));
    if (listener.protocol().http()) {
      // A process that ends answers once more on a connection before it closes it.
      text.add("option idle-close-on-response");
    }
    for (String address : spec.hostAddresses()) {
      if (!left.contains(address + ":" + listener.port())) {
        text.add("bind " + address + ":" + listener.port() + tls(listener));
      }
    }
    for (BalancerSpec.Node node : spec.nodes()) {
      text.add("bind " + node.address() + ":" + listener.port() + namespace + tls(listener));
    }
    if (spec.settings().accessLog()) {
      text.add("log global");
      text.add("option dontlognull");
      text.add("log-format " + AccessLines.format(listener));
    }
    new ListenerRules(spec, listener, text).write();
  }

  private static String tls(ListenerSpec listener) {
    if (!listener.protocol().secure()) {
      return "";
    }
    ListenerSpec.TlsPolicy policy = listener.tls();
    StringBuilder line =
        new StringBuilder(" ssl crt-list ")
            .append(listener.id())
            .append(".list ssl-min-ver ")
            .append(policy.lowest())
            .append(" ssl-max-ver ")
            .append(policy.highest());
    if (!policy.ciphers().isEmpty()) {
      line.append(" ciphers ").append(String.join(":", policy.ciphers()));
    }
    if (!policy.suites().isEmpty()) {
      line.append(" ciphersuites ").append(String.join(":", policy.suites()));
    }
    if (listener.protocol().http()) {
      line.append(" alpn h2,http/1.1");
    }
    return line.toString();
  }

  private void pools(PoolSpec pool) {
    Optional<HealthCheck> check = pool.healthCheck();
    pool(pool, pool.id(), check, server -> check.map(how -> checked(pool, how)).orElse(""));
    if (ZonePools.keepsToZones(spec, pool)) {
      for (BalancerSpec.Node node : spec.nodes()) {
        // Servers are looked at once, in the pool that has them all.
        pool(
            ZonePools.of(pool, node.zone()),
            ZonePools.id(pool, node.zone()),
            Optional.empty(),
            server -> check.isEmpty() ? "" : " track " + pool.id() + "/" + server.id());
        if (check.isPresent()) {
          open(ZonePools.of(pool, node.zone()), ZonePools.id(pool, node.zone()));
        }
      }
    } else if (check.isPresent()) {
      open(pool, pool.id());
    }
  }

  private void open(PoolSpec pool, String id) {
    pool(pool, OPEN + id, Optional.empty(), server -> "");
  }

  /** Writes a pool; {@code watched} says how it is known whether a server is well. */
  private void pool(
      PoolSpec pool, String id, Optional<HealthCheck> check, Function<ServerSpec, String> watched) {
    text.section("backend " + id);
    text.add("mode " + (pool.protocol().http() ? "http" : "tcp"));
    text.add(
        "balance "
            + switch (pool.algorithm()) {
              case ROUND_ROBIN -> "roundrobin";
              case LEAST_CONNECTIONS -> "leastconn";
              case SOURCE -> "source";
            });
    if (pool.protocol().http()) {
      // A connection that was let go while idle is no answer of the server: it is asked again.
      text.add("retry-on conn-failure empty-response response-timeout");
      text.add("http-request disable-l7-retry unless { method GET HEAD OPTIONS }");
      text.add("errorfile 503 502.http");
      text.add("errorfile 502 502.http");
      text.add("errorfile 504 504.http");
    }
    stickiness(pool);
    check.ifPresent(this::check);
    String suffix =
        (pool.protocol().secure() ? " ssl verify none" : "")
            + (pool.http2() ? " proto h2" : "")
            + (pool.proxyProtocol() == 0
                ? ""
                : pool.proxyProtocol() == 1 ? " send-proxy" : " send-proxy-v2")
            + namespace;
    for (ServerSpec server : pool.servers()) {
      String cookie =
          pool.stickiness() instanceof Stickiness.OwnCookie ? " cookie " + server.id() : "";
      String watch = watched.apply(server);
      String slowly =
          watch.isEmpty() || pool.slowStartSeconds() == 0
              ? ""
              : " slowstart " + pool.slowStartSeconds() + "s";
      // One that follows another is out of traffic when that is.
      boolean out = !server.enabled() && !watch.startsWith(" track ");
      text.add(
          "server "
              + server.id()
              + " "
              + server.address()
              + ":"
              + server.port()
              + cookie
              + suffix
              + slowly
              + watch
              + (out ? OFF : ""));
    }
  }

  private void stickiness(PoolSpec pool) {
    switch (pool.stickiness()) {
      case Stickiness.None none -> {}
      case Stickiness.OwnCookie own ->
          text.add(
              "cookie "
                  + own.name()
                  + " insert indirect nocache"
                  + (own.seconds() > 0
                      ? " maxidle " + own.seconds() + "s maxlife " + own.seconds() + "s"
                      : ""));
      case Stickiness.ApplicationCookie follower -> {
        text.add("http-response set-var(txn.app) res.cook(" + follower.application() + ")");
        text.add(
            "http-response add-header Set-Cookie \""
                + follower.name()
                + "=%s; Path=/; Max-Age="
                + follower.seconds()
                + "\" if { var(txn.app) -m found }");
        for (ServerSpec server : pool.servers()) {
          text.add(
              "use-server "
                  + server.id()
                  + " if { req.cook("
                  + follower.name()
                  + ") -m str "
                  + server.id()
                  + " }");
        }
      }
    }
  }

  private void check(HealthCheck check) {
    if (check.protocol().http()) {
      text.add("option httpchk");
      text.add(
          "http-check send meth GET uri "
              + ConfigText.word(check.path())
              + " ver HTTP/1.1 hdr Host "
              + ConfigText.word(spec.id())
              + " hdr User-Agent ELB-HealthChecker/2.0 hdr Connection close");
      text.add("http-check expect status " + check.codes());
    }
    text.add("timeout check " + check.timeoutSeconds() + "s");
  }

  private static String checked(PoolSpec pool, HealthCheck how) {
    return " check inter "
        + how.intervalSeconds()
        + "s rise "
        + how.healthyCount()
        + " fall "
        + how.unhealthyCount()
        + (how.port() == 0 ? "" : " port " + how.port())
        + tlsOfCheck(pool.protocol(), how.protocol());
  }

  private static String tlsOfCheck(Protocol traffic, Protocol check) {
    if (check.secure()) {
      return " check-ssl verify none";
    }
    return traffic.secure() ? " no-check-ssl" : "";
  }
}
