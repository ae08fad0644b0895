package croft.drivers.linux.balancer;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.Node;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import java.util.ArrayList;
import java.util.List;

/**
 * The pools of a balancer whose nodes keep to their own zone, one for each zone, and which of them
 * a connection gets. One that came to a node gets that node's pool; one that came by the host is
 * first sent to a node, as names do it: to any that has a server that is well.
 */
final class ZonePools {
  /** Stands between zone and pool; neither has it in its name. */
  private static final char BETWEEN = '.';

  private static final String DRAWN = " { var(sess.drawn) -m found }";

  private final BalancerSpec spec;
  private final PoolSpec pool;

  ZonePools(BalancerSpec spec, PoolSpec pool) {
    this.spec = spec;
    this.pool = pool;
  }

  static boolean keepsToZones(BalancerSpec spec, PoolSpec pool) {
    return !pool.crossZone() && !spec.nodes().isEmpty();
  }

  static String id(PoolSpec pool, String zone) {
    return zone + BETWEEN + pool.id();
  }

  /**
   * The pool that a backend of HAProxy's is of: those of zones, and those for when no server is
   * well, are one with it outside.
   */
  static String whole(String backend) {
    String id = backend.replaceFirst("^" + Configuration.OPEN, "");
    return id.substring(id.indexOf(BETWEEN) + 1);
  }

  /** What of a pool is in a zone. */
  static PoolSpec of(PoolSpec pool, String zone) {
    return new PoolSpec(
        pool.id(),
        pool.protocol(),
        pool.http2(),
        pool.algorithm(),
        pool.stickiness(),
        pool.crossZone(),
        pool.slowStartSeconds(),
        pool.proxyProtocol(),
        pool.healthCheck(),
        pool.servers().stream().filter(server -> server.isIn(zone)).toList());
  }

  /** Has every connection know its node, by number. */
  static void know(BalancerSpec spec, ConfigText text) {
    List<PoolSpec> zonal = spec.pools().stream().filter(p -> keepsToZones(spec, p)).toList();
    if (zonal.isEmpty()) {
      return;
    }
    int count = spec.nodes().size();
    for (int i = 0; i < count; i++) {
      text.add(
          "tcp-request connection set-var(sess.zone) int("
              + i
              + ") if { dst "
              + spec.nodes().get(i).address()
              + " }");
    }
    boolean bySource = zonal.stream().anyMatch(p -> p.algorithm() == PoolSpec.Algorithm.SOURCE);
    text.add("tcp-request connection set-var(sess.drawn) int(1) if !{ var(sess.zone) -m found }");
    text.add(
        "tcp-request connection set-var(sess.zone) "
            + (bySource ? "src,djb2(1),mod(" + count + ")" : "rand(" + count + ")")
            + " if"
            + DRAWN);
  }

  /** Lines that choose a backend; what fits none of them has nobody to go to. */
  List<String> uses(String when) {
    List<String> lines = new ArrayList<>();
    cookies(when, lines);
    int count = spec.nodes().size();
    for (int i = 0; i < count; i++) {
      use(when, i, i, "", lines);
      for (int step = 1; step < count; step++) {
        use(when, i, (i + step) % count, DRAWN, lines);
      }
    }
    if (pool.healthCheck().isPresent()) {
      for (int i = 0; i < count; i++) {
        useOpen(when, i, i, "", lines);
        for (int step = 1; step < count; step++) {
          useOpen(when, i, (i + step) % count, DRAWN, lines);
        }
      }
    }
    return lines;
  }

  /** What connections have nobody in their zone, as conditions of which one holds. */
  List<String> nobody() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < spec.nodes().size(); i++) {
      if (servers(i).isEmpty()) {
        conditions.add(at(i) + " !" + DRAWN.strip());
      }
    }
    return conditions;
  }

  private List<ServerSpec> servers(int node) {
    Node place = spec.nodes().get(node);
    return pool.servers().stream().filter(server -> server.isIn(place.zone())).toList();
  }

  private String name(int node) {
    return id(pool, spec.nodes().get(node).zone());
  }

  private static String at(int node) {
    return " { var(sess.zone) -m int " + node + " }";
  }

  private void use(String when, int at, int node, String more, List<String> lines) {
    if (!servers(node).isEmpty()) {
      lines.add("use_backend " + name(node) + " if " + when + at(at) + more + wellAt(node));
    }
  }

  private String wellAt(int node) {
    return pool.healthCheck().isPresent() ? " { nbsrv(" + name(node) + ") gt 0 }" : "";
  }

  private void useOpen(String when, int at, int node, String more, List<String> lines) {
    if (!servers(node).isEmpty()) {
      lines.add("use_backend " + Configuration.OPEN + name(node) + " if " + when + at(at) + more);
    }
  }

  /** Who has a cookie goes to the zone of its server, if he may choose. */
  private void cookies(String when, List<String> lines) {
    String cookie =
        switch (pool.stickiness()) {
          case Stickiness.None none -> "";
          case Stickiness.OwnCookie own -> own.name();
          case Stickiness.ApplicationCookie follower -> follower.name();
        };
    if (cookie.isEmpty()) {
      return;
    }
    for (int i = 0; i < spec.nodes().size(); i++) {
      for (ServerSpec server : servers(i)) {
        // Dates may follow the server's name.
        lines.add(
            "use_backend "
                + name(i)
                + " if "
                + when
                + DRAWN
                + " { req.cook("
                + cookie
                + "),field(1,|) -m str "
                + server.id()
                + " }"
                + wellAt(i));
      }
    }
  }
}
