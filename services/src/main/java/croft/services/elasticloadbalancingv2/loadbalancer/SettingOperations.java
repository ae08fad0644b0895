package croft.services.elasticloadbalancingv2.loadbalancer;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.DescribeAccountLimitsInput;
import croft.api.elasticloadbalancingv2.DescribeAccountLimitsOutput;
import croft.api.elasticloadbalancingv2.DescribeCapacityReservationInput;
import croft.api.elasticloadbalancingv2.DescribeCapacityReservationOutput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancerAttributesInput;
import croft.api.elasticloadbalancingv2.DescribeLoadBalancerAttributesOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.Limit;
import croft.api.elasticloadbalancingv2.LoadBalancerAttribute;
import croft.api.elasticloadbalancingv2.ModifyLoadBalancerAttributesInput;
import croft.api.elasticloadbalancingv2.ModifyLoadBalancerAttributesOutput;
import croft.api.elasticloadbalancingv2.SetIpAddressTypeInput;
import croft.api.elasticloadbalancingv2.SetIpAddressTypeOutput;
import croft.api.elasticloadbalancingv2.SetSecurityGroupsInput;
import croft.api.elasticloadbalancingv2.SetSecurityGroupsOutput;
import croft.api.elasticloadbalancingv2.SetSubnetsInput;
import croft.api.elasticloadbalancingv2.SetSubnetsOutput;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Kind;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes what load balancers are like: attributes, subnets, security groups. */
public final class SettingOperations {
  private static final Map<String, String> LIMITS =
      new TreeMap<>(
          Map.of(
              "application-load-balancers", "50",
              "network-load-balancers", "50",
              "target-groups", "3000",
              "targets-per-application-load-balancer", "1000",
              "listeners-per-application-load-balancer", "50",
              "listeners-per-network-load-balancer", "50",
              "rules-per-application-load-balancer", "100",
              "certificates-per-application-load-balancer", "25"));

  private final BalancerParts parts;
  private final Placement placement;

  public SettingOperations(BalancerParts parts) {
    this.parts = parts;
    this.placement = new Placement(parts.surroundings());
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
            AccessRule.toAll("elasticloadbalancing:DescribeLoadBalancerAttributes"),
            this::describeAttributes),
        bind(
            Elasticloadbalancingv2Model.MODIFY_LOAD_BALANCER_ATTRIBUTES,
            (call, r) -> ElbAccess.to("ModifyLoadBalancerAttributes", r.loadBalancerArn()),
            this::modifyAttributes),
        bind(
                Elasticloadbalancingv2Model.SET_SECURITY_GROUPS,
                (call, r) -> ElbAccess.to("SetSecurityGroups", r.loadBalancerArn()),
                this::setSecurityGroups)
            .honouring("LoadBalancerArn", "SecurityGroups"),
        bind(
                Elasticloadbalancingv2Model.SET_SUBNETS,
                (call, r) -> ElbAccess.to("SetSubnets", r.loadBalancerArn()),
                this::setSubnets)
            .honouring(
                "LoadBalancerArn",
                "Subnets",
                "SubnetMappings.SubnetId",
                "SubnetMappings.AllocationId",
                "SubnetMappings.PrivateIPv4Address"),
        bind(
            Elasticloadbalancingv2Model.SET_IP_ADDRESS_TYPE,
            (call, r) -> ElbAccess.to("SetIpAddressType", r.loadBalancerArn()),
            this::setIpAddressType),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_CAPACITY_RESERVATION,
            AccessRule.toAll("elasticloadbalancing:DescribeCapacityReservation"),
            this::describeCapacityReservation),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_ACCOUNT_LIMITS,
            AccessRule.toAll("elasticloadbalancing:DescribeAccountLimits"),
            this::limits));
  }

  private static List<LoadBalancerAttribute> attributes(LoadBalancer balancer) {
    return LoadBalancerAttributes.defaults(balancer.kind()).keySet().stream()
        .map(key -> LoadBalancerAttribute.builder().key(key).value(balancer.attribute(key)).build())
        .toList();
  }

  private DescribeLoadBalancerAttributesOutput describeAttributes(
      Call call, DescribeLoadBalancerAttributesInput request) {
    LoadBalancer balancer =
        parts.store().read(tx -> LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
    return DescribeLoadBalancerAttributesOutput.builder().attributes(attributes(balancer)).build();
  }

  private ModifyLoadBalancerAttributesOutput modifyAttributes(
      Call call, ModifyLoadBalancerAttributesInput request) {
    LoadBalancer before =
        parts.store().read(tx -> LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
    Map<String, String> changes = new TreeMap<>();
    for (LoadBalancerAttribute attribute : request.attributesOrEmpty()) {
      String key = ElbErrors.given(attribute.key(), "Key");
      String value = attribute.value() == null ? "" : attribute.value();
      LoadBalancerAttributes.check(before.kind(), key, value);
      changes.put(key, value);
    }
    proveLogs(before, before.withAttributes(changes));
    return parts
        .store()
        .write(tx -> {
          LoadBalancer next =
              LoadBalancer.require(tx, call.scope(), request.loadBalancerArn())
                  .withAttributes(changes);
          tx.put(LoadBalancer.TABLE, next);
          parts.wake(tx, next);
          return ModifyLoadBalancerAttributesOutput.builder().attributes(attributes(next)).build();
        });
  }

  /** Before it is written down that logs go somewhere, they can. */
  private void proveLogs(LoadBalancer before, LoadBalancer next) {
    boolean same = before.logged() && before.logPlace().equals(next.logPlace());
    if (next.logged() && !same) {
      next.logPlace()
          .prove(parts.logBuckets(), next.logWriter(), next.name(), parts.time().instant());
    }
  }

  private SetSecurityGroupsOutput setSecurityGroups(Call call, SetSecurityGroupsInput request) {
    return parts
        .store()
        .write(tx -> {
          LoadBalancer balancer = LoadBalancer.require(tx, call.scope(), request.loadBalancerArn());
          if (balancer.kind() == Kind.NETWORK && balancer.securityGroups().isEmpty()) {
            throw ElbErrors.configuration(
                "You cannot set security groups on a network load balancer that was created"
                    + " without any");
          }
          List<String> groups =
              placement.groups(
                  tx,
                  call.scope(),
                  balancer.vpcId(),
                  balancer.kind(),
                  request.securityGroupsOrEmpty());
          for (Zone zone : balancer.zones()) {
            parts.surroundings().changeGroups(tx, call.scope(), zone.interfaceId(), groups);
          }
          LoadBalancer next = balancer.withGroups(groups);
          tx.put(LoadBalancer.TABLE, next);
          parts.wake(tx, next);
          return SetSecurityGroupsOutput.builder().securityGroupIds(groups).build();
        });
  }

  private SetSubnetsOutput setSubnets(Call call, SetSubnetsInput request) {
    List<Placement.Choice> choices =
        Placement.choices(request.subnetsOrEmpty(), request.subnetMappingsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          LoadBalancer balancer = LoadBalancer.require(tx, call.scope(), request.loadBalancerArn());
          String vpcId = placement.vpcOf(tx, call.scope(), balancer.kind(), choices);
          if (!vpcId.equals(balancer.vpcId())) {
            throw ElbErrors.configuration("All subnets must belong to VPC " + balancer.vpcId());
          }
          List<Zone> zones = new ArrayList<>();
          for (Placement.Choice choice : choices) {
            Optional<Zone> kept =
                balancer.zones().stream()
                    .filter(zone -> zone.subnetId().equals(choice.subnetId()))
                    .findFirst();
            zones.add(kept.orElseGet(() -> placement.stand(tx, balancer, choice)));
          }
          for (Zone zone : balancer.zones()) {
            if (!zones.contains(zone)) {
              parts.surroundings().leave(tx, call.scope(), placed(zone));
              tx.afterCommit(() -> parts.surroundings().detach(List.of(zone.interfaceId())));
            }
          }
          LoadBalancer next = balancer.withZones(zones);
          tx.put(LoadBalancer.TABLE, next);
          parts.wake(tx, next);
          return SetSubnetsOutput.builder()
              .availabilityZones(LoadBalancerOperations.zones(next))
              .ipAddressType("ipv4")
              .build();
        });
  }

  private static Surroundings.Placed placed(Zone zone) {
    return new Surroundings.Placed(
        zone.interfaceId(),
        zone.privateAddress(),
        zone.allocationId() == null ? zone.publicAddress() : null);
  }

  private SetIpAddressTypeOutput setIpAddressType(Call call, SetIpAddressTypeInput request) {
    parts.store().read(tx -> LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
    if (!"ipv4".equals(request.ipAddressType())) {
      throw ElbErrors.refused("The IP address type " + request.ipAddressType());
    }
    return SetIpAddressTypeOutput.builder().ipAddressType("ipv4").build();
  }

  /** There is never one. */
  private DescribeCapacityReservationOutput describeCapacityReservation(
      Call call, DescribeCapacityReservationInput request) {
    parts.store().read(tx -> LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
    return DescribeCapacityReservationOutput.builder().build();
  }

  private DescribeAccountLimitsOutput limits(Call call, DescribeAccountLimitsInput request) {
    return DescribeAccountLimitsOutput.builder()
        .limits(
            LIMITS.entrySet().stream()
                .map(e -> Limit.builder().name(e.getKey()).max(e.getValue()).build())
                .toList())
        .build();
  }
}
