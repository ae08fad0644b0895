package croft.services.ec2.networkinterface;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.networkinterface.NetworkInterface.Status;
import croft.services.ec2.vpc.VpcNetworks;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plugs interfaces into instances that are there and pulls them out, and carries out what changed
 * of attached ones: their addresses, their source/destination check. An instance's interfaces at
 * its start are {@link InterfaceParts}'.
 */
public final class InterfaceReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-interfaces";

  private final Store store;
  private final NetworkDriver driver;
  private final VpcNetworks networks;

  public InterfaceReconciler(Store store, NetworkDriver driver, VpcNetworks networks) {
    this.store = store;
    this.driver = driver;
    this.networks = networks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(10);
  }

  /** The key of an interface among the reconciler's keys. */
  public static String key(String scope, String interfaceId) {
    return scope + "/" + interfaceId;
  }

  @Override
  public Set<String> due() {
    List<NetworkInterface> attached =
        store.read(tx ->
            tx.listAll(NetworkInterfaces.TABLE).stream()
                .filter(nic -> nic.instanceId() != null)
                .toList());
    Map<String, InterfaceHandle> present = present(attached);
    return attached.stream()
        .filter(nic -> isMoving(nic) || isChanged(nic, present.get(nic.id())))
        .map(nic -> key(nic.scope(), nic.id()))
        .collect(Collectors.toSet());
  }

  private Map<String, InterfaceHandle> present(List<NetworkInterface> attached) {
    Set<String> networkIds =
        attached.stream().map(NetworkInterface::vpcId).collect(Collectors.toSet());
    return driver.networks().stream()
        .filter(network -> networkIds.contains(network.id()))
        .flatMap(network -> driver.interfaces(network.id()).stream())
        .collect(Collectors.toMap(handle -> handle.spec().id(), Function.identity()));
  }

  private static boolean isMoving(NetworkInterface nic) {
    Attachment attachment = nic.attachment();
    return attachment != null && attachment.status() != Status.ATTACHED;
  }

  private static boolean isChanged(NetworkInterface nic, @Nullable InterfaceHandle handle) {
    return handle != null && InterfaceWires.differs(nic, handle);
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<NetworkInterface> found = store.read(tx -> tx.get(NetworkInterfaces.TABLE, scope, id));
    found.ifPresent(nic -> {
      Attachment attachment = nic.attachment();
      if (attachment != null && nic.instanceId() != null) {
        switch (attachment.status()) {
          case DETACHING -> pull(nic);
          case ATTACHING, ATTACHED -> plug(nic);
        }
      }
    });
  }

  private void pull(NetworkInterface nic) {
    driver.detach(nic.id());
    change(nic, NetworkInterface::detached);
  }

  private void plug(NetworkInterface nic) {
    if (!machineIsThere(nic)) {
      return;
    }
    // The firewall first, so that no packet passes an unfiltered moment.
    networks.settle(nic.scope(), nic.vpcId());
    InterfaceWires.spec(nic).ifPresent(driver::attach);
    change(nic, now -> now.enter(Status.ATTACHED));
  }

  /** Before its first start and after its end an instance has no place to plug anything in. */
  private boolean machineIsThere(NetworkInterface nic) {
    Optional<Instance> instance =
        store.read(tx -> tx.get(Instances.TABLE, nic.scope(), String.valueOf(nic.instanceId())));
    return instance
        .map(Instance::state)
        .filter(state ->
            state == InstanceState.RUNNING
                || state == InstanceState.STOPPING
                || state == InstanceState.STOPPED)
        .isPresent();
  }

  /** Records what was done, unless the attachment has meanwhile become another. */
  private void change(NetworkInterface seen, UnaryOperator<NetworkInterface> change) {
    store.write(tx -> {
      Optional<NetworkInterface> now = tx.get(NetworkInterfaces.TABLE, seen.scope(), seen.id());
      boolean same =
          now.isPresent()
              && Objects.equals(now.get().attachment(), seen.attachment())
              && Objects.equals(now.get().instanceId(), seen.instanceId());
      if (same) {
        NetworkInterface after = change.apply(now.get());
        if (!after.equals(now.get())) {
          tx.put(NetworkInterfaces.TABLE, after);
        }
      }
      return now;
    });
  }
}
