package croft.services.ec2.endpoint;

import croft.services.ec2.prefixlist.ServicePrefixList;
import java.util.Optional;

/** The services that gateway endpoints lead to: each has a prefix list of its own name. */
public final class GatewayServices {
  private GatewayServices() {}

  /** The prefix list of a service that has gateway endpoints, such as S3's. */
  public static Optional<ServicePrefixList> find(String region, String serviceName) {
    return ServicePrefixList.of(region).stream()
        .filter(list -> list.name().equals(serviceName))
        .findFirst();
  }
}
