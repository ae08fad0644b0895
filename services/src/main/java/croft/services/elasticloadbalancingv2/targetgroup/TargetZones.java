package croft.services.elasticloadbalancingv2.targetgroup;

import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.InstanceFacts;
import croft.store.Transaction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which zones targets are: instances and addresses of the VPC in that of their subnet, addresses
 * from elsewhere in every one.
 *
 * <p>Source: the pages "Register targets" of Application and Network Load Balancers.
 */
public record TargetZones(Surroundings surroundings) {
  /** How the API says every zone. */
  static final String ALL = "all";

  /**
   * A target and where it is.
   *
   * @param zone empty for every zone
   */
  public record Placed(Target target, String zone) {}

  /** A target's zone; empty for every one. */
  String zone(Transaction tx, TargetGroup group, Target target) {
    return group.type().equals("instance")
        ? surroundings
            .instance(tx, group.scope(), target.targetId())
            .map(InstanceFacts::zone)
            .orElse("")
        : surroundings.zoneOf(tx, group.scope(), group.vpcId(), target.targetId()).orElse("");
  }

  /** Whether a balancer stands in a target's zone; it leads to no others. */
  boolean reaches(Transaction tx, LoadBalancer balancer, TargetGroup group, Target target) {
    String zone = zone(tx, group, target);
    return zone.isEmpty() || zones(balancer).contains(zone);
  }

  /** A group's targets that a balancer leads to, and where they are. */
  public List<Placed> reached(Transaction tx, LoadBalancer balancer, TargetGroup group) {
    Set<String> zones = zones(balancer);
    return Target.of(tx, group).stream()
        .map(target -> new Placed(target, zone(tx, group, target)))
        .filter(placed -> placed.zone.isEmpty() || zones.contains(placed.zone))
        .toList();
  }

  private static Set<String> zones(LoadBalancer balancer) {
    return balancer.zones().stream().map(Zone::zoneName).collect(Collectors.toSet());
  }
}
