package croft.services.ec2.vpc;

import static java.util.Collections.disjoint;

import croft.drivers.network.Difference;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.PeeringSpec;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each VPC with interfaces in it real, and keeps it so: its namespace, its routes, firewall,
 * public addresses and peerings, and the services that answer inside it. Takes down the networks of
 * VPCs that are deleted.
 */
public final class VpcNetworks implements KeyedReconciler {
  public static final String NAME = "ec2-networks";

  /** In place of the scope in keys of networks whose VPC is deleted. */
  private static final String GONE = "gone";

  private static final Logger LOG = LoggerFactory.getLogger(VpcNetworks.class);

  private final Store store;
  private final NetworkDriver driver;
  private final InsideServices inside;
  private final Coalescer settling = new Coalescer();
  private final Map<String, NetworkSpec> ensured = new ConcurrentHashMap<>();
  private final Map<String, NetworkIntent> applied = new ConcurrentHashMap<>();
  private final LongSupplier changes;

  /** The change of the store up to which each network is as it says. */
  private final Map<String, Long> settled = new ConcurrentHashMap<>();

  /** Starts what answers inside a VPC, such as the metadata service. */
  @FunctionalInterface
  public interface InsideServices {
    /** Called when a VPC's network is there, perhaps again: what answers already is left alone. */
    void serve(String scope, String vpcId);

    /** Called before a VPC's network is taken down: nothing need answer there any more. */
    default void end(String vpcId) {}
  }

  public VpcNetworks(Store store, NetworkDriver driver, InsideServices inside) {
    this.store = store;
    this.driver = driver;
    this.inside = inside;
    this.changes = store.changes(NetworkIntent.madeOf());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(15);
  }

  /** The key of a VPC among the reconciler's keys. */
  public static String key(String scope, String vpcId) {
    return scope + "/" + vpcId;
  }

  @Override
  public Set<String> due() {
    Set<String> made = driver.networks().stream().map(NetworkSpec::id).collect(Collectors.toSet());
    return store.read(tx -> {
      Set<String> keys = new HashSet<>();
      tx.listAll(NetworkInterfaces.TABLE).forEach(nic -> keys.add(key(nic.scope(), nic.vpcId())));
      Set<String> known = new HashSet<>();
      for (Vpc vpc : tx.listAll(Vpcs.TABLE)) {
        known.add(vpc.id());
        if (made.contains(vpc.id())) {
          keys.add(key(vpc.scope(), vpc.id()));
        }
      }
      made.stream().filter(id -> !known.contains(id)).forEach(id -> keys.add(key(GONE, id)));
      return keys;
    });
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String vpcId = key.substring(slash + 1);
    if (store.read(tx -> tx.get(Vpcs.TABLE, scope, vpcId)).isEmpty()) {
      remove(vpcId);
    } else if (isMade(vpcId) || isUsed(scope, vpcId)) {
      settled.remove(vpcId);
      settle(scope, vpcId);
      repair(scope, vpcId);
    }
  }

  private boolean isUsed(String scope, String vpcId) {
    return store.read(tx -> !NetworkInterfaces.inVpc(tx, scope, vpcId).isEmpty());
  }

  private boolean isMade(String vpcId) {
    return ensured.containsKey(vpcId)
        || driver.networks().stream().anyMatch(spec -> spec.id().equals(vpcId));
  }

  /** Takes down the network of a VPC that was deleted. */
  private void remove(String vpcId) {
    ensured.remove(vpcId);
    applied.remove(vpcId);
    settled.remove(vpcId);
    if (isMade(vpcId)) {
      inside.end(vpcId);
      driver.removeNetwork(vpcId);
    }
  }

  /**
   * Makes the network, its firewall, its addresses and its peerings as the store has them now;
   * returns when they are. Peered networks are made too, and their firewalls follow: their rules
   * may name groups of this one.
   *
   * @throws croft.drivers.network.NetworkException when the machine cannot
   */
  public void settle(String scope, String vpcId) {
    try {
      settleAlone(scope, vpcId);
    } catch (NetworkException e) {
      if (e.kind() != NetworkException.Kind.CONFLICT || !isMadeWay(scope, vpcId)) {
        throw e;
      }
      settleAlone(scope, vpcId);
    }
    List<Peering> peerings = store.read(tx -> Peerings.activeOf(tx, scope, vpcId));
    for (Peering peering : peerings) {
      Peering.Side peer = peering.other(vpcId);
      settleAlone(peer.scope(), peer.vpcId());
    }
    wire(vpcId, peerings.stream().map(Peering::spec).collect(Collectors.toSet()));
  }

  /** Lets public addresses that moved here go where they led before; whether there were any. */
  private boolean isMadeWay(String scope, String vpcId) {
    Set<Ipv4Address> wanted = store.read(tx -> Addresses.byPublic(tx, scope, vpcId)).keySet();
    List<String> holders =
        applied.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(vpcId))
            .filter(entry -> !disjoint(entry.getValue().addresses().keySet(), wanted))
            .map(Map.Entry::getKey)
            .toList();
    holders.forEach(holder -> settling.run(holder, () -> letGo(scope, holder)));
    return !holders.isEmpty();
  }

  /** Takes away what leads elsewhere by now, and adds nothing: that may be held elsewhere too. */
  private void letGo(String scope, String vpcId) {
    NetworkIntent before = applied.get(vpcId);
    if (before != null) {
      Map<Ipv4Address, Ipv4Address> kept = new HashMap<>(before.addresses());
      kept.entrySet().retainAll(store.read(tx -> Addresses.byPublic(tx, scope, vpcId)).entrySet());
      settled.remove(vpcId);
      driver.applyAddresses(vpcId, kept);
      applied.put(vpcId, new NetworkIntent(before.network(), before.firewall(), kept));
    }
  }

  private void settleAlone(String scope, String vpcId) {
    settling.run(
        vpcId,
        () -> {
          // Before the rows are read: a hundred launches at once change nothing after the first.
          long change = changes.getAsLong();
          if (Long.valueOf(change).equals(settled.get(vpcId))) {
            return;
          }
          Optional<NetworkIntent> found = store.read(tx -> NetworkIntent.of(tx, scope, vpcId));
          if (found.isPresent()) {
            apply(scope, found.get());
            settled.put(vpcId, change);
          }
        });
  }

  private void apply(String scope, NetworkIntent intent) {
    String id = intent.network().id();
    NetworkIntent before = applied.get(id);
    boolean addressesDiffer = before == null || !before.addresses().equals(intent.addresses());
    if (addressesDiffer && intent.addresses().isEmpty() && isMade(id)) {
      // Before the gateway goes that they came in by.
      driver.applyAddresses(id, Map.of());
    }
    if (!intent.network().equals(ensured.get(id))) {
      driver.ensureNetwork(intent.network());
      // Before the network counts as made: what fails here is tried again at the next look.
      inside.serve(scope, id);
      ensured.put(id, intent.network());
    }
    if (before == null || !before.firewall().equals(intent.firewall())) {
      driver.applyFirewall(id, intent.firewall());
    }
    if (addressesDiffer) {
      driver.applyAddresses(id, intent.addresses());
    }
    applied.put(id, intent);
  }

  /** Lays the wires of a network that are missing, and takes up those that are not wanted. */
  private void wire(String vpcId, Set<PeeringSpec> wanted) {
    Set<PeeringSpec> laid =
        driver.peerings().stream().filter(spec -> spec.has(vpcId)).collect(Collectors.toSet());
    laid.stream()
        .filter(spec -> !wanted.contains(spec))
        .forEach(spec -> driver.removePeering(spec.id()));
    wanted.stream().filter(spec -> !laid.contains(spec)).forEach(driver::ensurePeering);
  }

  /** Puts right what other hands changed on the machine. */
  private void repair(String scope, String vpcId) {
    List<Difference> differences = driver.verify(vpcId);
    if (differences.isEmpty()) {
      return;
    }
    differences.forEach(
        d -> LOG.warn("Network {} differs from its intent: {} {}", vpcId, d.subject(), d.what()));
    ensured.computeIfPresent(
        vpcId,
        (id, spec) -> {
          driver.ensureNetwork(spec);
          return spec;
        });
    driver.interfaces(vpcId).forEach(handle -> driver.attach(handle.spec()));
    driver.peerings().stream().filter(spec -> spec.has(vpcId)).forEach(driver::ensurePeering);
    applied.remove(vpcId);
    settled.remove(vpcId);
    settle(scope, vpcId);
  }
}
