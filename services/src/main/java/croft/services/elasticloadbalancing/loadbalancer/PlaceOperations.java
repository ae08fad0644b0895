package croft.services.elasticloadbalancing.loadbalancer;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancing.AddAvailabilityZonesInput;
import croft.api.elasticloadbalancing.AddAvailabilityZonesOutput;
import croft.api.elasticloadbalancing.ApplySecurityGroupsToLoadBalancerInput;
import croft.api.elasticloadbalancing.ApplySecurityGroupsToLoadBalancerOutput;
import croft.api.elasticloadbalancing.AttachLoadBalancerToSubnetsInput;
import croft.api.elasticloadbalancing.AttachLoadBalancerToSubnetsOutput;
import croft.api.elasticloadbalancing.DetachLoadBalancerFromSubnetsInput;
import croft.api.elasticloadbalancing.DetachLoadBalancerFromSubnetsOutput;
import croft.api.elasticloadbalancing.ElasticloadbalancingModel;
import croft.api.elasticloadbalancing.RemoveAvailabilityZonesInput;
import croft.api.elasticloadbalancing.RemoveAvailabilityZonesOutput;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Place;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;

/** Changes where classic balancers stand and who may reach them. */
public final class PlaceOperations {
  private final ClassicParts classic;
  private final Places places;

  public PlaceOperations(ClassicParts classic) {
    this.classic = classic;
    this.places = new Places(classic.parts());
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            ElasticloadbalancingModel.ATTACH_LOAD_BALANCER_TO_SUBNETS,
            ClassicParts.to("AttachLoadBalancerToSubnets", r -> r.loadBalancerName()),
            this::attach),
        bind(
            ElasticloadbalancingModel.DETACH_LOAD_BALANCER_FROM_SUBNETS,
            ClassicParts.to("DetachLoadBalancerFromSubnets", r -> r.loadBalancerName()),
            this::detach),
        bind(
            ElasticloadbalancingModel.ENABLE_AVAILABILITY_ZONES_FOR_LOAD_BALANCER,
            ClassicParts.to("EnableAvailabilityZonesForLoadBalancer", r -> r.loadBalancerName()),
            this::enable),
        bind(
            ElasticloadbalancingModel.DISABLE_AVAILABILITY_ZONES_FOR_LOAD_BALANCER,
            ClassicParts.to("DisableAvailabilityZonesForLoadBalancer", r -> r.loadBalancerName()),
            this::disable),
        bind(
            ElasticloadbalancingModel.APPLY_SECURITY_GROUPS_TO_LOAD_BALANCER,
            ClassicParts.to("ApplySecurityGroupsToLoadBalancer", r -> r.loadBalancerName()),
            this::apply));
  }

  private AttachLoadBalancerToSubnetsOutput attach(
      Call call, AttachLoadBalancerToSubnetsInput request) {
    ClassicBalancer next =
        add(call, request.loadBalancerName(), request.subnetsOrEmpty(), List.of());
    return AttachLoadBalancerToSubnetsOutput.builder().subnets(subnets(next)).build();
  }

  private AddAvailabilityZonesOutput enable(Call call, AddAvailabilityZonesInput request) {
    ClassicBalancer next =
        add(call, request.loadBalancerName(), List.of(), request.availabilityZonesOrEmpty());
    return AddAvailabilityZonesOutput.builder().availabilityZones(zones(next)).build();
  }

  private ClassicBalancer add(
      Call call,
      @org.jspecify.annotations.Nullable String name,
      List<String> subnets,
      List<String> zones) {
    return classic.change(
        call,
        name,
        (tx, now) ->
            now.with(places.stand(tx, now, places.subnets(tx, call.scope(), subnets, zones))));
  }

  private DetachLoadBalancerFromSubnetsOutput detach(
      Call call, DetachLoadBalancerFromSubnetsInput request) {
    ClassicBalancer next =
        classic.change(
            call,
            request.loadBalancerName(),
            (tx, now) ->
                now.with(
                    places.leave(
                        tx,
                        now,
                        now.place().zones().stream()
                            .filter(zone -> request.subnetsOrEmpty().contains(zone.subnetId()))
                            .toList())));
    return DetachLoadBalancerFromSubnetsOutput.builder().subnets(subnets(next)).build();
  }

  private RemoveAvailabilityZonesOutput disable(Call call, RemoveAvailabilityZonesInput request) {
    ClassicBalancer next =
        classic.change(
            call,
            request.loadBalancerName(),
            (tx, now) ->
                now.with(
                    places.leave(
                        tx,
                        now,
                        now.place().zones().stream()
                            .filter(zone ->
                                request.availabilityZonesOrEmpty().contains(zone.zoneName()))
                            .toList())));
    return RemoveAvailabilityZonesOutput.builder().availabilityZones(zones(next)).build();
  }

  private ApplySecurityGroupsToLoadBalancerOutput apply(
      Call call, ApplySecurityGroupsToLoadBalancerInput request) {
    ClassicBalancer next =
        classic.change(
            call,
            request.loadBalancerName(),
            (tx, now) -> {
              Place place = now.place();
              List<String> groups =
                  places.groups(tx, call.scope(), place.vpcId(), request.securityGroupsOrEmpty());
              for (Zone zone : place.zones()) {
                classic
                    .parts()
                    .surroundings()
                    .changeGroups(tx, call.scope(), zone.interfaceId(), groups);
              }
              return now.with(new Place(place.vpcId(), place.zones(), groups));
            });
    return ApplySecurityGroupsToLoadBalancerOutput.builder()
        .securityGroups(next.place().securityGroups())
        .build();
  }

  static List<String> subnets(ClassicBalancer balancer) {
    return balancer.place().zones().stream().map(Zone::subnetId).toList();
  }

  static List<String> zones(ClassicBalancer balancer) {
    return balancer.place().zones().stream().map(Zone::zoneName).toList();
  }
}
