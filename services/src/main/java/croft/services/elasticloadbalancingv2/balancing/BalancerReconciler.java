package croft.services.elasticloadbalancingv2.balancing;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerException;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerStatus;
import croft.drivers.balancer.ServerReading;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.listener.Listener;
import croft.services.elasticloadbalancingv2.listener.ListenerOperations;
import croft.services.elasticloadbalancingv2.loadbalancer.AwayZones;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.State;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.Placed;
import croft.services.elasticloadbalancingv2.targetgroup.Target;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.services.elasticloadbalancingv2.targetgroup.TargetLife;
import croft.workflow.KeyedReconciler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each load balancer run as its rows say, again should it have died, and writes down what it
 * finds of the targets.
 */
public final class BalancerReconciler implements KeyedReconciler {
  public static final String NAME = "elbv2-balancers";
  private static final Logger LOG = LoggerFactory.getLogger(BalancerReconciler.class);

  /** A process that died is begun again within this. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final String GONE = "-";

  private final BalancerParts parts;
  private final BalancerDriver driver;
  private final BalancerDescription description;

  public BalancerReconciler(BalancerParts parts, BalancerDriver driver) {
    this.parts = parts;
    this.driver = driver;
    this.description = new BalancerDescription(parts);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return LOOK;
  }

  @Override
  public Set<String> due() {
    List<LoadBalancer> all = parts.store().read(tx -> tx.listAll(LoadBalancer.TABLE));
    Set<String> keys = all.stream().map(b -> b.scope() + "/" + b.id()).collect(Collectors.toSet());
    Set<String> known = all.stream().map(LoadBalancer::id).collect(Collectors.toSet());
    driver.balancers().stream()
        .filter(id -> id.startsWith("app-") || id.startsWith("net-"))
        .filter(id -> !known.contains(id))
        .forEach(id -> keys.add(GONE + "/" + id));
    return keys;
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<LoadBalancer> found = parts.store().read(tx -> tx.get(LoadBalancer.TABLE, scope, id));
    if (found.isEmpty()) {
      driver.remove(id);
    } else if (found.get().state() == State.DELETING) {
      remove(found.get());
    } else {
      keep(found.get());
    }
  }

  private void remove(LoadBalancer balancer) {
    driver.remove(balancer.id());
    parts
        .surroundings()
        .detach(balancer.zones().stream().map(Zone::interfaceId).toList().reversed());
    parts
        .store()
        .write(tx -> {
          for (Listener listener : Listener.of(tx, balancer)) {
            ListenerOperations.remove(tx, listener);
          }
          for (Zone zone : balancer.zones()) {
            parts
                .surroundings()
                .leave(
                    tx,
                    balancer.scope(),
                    new Placed(
                        zone.interfaceId(),
                        zone.privateAddress(),
                        zone.allocationId() == null ? zone.publicAddress() : null));
          }
          tx.delete(AwayZones.TABLE, balancer.scope(), balancer.id());
          return tx.delete(LoadBalancer.TABLE, balancer.scope(), balancer.id());
        });
  }

  private void keep(LoadBalancer balancer) {
    forgetDrained(balancer);
    try {
      Optional<Path> namespace =
          parts
              .surroundings()
              .attach(
                  balancer.scope(),
                  balancer.vpcId(),
                  balancer.id(),
                  balancer.zones().stream().map(Zone::interfaceId).toList());
      if (namespace.isEmpty()) {
        return;
      }
      BalancerSpec spec =
          parts
              .store()
              .read(tx ->
                  description.of(
                      tx,
                      tx.get(LoadBalancer.TABLE, balancer.scope(), balancer.id()).orElse(balancer),
                      namespace.get()));
      BalancerStatus status = driver.ensure(spec);
      List<String> unavailable =
          status.unavailable().stream()
              .filter(place -> !place.startsWith(BalancerDescription.SHARED_ADDRESS + ":"))
              .toList();
      enter(
          balancer,
          unavailable.isEmpty() ? State.ACTIVE : State.ACTIVE_IMPAIRED,
          unavailable.isEmpty() ? "" : "Cannot listen at " + String.join(", ", unavailable));
      List<ServerReading> readings = driver.servers(balancer.id());
      observe(balancer, readings);
      ZoneHealth.away(spec, readings)
          .ifPresent(away -> AwayZones.note(parts.store(), balancer.scope(), balancer.id(), away));
    } catch (BalancerException e) {
      enter(balancer, State.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void enter(LoadBalancer balancer, State state, String reason) {
    if (balancer.state() == state && balancer.reason().equals(reason)) {
      return;
    }
    if (!reason.isEmpty()) {
      LOG.warn("Load balancer {} is {}: {}", balancer.name(), state, reason);
    }
    parts
        .store()
        .write(tx -> {
          tx.get(LoadBalancer.TABLE, balancer.scope(), balancer.id())
              .filter(LoadBalancer::standing)
              .ifPresent(now -> tx.put(LoadBalancer.TABLE, now.enter(state, reason)));
          return true;
        });
  }

  private List<TargetGroup> groups(LoadBalancer balancer) {
    return parts
        .store()
        .read(tx ->
            GroupUse.of(tx, balancer).stream()
                .map(arn -> TargetGroup.require(tx, balancer.scope(), arn))
                .toList());
  }

  private void forgetDrained(LoadBalancer balancer) {
    List<TargetGroup> groups = groups(balancer);
    boolean past =
        parts
            .store()
            .read(tx ->
                groups.stream()
                    .flatMap(group -> Target.of(tx, group).stream())
                    .anyMatch(t -> TargetLife.isOver(t, parts.time().instant())));
    if (past) {
      parts
          .store()
          .write(tx -> {
            groups.forEach(group -> TargetLife.forget(tx, group, parts.time().instant()));
            return true;
          });
    }
  }

  /** Writes down how targets are, where that has changed. */
  private void observe(LoadBalancer balancer, List<ServerReading> seen) {
    Map<String, ServerReading> readings = new HashMap<>();
    for (ServerReading reading : seen) {
      readings.put(reading.poolId() + "/" + reading.serverId(), reading);
    }
    for (TargetGroup group : groups(balancer)) {
      String pool = BalancerDescription.pool(group.arn());
      List<Target> changed =
          parts.store().read(tx -> Target.of(tx, group)).stream()
              .filter(target -> !target.draining())
              .filter(target -> readings.containsKey(pool + "/" + target.key()))
              .map(target -> TargetFinding.of(target, readings.get(pool + "/" + target.key())))
              .flatMap(Optional::stream)
              .toList();
      if (!changed.isEmpty()) {
        parts
            .store()
            .write(tx -> {
              changed.forEach(target -> TargetLife.see(tx, target));
              return true;
            });
      }
    }
  }
}
