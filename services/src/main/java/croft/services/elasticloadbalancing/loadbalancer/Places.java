package croft.services.elasticloadbalancing.loadbalancer;

import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Place;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.Placed;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.SubnetFacts;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.Wanted;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Standing classic balancers in subnets, and taking them out again. */
final class Places {
  private final BalancerParts parts;

  Places(BalancerParts parts) {
    this.parts = parts;
  }

  private Surroundings surroundings() {
    return parts.surroundings();
  }

  /** The subnets a request means, by their ids or by zones of the default VPC. */
  List<SubnetFacts> subnets(
      Transaction tx, String scope, List<String> subnets, List<String> zones) {
    if (subnets.isEmpty() == zones.isEmpty()) {
      throw ElbErrors.validation(
          subnets.isEmpty()
              ? "Either AvailabilityZones or SubnetIds must be specified"
              : "Only one of SubnetIds or AvailabilityZones may be specified");
    }
    List<SubnetFacts> found = new ArrayList<>();
    for (String id : subnets) {
      found.add(
          surroundings()
              .subnet(tx, scope, id)
              .orElseThrow(() ->
                  ElbErrors.of("SubnetNotFound", "The subnet ID '" + id + "' does not exist")));
    }
    for (String zone : zones) {
      found.add(
          surroundings()
              .defaultSubnet(tx, scope, zone)
              .orElseThrow(() ->
                  ElbErrors.validation(
                      "There is no default subnet in Availability Zone '" + zone + "'")));
    }
    requireFitting(found);
    return found;
  }

  private static void requireFitting(List<SubnetFacts> subnets) {
    Set<String> vpcs = new TreeSet<>();
    Set<String> zones = new HashSet<>();
    for (SubnetFacts subnet : subnets) {
      vpcs.add(subnet.vpcId());
      if (!zones.add(subnet.zone())) {
        throw ElbErrors.of(
            "InvalidConfigurationRequest", "The requested subnets must be in different zones");
      }
    }
    if (vpcs.size() > 1) {
      throw ElbErrors.of("InvalidConfigurationRequest", "All subnets must be of one VPC: " + vpcs);
    }
  }

  /** Groups of that VPC; its default group when none is asked for. */
  List<String> groups(Transaction tx, String scope, String vpcId, List<String> wanted) {
    for (String group : wanted) {
      if (!surroundings().vpcOfGroup(tx, scope, group).filter(vpcId::equals).isPresent()) {
        throw ElbErrors.of(
            "InvalidSecurityGroup", "One or more of the specified security groups do not exist");
      }
    }
    return wanted.isEmpty()
        ? surroundings().defaultGroup(tx, scope, vpcId).map(List::of).orElse(List.of())
        : wanted;
  }

  /** A place in each of these subnets, those it has already as they are. */
  Place stand(Transaction tx, ClassicBalancer balancer, List<SubnetFacts> subnets) {
    Place place = balancer.place();
    List<Zone> zones = new ArrayList<>(place.zones());
    for (SubnetFacts subnet : subnets) {
      if (!subnet.vpcId().equals(place.vpcId())) {
        throw ElbErrors.of(
            "InvalidConfigurationRequest", "The subnet '" + subnet.id() + "' is of another VPC");
      }
      boolean open = !balancer.internal();
      if (open && !surroundings().hasInternetGateway(tx, balancer.scope(), place.vpcId())) {
        throw ElbErrors.of("InvalidSubnet", "VPC " + place.vpcId() + " has no internet gateway");
      }
      if (zones.stream().anyMatch(zone -> zone.subnetId().equals(subnet.id()))) {
        continue;
      }
      // One subnet for a zone: another one of it takes the place over.
      List<Zone> before =
          zones.stream().filter(zone -> zone.zoneName().equals(subnet.zone())).toList();
      before.forEach(zone -> leave(tx, balancer.scope(), zone));
      zones.removeAll(before);
      Placed placed =
          surroundings()
              .place(
                  tx,
                  balancer.scope(),
                  subnet.id(),
                  new Wanted(
                      "ELB " + balancer.name(), false, place.securityGroups(), null, null, open));
      zones.add(
          new Zone(
              subnet.zone(),
              subnet.id(),
              placed.interfaceId(),
              placed.privateAddress(),
              placed.publicAddress(),
              null));
    }
    return new Place(place.vpcId(), zones, place.securityGroups());
  }

  /** Leaves these subnets; the last one stays. */
  Place leave(Transaction tx, ClassicBalancer balancer, List<Zone> gone) {
    List<Zone> rest = new ArrayList<>(balancer.place().zones());
    rest.removeAll(gone);
    if (rest.isEmpty()) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest",
          "A load balancer must have at least one subnet or Availability Zone");
    }
    gone.forEach(zone -> leave(tx, balancer.scope(), zone));
    return new Place(balancer.place().vpcId(), rest, balancer.place().securityGroups());
  }

  private void leave(Transaction tx, String scope, Zone zone) {
    surroundings()
        .leave(
            tx, scope, new Placed(zone.interfaceId(), zone.privateAddress(), zone.publicAddress()));
    tx.afterCommit(() -> surroundings().detach(List.of(zone.interfaceId())));
  }
}
