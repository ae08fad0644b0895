package croft.services.ec2.endpoint;

import croft.services.ec2.prefixlist.ServicePrefixList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway endpoint: route tables whose subnets reach a service through it.
 *
 * @param serviceName such as {@code com.amazonaws.us-west-2.s3}
 * @param policy the document that limits what may be called through it; null for everything
 * @param clientToken the caller's idempotency token, or null
 */
public record VpcEndpoint(
    String scope,
    String id,
    String vpcId,
    String serviceName,
    List<String> routeTableIds,
    @Nullable String policy,
    @Nullable String clientToken,
    Instant createdAt) {
  public VpcEndpoint {
    routeTableIds = List.copyOf(routeTableIds);
  }

  /** The blocks that routes to it have as their destination. */
  public ServicePrefixList prefixList() {
    String region = scope.substring(scope.indexOf('/') + 1);
    return GatewayServices.find(region, serviceName).orElseThrow();
  }

  public VpcEndpoint withRouteTables(List<String> tableIds) {
    return new VpcEndpoint(scope, id, vpcId, serviceName, tableIds, policy, clientToken, createdAt);
  }

  public VpcEndpoint withPolicy(@Nullable String document) {
    return new VpcEndpoint(
        scope, id, vpcId, serviceName, routeTableIds, document, clientToken, createdAt);
  }
}
