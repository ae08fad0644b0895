package croft.services.ec2.networkinterface;

import croft.api.ec2.GroupIdentifier;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a scope holds beside its interfaces and is shown with them: the names of groups, the public
 * addresses, the instances. Gathered once for a whole answer, and good inside its transaction.
 */
public final class InterfaceView {
  private final Transaction tx;
  private final String scope;
  private final Map<String, String> groupNames;
  private final Map<String, Address> elastic = new HashMap<>();
  private final Map<String, Optional<Instance>> instances = new HashMap<>();

  public InterfaceView(Transaction tx, String scope) {
    this.tx = tx;
    this.scope = scope;
    this.groupNames =
        tx.list(SecurityGroups.TABLE, scope).stream()
            .collect(Collectors.toMap(SecurityGroup::id, SecurityGroup::name));
    for (Address address : tx.list(Addresses.TABLE, scope)) {
      if (address.interfaceId() != null) {
        elastic.put(address.interfaceId() + "/" + address.privateAddress(), address);
      }
    }
  }

  /** How a private address is reached from outside; the ids are null unless it is elastic. */
  record Association(
      String publicAddress,
      @Nullable String allocationId,
      @Nullable String associationId,
      String owner) {}

  /** By device index. */
  public List<NetworkInterface> of(Instance instance) {
    instances.put(instance.id(), Optional.of(instance));
    return NetworkInterfaces.of(tx, scope, instance.id());
  }

  /** The name of each group id. */
  public Map<String, String> groupNames() {
    return groupNames;
  }

  /** The Elastic IP address associated with a private address of an interface, or null. */
  public @Nullable String elasticAddress(String interfaceId, String privateAddress) {
    Address address = elastic.get(interfaceId + "/" + privateAddress);
    return address == null ? null : address.publicAddress();
  }

  Optional<Association> association(NetworkInterface nic, String privateAddress) {
    Address address = elastic.get(nic.id() + "/" + privateAddress);
    if (address != null) {
      return Optional.of(
          new Association(
              address.publicAddress(), address.id(), address.associationId(), account()));
    }
    if (!nic.isPrimary() || !privateAddress.equals(nic.privateAddress())) {
      return Optional.empty();
    }
    return instance(nic)
        .map(Instance::place)
        .map(Instance.Place::publicAddress)
        .map(given -> new Association(given, null, null, "amazon"));
  }

  Optional<Association> association(NetworkInterface nic) {
    return association(nic, nic.privateAddress());
  }

  Optional<Instance> instance(NetworkInterface nic) {
    String id = nic.instanceId();
    return id == null
        ? Optional.empty()
        : instances.computeIfAbsent(id, i -> tx.get(Instances.TABLE, scope, i));
  }

  List<GroupIdentifier> groups(NetworkInterface nic) {
    return nic.groupIds().stream()
        .map(id ->
            GroupIdentifier.builder()
                .groupId(id)
                .groupName(groupNames.getOrDefault(id, ""))
                .build())
        .toList();
  }

  /** {@code attaching}, {@code attached} or {@code detaching}; null for none. */
  @Nullable String attachmentStatus(NetworkInterface nic) {
    NetworkInterface.Attachment attachment = nic.attachment();
    if (attachment == null) {
      return null;
    }
    boolean starting = instance(nic).filter(i -> i.state() == InstanceState.PENDING).isPresent();
    return switch (attachment.status()) {
      case ATTACHING -> "attaching";
      case ATTACHED -> starting ? "attaching" : "attached";
      case DETACHING -> "detaching";
    };
  }

  String account() {
    return scope.substring(0, scope.indexOf('/'));
  }

  String region() {
    return scope.substring(scope.indexOf('/') + 1);
  }
}
