package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.store.Store;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Set;

/**
 * The zones of a balancer, of whichever kind, that its name does not lead to because nobody there
 * is well. A balancer without a row has none.
 *
 * <p>Source: the page "Health checks for Network Load Balancer target groups", DNS failover.
 */
public record AwayZones(String scope, String balancerId, List<String> zones) {
  public static final Table<AwayZones> TABLE =
      Table.of("elbv2_away_zones", AwayZones.class, AwayZones::scope, AwayZones::balancerId);

  public AwayZones {
    zones = List.copyOf(zones);
  }

  /** Those of a balancer. */
  public static Set<String> of(Transaction tx, String scope, String balancerId) {
    return tx.get(TABLE, scope, balancerId).map(row -> Set.copyOf(row.zones)).orElse(Set.of());
  }

  /** Writes them down where they have changed. */
  public static void note(Store store, String scope, String balancerId, Set<String> zones) {
    if (store.read(tx -> of(tx, scope, balancerId)).equals(zones)) {
      return;
    }
    store.write(tx -> {
      if (zones.isEmpty()) {
        tx.delete(TABLE, scope, balancerId);
      } else {
        tx.put(TABLE, new AwayZones(scope, balancerId, zones.stream().sorted().toList()));
      }
      return true;
    });
  }
}
