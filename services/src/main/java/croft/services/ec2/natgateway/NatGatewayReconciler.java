package croft.services.ec2.natgateway;

import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.VpcNetworks;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings NAT gateways about: gives each its interface and its Elastic IP address, has the network
 * make it real before it is available, and takes it out of the network before it is deleted.
 */
public final class NatGatewayReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-nat-gateways";

  /** How long ended gateways are shown, as EC2 documents it. */
  private static final Duration SHOWN = Duration.ofHours(1);

  private final Store store;
  private final VpcNetworks networks;
  private final NatGatewayPlacement placement;
  private final InstantSource time;

  public NatGatewayReconciler(
      Store store, VpcNetworks networks, NatGatewayPlacement placement, InstantSource time) {
    this.store = store;
    this.networks = networks;
    this.placement = placement;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(15);
  }

  /** The key of a gateway among the reconciler's keys. */
  public static String key(NatGateway gateway) {
    return gateway.scope() + "/" + gateway.id();
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(NatGateways.TABLE).stream()
            .filter(this::isDue)
            .map(NatGatewayReconciler::key)
            .collect(Collectors.toSet()));
  }

  private boolean isDue(NatGateway gateway) {
    return switch (gateway.state()) {
      case PENDING, DELETING -> true;
      case AVAILABLE -> false;
      case FAILED, DELETED -> isPast(gateway);
    };
  }

  private boolean isPast(NatGateway gateway) {
    Instant ended = gateway.endedAt();
    return ended != null && !time.instant().isBefore(ended.plus(SHOWN));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    store
        .read(tx -> tx.get(NatGateways.TABLE, scope, id))
        .ifPresent(gateway -> {
          switch (gateway.state()) {
            case PENDING -> bringAbout(gateway);
            case DELETING -> remove(gateway);
            case AVAILABLE -> {}
            case FAILED, DELETED -> forget(gateway);
          }
        });
  }

  private void bringAbout(NatGateway gateway) {
    if (gateway.place() == null) {
      change(gateway, (tx, g) -> placement.place(tx, g));
    }
    networks.settle(gateway.scope(), gateway.vpcId());
    change(gateway, (tx, g) -> g.place() == null ? g : g.enter(NatGateway.State.AVAILABLE));
  }

  private void remove(NatGateway gateway) {
    networks.settle(gateway.scope(), gateway.vpcId());
    store.write(tx -> {
      placement.letGo(tx, gateway);
      tx.put(NatGateways.TABLE, gateway.deleted(time.instant()));
      return true;
    });
  }

  private void forget(NatGateway gateway) {
    if (isPast(gateway)) {
      store.write(tx -> {
        Tags.clear(tx, gateway.scope(), gateway.id());
        return tx.delete(NatGateways.TABLE, gateway.scope(), gateway.id());
      });
    }
  }

  /** One step of a gateway's life. */
  @FunctionalInterface
  private interface Step {
    NatGateway take(Transaction tx, NatGateway gateway);
  }

  /** Changes a gateway that is still pending: a caller may have deleted it meanwhile. */
  private void change(NatGateway gateway, Step step) {
    store.write(tx -> {
      tx.get(NatGateways.TABLE, gateway.scope(), gateway.id())
          .filter(g -> g.state() == NatGateway.State.PENDING)
          .ifPresent(g -> tx.put(NatGateways.TABLE, step.take(tx, g)));
      return true;
    });
  }
}
