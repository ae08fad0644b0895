package croft.services.ec2.vpc;

import croft.drivers.network.Difference;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkSpec;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each VPC with instances in it real, and keeps it so: its namespace, its firewall, its
 * public addresses and the services that answer inside it.
 */
public final class VpcNetworks implements KeyedReconciler {
  public static final String NAME = "ec2-networks";

  private static final Logger LOG = LoggerFactory.getLogger(VpcNetworks.class);

  private final Store store;
  private final NetworkDriver driver;
  private final InsideServices inside;
  private final Coalescer settling = new Coalescer();
  private final Map<String, NetworkSpec> ensured = new ConcurrentHashMap<>();
  private final Map<String, NetworkIntent> applied = new ConcurrentHashMap<>();

  /** Starts what answers inside a VPC, such as the metadata service. */
  @FunctionalInterface
  public interface InsideServices {
    /** Called when a VPC's network is there, perhaps again: what answers already is left alone. */
    void serve(String scope, String vpcId);
  }

  public VpcNetworks(Store store, NetworkDriver driver, InsideServices inside) {
    this.store = store;
    this.driver = driver;
    this.inside = inside;
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
    return store.read(tx ->
        tx.listAll(NetworkInterfaces.TABLE).stream()
            .map(nic -> key(nic.scope(), nic.vpcId()))
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String vpcId = key.substring(slash + 1);
    if (attached(scope, vpcId).isEmpty() && !ensured.containsKey(vpcId)) {
      return;
    }
    settle(scope, vpcId);
    repair(scope, vpcId);
  }

  private List<NetworkInterface> attached(String scope, String vpcId) {
    return store.read(tx -> NetworkInterfaces.inVpc(tx, scope, vpcId));
  }

  /**
   * Makes the network's firewall and addresses as the store has them now; returns when they are.
   *
   * @throws croft.drivers.network.NetworkException when the machine cannot
   */
  public void settle(String scope, String vpcId) {
    settling.run(
        vpcId,
        () -> {
          Optional<NetworkIntent> found = store.read(tx -> NetworkIntent.of(tx, scope, vpcId));
          if (found.isPresent()) {
            apply(scope, found.get());
          }
        });
  }

  private void apply(String scope, NetworkIntent intent) {
    String id = intent.network().id();
    if (!intent.network().equals(ensured.get(id))) {
      driver.ensureNetwork(intent.network());
      // Before the network counts as made: what fails here is tried again at the next look.
      inside.serve(scope, id);
      ensured.put(id, intent.network());
    }
    NetworkIntent before = applied.get(id);
    if (before == null || !before.firewall().equals(intent.firewall())) {
      driver.applyFirewall(id, intent.firewall());
    }
    if (before == null || !before.addresses().equals(intent.addresses())) {
      driver.applyAddresses(id, intent.addresses());
    }
    applied.put(id, intent);
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
    applied.remove(vpcId);
    settle(scope, vpcId);
  }
}
