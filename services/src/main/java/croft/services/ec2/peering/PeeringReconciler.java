package croft.services.ec2.peering;

import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.VpcNetworks;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lays the wires of accepted peering connections and takes up those of deleted ones; lets requests
 * that nobody answers lapse, and forgets what ended long ago.
 */
public final class PeeringReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-peerings";

  /** How long ended connections are shown: two hours, or two days for those that lapsed. */
  private static final Duration SHOWN = Duration.ofHours(2);

  private static final Duration SHOWN_EXPIRED = Duration.ofDays(2);

  private final Store store;
  private final VpcNetworks networks;
  private final InstantSource time;

  public PeeringReconciler(Store store, VpcNetworks networks, InstantSource time) {
    this.store = store;
    this.networks = networks;
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

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.list(Peerings.TABLE, Peering.SCOPE).stream()
            .filter(this::isDue)
            .map(Peering::id)
            .collect(Collectors.toSet()));
  }

  private boolean isDue(Peering peering) {
    return switch (peering.state()) {
      case PENDING_ACCEPTANCE -> !time.instant().isBefore(peering.expiresAt());
      case PROVISIONING, DELETING -> true;
      case ACTIVE -> false;
      case FAILED, REJECTED, DELETED -> isPast(peering, SHOWN);
      case EXPIRED -> isPast(peering, SHOWN_EXPIRED);
    };
  }

  private boolean isPast(Peering peering, Duration shown) {
    Instant ended = peering.endedAt();
    return ended != null && !time.instant().isBefore(ended.plus(shown));
  }

  @Override
  public void reconcile(String id) {
    Optional<Peering> found = store.read(tx -> tx.get(Peerings.TABLE, Peering.SCOPE, id));
    if (found.isEmpty() || !isDue(found.get())) {
      return;
    }
    Peering peering = found.get();
    switch (peering.state()) {
      case PENDING_ACCEPTANCE ->
          replace(peering, peering.end(Peering.State.EXPIRED, "Expired", time.instant()));
      case PROVISIONING -> {
        settle(peering);
        replace(peering, peering.enter(Peering.State.ACTIVE, "Active"));
        // Routes that lead there were blackholes until now.
        settle(peering);
      }
      case DELETING -> {
        settle(peering);
        replace(peering, peering.end(Peering.State.DELETED, peering.message(), time.instant()));
      }
      case ACTIVE -> {}
      case FAILED, REJECTED, DELETED, EXPIRED -> forget(peering);
    }
  }

  private void settle(Peering peering) {
    networks.settle(peering.requester().scope(), peering.requester().vpcId());
    networks.settle(peering.accepter().scope(), peering.accepter().vpcId());
  }

  /** Replaces the row unless a caller changed it meanwhile. */
  private void replace(Peering seen, Peering next) {
    store.write(tx -> {
      if (tx.get(Peerings.TABLE, Peering.SCOPE, seen.id()).filter(seen::equals).isPresent()) {
        tx.put(Peerings.TABLE, next);
      }
      return true;
    });
  }

  private void forget(Peering peering) {
    store.write(tx -> {
      Tags.clear(tx, peering.requester().scope(), peering.id());
      Tags.clear(tx, peering.accepter().scope(), peering.id());
      return tx.delete(Peerings.TABLE, Peering.SCOPE, peering.id());
    });
  }
}
