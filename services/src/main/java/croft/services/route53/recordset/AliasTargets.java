package croft.services.route53.recordset;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What of other services an alias may lead to, such as a load balancer; fed by the services that
 * have such names.
 */
public interface AliasTargets {
  /** None at all. */
  AliasTargets NONE = (hostedZoneId, dnsName) -> Optional.empty();

  /**
   * The addresses of a target now.
   *
   * @param hostedZoneId of the service and region, as AWS documents it
   * @param dnsName absolute, in lower case
   * @return empty when there is no such target; no address when it has none at the moment
   */
  Optional<List<InetAddress>> addresses(String hostedZoneId, String dnsName);
}
