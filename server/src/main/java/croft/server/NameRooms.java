package croft.server;

import croft.base.Ids;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.name.VpcNames;
import croft.services.ec2.vpc.Vpcs;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerNames;
import croft.services.operation.ServiceRoom;
import croft.services.route53.Route53Service;
import croft.services.route53.answer.Zones;
import croft.services.route53.entity.Route53Parts;
import croft.services.route53.healthcheck.HealthWatch;
import croft.services.route53.healthcheck.Healths;
import croft.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Names, put together: Route 53, the resolvers of VPCs, and the host's listener. */
final class NameRooms implements AutoCloseable {
  private final ServiceRoom room;
  private final HealthWatch watch;
  private final Resolvers resolvers;
  private final DnsDoors doors;
  private @Nullable HostDns host;

  private NameRooms(ServiceRoom room, HealthWatch watch, Resolvers resolvers, DnsDoors doors) {
    this.room = room;
    this.watch = watch;
    this.resolvers = resolvers;
    this.doors = doors;
  }

  /** Made of what the server has before its services. */
  static NameRooms of(
      Store store,
      RandomGenerator random,
      NetworkDriver network,
      String account,
      InstantSource time) {
    BalancerNames balancers = new BalancerNames(store, ClassicBalancer::names);
    Zones zones = new Zones(store, balancers::alias, new Healths(store), random);
    Resolvers resolvers = new Resolvers(new VpcNames(store), balancers, zones, account);
    HealthWatch watch = new HealthWatch(store, resolvers, HealthWatch::isPublic, time);
    Route53Parts parts =
        new Route53Parts(
            store,
            new Ids(random),
            (tx, owner, region, vpcId) ->
                tx.get(Vpcs.TABLE, owner + "/" + region, vpcId).isPresent(),
            balancers::alias,
            zones);
    return new NameRooms(
        new Route53Service(parts, watch), watch, resolvers, new DnsDoors(network, resolvers));
  }

  ServiceRoom room() {
    return room;
  }

  HealthWatch watch() {
    return watch;
  }

  DnsDoors doors() {
    return doors;
  }

  /**
   * Answers on the host, if that is asked for.
   *
   * @return the port
   * @throws IOException when the port cannot be had
   */
  Optional<Integer> listen(Optional<Integer> port) throws IOException {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    HostDns open = HostDns.open(resolvers.ofHost(), port.get());
    host = open;
    return Optional.of(open.address().getPort());
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    doors.close();
  }
}
