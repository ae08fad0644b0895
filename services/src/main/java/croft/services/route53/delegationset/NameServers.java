package croft.services.route53.delegationset;

import croft.base.Ids;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of a zone's name servers. They end in a domain that means the machine itself (RFC
 * 6761), which is where Croft's own listener answers; nobody else has these names.
 */
public final class NameServers {
  /** What every name server's name ends in. */
  public static final String DOMAIN = "dns.localhost";

  private NameServers() {}

  /** Four names that no other set has. */
  public static List<String> fresh(Ids ids) {
    String set = ids.hex(8);
    return IntStream.rangeClosed(1, 4).mapToObj(n -> "ns-" + n + "." + set + "." + DOMAIN).toList();
  }
}
