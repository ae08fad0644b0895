package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.api.elasticloadbalancingv2.SubnetMapping;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.Placed;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.SubnetFacts;
import croft.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where balancers may stand, and standing them there. */
final class Placement {
  private final Surroundings surroundings;

  Placement(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A subnet and what is wanted in it. */
  record Choice(String subnetId, @Nullable String allocationId, @Nullable String privateAddress) {}

  static List<Choice> choices(List<String> subnets, List<SubnetMapping> mappings) {
    if (!subnets.isEmpty() && !mappings.isEmpty()) {
      throw ElbErrors.validation(
          "You must specify either subnets or subnet mappings, but not both");
    }
    if (!subnets.isEmpty()) {
      return subnets.stream().map(id -> new Choice(id, null, null)).toList();
    }
    if (mappings.isEmpty()) {
      throw ElbErrors.validation("You must specify subnets or subnet mappings");
    }
    return mappings.stream()
        .map(m ->
            new Choice(
                ElbErrors.given(m.subnetId(), "SubnetId"),
                m.allocationId(),
                m.privateIPv4Address()))
        .toList();
  }

  String vpcOf(Transaction tx, String scope, Kind kind, List<Choice> choices) {
    Set<String> vpcs = new TreeSet<>();
    Set<String> zones = new HashSet<>();
    for (Choice choice : choices) {
      SubnetFacts subnet =
          surroundings
              .subnet(tx, scope, choice.subnetId())
              .orElseThrow(() ->
                  ElbErrors.of(
                      "SubnetNotFound",
                      "The subnet ID '" + choice.subnetId() + "' does not exist"));
      vpcs.add(subnet.vpcId());
      if (!zones.add(subnet.zone())) {
        throw ElbErrors.configuration(
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
      }
      if (kind == Kind.APPLICATION && choice.allocationId() != null) {
        throw ElbErrors.configuration(
            "Elastic IP addresses are not supported for application load balancers");
      }
    }
    if (vpcs.size() > 1) {
      throw ElbErrors.configuration("All subnets must belong to the same VPC: '" + vpcs + "'");
    }
    if (kind == Kind.APPLICATION && zones.size() < 2) {
      throw ElbErrors.validation(
          "At least two subnets in two different Availability Zones must be specified");
    }
    return vpcs.iterator().next();
  }

  List<String> groups(Transaction tx, String scope, String vpcId, Kind kind, List<String> wanted) {
    for (String group : wanted) {
      Optional<String> vpc = surroundings.vpcOfGroup(tx, scope, group);
      if (vpc.isEmpty()) {
        throw ElbErrors.of(
            "InvalidSecurityGroup", "The security group '" + group + "' does not exist");
      }
      if (!vpc.get().equals(vpcId)) {
        throw ElbErrors.configuration(
            "One or more security groups are invalid: '"
                + group
                + "' is not in VPC '"
                + vpcId
                + "'");
      }
    }
    if (wanted.isEmpty() && kind == Kind.APPLICATION) {
      return surroundings.defaultGroup(tx, scope, vpcId).map(List::of).orElse(List.of());
    }
    return wanted;
  }

  Zone stand(Transaction tx, LoadBalancer balancer, Choice choice) {
    boolean open = balancer.scheme().equals("internet-facing");
    if (open && !surroundings.hasInternetGateway(tx, balancer.scope(), balancer.vpcId())) {
      throw ElbErrors.of("InvalidSubnet", "VPC " + balancer.vpcId() + " has no internet gateway");
    }
    SubnetFacts subnet = surroundings.subnet(tx, balancer.scope(), choice.subnetId()).orElseThrow();
    Placed placed =
        surroundings.place(
            tx,
            balancer.scope(),
            choice.subnetId(),
            new Surroundings.Wanted(
                "ELB " + balancer.path(),
                balancer.kind() == Kind.NETWORK,
                balancer.securityGroups(),
                choice.privateAddress(),
                choice.allocationId(),
                open));
    return new Zone(
        subnet.zone(),
        subnet.id(),
        placed.interfaceId(),
        placed.privateAddress(),
        placed.publicAddress(),
        choice.allocationId());
  }
}
