package croft.services.elasticloadbalancing.loadbalancer;

import croft.api.elasticloadbalancing.AppCookieStickinessPolicy;
import croft.api.elasticloadbalancing.BackendServerDescription;
import croft.api.elasticloadbalancing.HealthCheck;
import croft.api.elasticloadbalancing.Instance;
import croft.api.elasticloadbalancing.LBCookieStickinessPolicy;
import croft.api.elasticloadbalancing.Listener;
import croft.api.elasticloadbalancing.ListenerDescription;
import croft.api.elasticloadbalancing.LoadBalancerDescription;
import croft.api.elasticloadbalancing.Policies;
import croft.api.elasticloadbalancing.SourceSecurityGroup;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Check;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancing.policy.PolicyTypes;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Classic balancers as the API shows them. */
final class ClassicShapes {
  private ClassicShapes() {}

  static LoadBalancerDescription balancer(
      ClassicBalancer balancer,
      List<ClassicInstance> instances,
      Surroundings surroundings,
      Transaction tx) {
    List<String> groups = balancer.place().securityGroups();
    return LoadBalancerDescription.builder()
        .loadBalancerName(balancer.name())
        .dnsName(balancer.dnsName())
        .canonicalHostedZoneName(balancer.internal() ? null : balancer.dnsName())
        .canonicalHostedZoneNameID(balancer.hostedZone())
        .listenerDescriptions(
            balancer.traffic().listeners().stream().map(ClassicShapes::listener).toList())
        .policies(policies(balancer.traffic().policies()))
        .backendServerDescriptions(
            balancer.traffic().backends().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Integer::valueOf)))
                .map(entry ->
                    BackendServerDescription.builder()
                        .instancePort(Integer.valueOf(entry.getKey()))
                        .policyNames(entry.getValue())
                        .build())
                .toList())
        .availabilityZones(PlaceOperations.zones(balancer))
        .subnets(PlaceOperations.subnets(balancer))
        .vpcId(balancer.place().vpcId())
        .instances(
            instances.stream()
                .filter(instance -> !instance.draining())
                .map(instance -> Instance.builder().instanceId(instance.instanceId()).build())
                .toList())
        .healthCheck(check(balancer.traffic().check()))
        .sourceSecurityGroup(
            groups.isEmpty()
                ? null
                : SourceSecurityGroup.builder()
                    .ownerAlias(balancer.scope().substring(0, balancer.scope().indexOf('/')))
                    .groupName(
                        surroundings
                            .groupName(tx, balancer.scope(), groups.getFirst())
                            .orElse(null))
                    .build())
        .securityGroups(groups)
        .createdTime(balancer.createdAt())
        .scheme(balancer.scheme())
        .build();
  }

  private static ListenerDescription listener(Front front) {
    return ListenerDescription.builder()
        .listener(
            Listener.builder()
                .protocol(front.protocol())
                .loadBalancerPort(front.port())
                .instanceProtocol(front.instanceProtocol())
                .instancePort(front.instancePort())
                .sslCertificateId(front.certificate().isEmpty() ? null : front.certificate())
                .build())
        .policyNames(front.policies())
        .build();
  }

  private static Policies policies(List<Policy> all) {
    return Policies.builder()
        .appCookieStickinessPolicies(
            of(all, PolicyTypes.APPLICATION_COOKIE)
                .map(policy ->
                    AppCookieStickinessPolicy.builder()
                        .policyName(policy.name())
                        .cookieName(policy.attributes().get("CookieName"))
                        .build())
                .toList())
        .lbCookieStickinessPolicies(
            of(all, PolicyTypes.OWN_COOKIE)
                .map(policy ->
                    LBCookieStickinessPolicy.builder()
                        .policyName(policy.name())
                        .cookieExpirationPeriod(PolicyTypes.expiration(policy))
                        .build())
                .toList())
        .otherPolicies(
            all.stream()
                .filter(policy ->
                    !policy.type().equals(PolicyTypes.APPLICATION_COOKIE)
                        && !policy.type().equals(PolicyTypes.OWN_COOKIE))
                .map(Policy::name)
                .toList())
        .build();
  }

  private static Stream<Policy> of(List<Policy> all, String type) {
    return all.stream().filter(policy -> policy.type().equals(type));
  }

  static HealthCheck check(Check check) {
    return HealthCheck.builder()
        .target(check.target())
        .interval(check.intervalSeconds())
        .timeout(check.timeoutSeconds())
        .unhealthyThreshold(check.unhealthyCount())
        .healthyThreshold(check.healthyCount())
        .build();
  }
}
