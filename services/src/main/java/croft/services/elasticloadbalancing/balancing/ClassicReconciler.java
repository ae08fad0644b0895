package croft.services.elasticloadbalancing.balancing;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.BalancerException;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerStatus;
import croft.drivers.balancer.ServerReading;
import croft.services.elasticloadbalancing.instance.ClassicInstance;
import croft.services.elasticloadbalancing.instance.ClassicInstance.State;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.services.elasticloadbalancingv2.balancing.BalancerDescription;
import croft.services.elasticloadbalancingv2.balancing.ZoneHealth;
import croft.services.elasticloadbalancingv2.loadbalancer.AwayZones;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer.Zone;
import croft.services.elasticloadbalancingv2.loadbalancer.Surroundings.Placed;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each classic balancer run as its rows say, and writes down how instances are found. */
public final class ClassicReconciler implements KeyedReconciler {
  public static final String NAME = "elb-balancers";
  private static final Logger LOG = LoggerFactory.getLogger(ClassicReconciler.class);

  /** A process that died is begun again within this. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final String GONE = "-";

  private final BalancerParts parts;
  private final BalancerDriver driver;
  private final ClassicDescription description;

  /** What was last complained of, so that it is said once; by balancer. */
  private final Map<String, String> complaints = new ConcurrentHashMap<>();

  public ClassicReconciler(BalancerParts parts, BalancerDriver driver) {
    this.parts = parts;
    this.driver = driver;
    this.description = new ClassicDescription(parts);
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
    List<ClassicBalancer> all = parts.store().read(tx -> tx.listAll(ClassicBalancer.TABLE));
    Set<String> keys = all.stream().map(ClassicBalancer::key).collect(Collectors.toSet());
    Set<String> known = all.stream().map(ClassicBalancer::id).collect(Collectors.toSet());
    driver.balancers().stream()
        .filter(id -> id.startsWith(ClassicBalancer.PREFIX) && !known.contains(id))
        .forEach(id -> keys.add(GONE + "/" + id));
    return keys;
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<ClassicBalancer> found =
        parts.store().read(tx -> tx.get(ClassicBalancer.TABLE, scope, id));
    if (found.isEmpty()) {
      driver.remove(id);
    } else if (found.get().deleting()) {
      remove(found.get());
    } else {
      keep(found.get());
    }
  }

  private static List<String> interfaces(ClassicBalancer balancer) {
    return balancer.place().zones().stream().map(Zone::interfaceId).toList();
  }

  private void remove(ClassicBalancer balancer) {
    driver.remove(balancer.id());
    parts.surroundings().detach(interfaces(balancer).reversed());
    parts
        .store()
        .write(tx -> {
          for (Zone zone : balancer.place().zones()) {
            parts
                .surroundings()
                .leave(
                    tx,
                    balancer.scope(),
                    new Placed(zone.interfaceId(), zone.privateAddress(), zone.publicAddress()));
          }
          ClassicInstance.of(tx, balancer)
              .forEach(i -> tx.delete(ClassicInstance.TABLE, i.scope(), i.rowId()));
          tx.delete(AwayZones.TABLE, balancer.scope(), balancer.id());
          return tx.delete(ClassicBalancer.TABLE, balancer.scope(), balancer.id());
        });
    complaints.remove(balancer.id());
  }

  private void keep(ClassicBalancer balancer) {
    forget(balancer);
    Optional<Path> namespace =
        parts
            .surroundings()
            .attach(
                balancer.scope(), balancer.place().vpcId(), balancer.id(), interfaces(balancer));
    if (namespace.isEmpty()) {
      return;
    }
    try {
      BalancerSpec spec =
          parts
              .store()
              .read(tx ->
                  description.of(
                      tx,
                      tx.get(ClassicBalancer.TABLE, balancer.scope(), balancer.id())
                          .orElse(balancer),
                      namespace.get()));
      BalancerStatus status = driver.ensure(spec);
      complain(
          balancer,
          status.unavailable().stream()
              .filter(place -> !place.startsWith(BalancerDescription.SHARED_ADDRESS + ":"))
              .collect(Collectors.joining(", ")));
      List<ServerReading> readings = driver.servers(balancer.id());
      observe(balancer, readings);
      ZoneHealth.away(spec, readings)
          .ifPresent(away -> AwayZones.note(parts.store(), balancer.scope(), balancer.id(), away));
    } catch (BalancerException e) {
      complain(balancer, String.valueOf(e.getMessage()));
    }
  }

  private void complain(ClassicBalancer balancer, String what) {
    String before = complaints.put(balancer.id(), what);
    if (!what.isEmpty() && !what.equals(before)) {
      LOG.warn("Classic load balancer {} is impaired: {}", balancer.name(), what);
    }
  }

  /** Forgets instances that have drained, and those that are terminated. */
  private void forget(ClassicBalancer balancer) {
    Instant now = parts.time().instant();
    List<ClassicInstance> past =
        parts
            .store()
            .read(tx ->
                ClassicInstance.of(tx, balancer).stream()
                    .filter(instance -> instance.over(now) || terminated(tx, instance))
                    .toList());
    if (!past.isEmpty()) {
      parts
          .store()
          .write(tx -> {
            past.forEach(i -> tx.delete(ClassicInstance.TABLE, i.scope(), i.rowId()));
            return true;
          });
    }
  }

  private boolean terminated(Transaction tx, ClassicInstance instance) {
    return parts
        .surroundings()
        .instance(tx, instance.scope(), instance.instanceId())
        .filter(facts -> !facts.state().equals("terminated"))
        .isEmpty();
  }

  private void observe(ClassicBalancer balancer, List<ServerReading> readings) {
    // All listeners' pools look alike, one a moment after the other: what all say counts.
    Map<String, Set<State>> said = new HashMap<>();
    for (ServerReading reading : readings) {
      state(reading)
          .ifPresent(state ->
              said.computeIfAbsent(reading.serverId(), id -> EnumSet.noneOf(State.class))
                  .add(state));
    }
    List<ClassicInstance> changed = new ArrayList<>();
    for (ClassicInstance instance : parts.store().read(tx -> ClassicInstance.of(tx, balancer))) {
      Set<State> all = said.getOrDefault(instance.instanceId(), Set.of());
      // Who was well or unwell stays so while a new look is under way.
      if (all.size() == 1 && !all.contains(State.REGISTERING) && !all.contains(instance.state())) {
        changed.add(instance.seen(all.iterator().next()));
      }
    }
    if (!changed.isEmpty()) {
      parts
          .store()
          .write(tx -> {
            for (ClassicInstance instance : changed) {
              tx.get(ClassicInstance.TABLE, instance.scope(), instance.rowId())
                  .filter(now -> !now.draining())
                  .ifPresent(now -> tx.put(ClassicInstance.TABLE, instance));
            }
            return true;
          });
    }
  }

  private static Optional<State> state(ServerReading reading) {
    return switch (reading.state()) {
      case UP, UNCHECKED -> Optional.of(State.WELL);
      case DISABLED -> Optional.empty();
      case DOWN ->
          switch (reading.lastCheck()) {
            case NONE, PASSED -> Optional.of(State.REGISTERING);
            case REFUSED, TIMEOUT, WRONG_ANSWER -> Optional.of(State.UNWELL);
          };
    };
  }
}
