package croft.services.ec2.networkinterface;

import croft.api.ec2.AttachNetworkInterfaceRequest;
import croft.api.ec2.AttachNetworkInterfaceResult;
import croft.api.ec2.DetachNetworkInterfaceRequest;
import croft.api.ec2.DetachNetworkInterfaceResponse;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.networkinterface.NetworkInterface.Status;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AttachNetworkInterface and DetachNetworkInterface: into and out of instances that may run. */
public final class AttachmentOperations {
  /** The highest index a device inside an instance can have. */
  private static final int LAST_INDEX = 31;

  private final Store store;
  private final Ids ids;
  private final NetworkAccess access;
  private final Wake wake;

  public AttachmentOperations(Store store, Ids ids, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.ATTACH_NETWORK_INTERFACE,
                (call, r) ->
                    access.to(
                        call, "AttachNetworkInterface", r.networkInterfaceId(), r.instanceId()),
                this::attachNetworkInterface)
            .honouring("DeviceIndex", "InstanceId", "NetworkInterfaceId"),
        Binding.bind(
                Ec2Model.DETACH_NETWORK_INTERFACE,
                (call, r) -> detachAccess(call, r.attachmentId()),
                this::detachNetworkInterface)
            .honouring("AttachmentId", "Force"));
  }

  private List<Access> detachAccess(Call call, @Nullable String attachmentId) {
    return store
        .read(tx ->
            tx.list(NetworkInterfaces.TABLE, call.scope()).stream()
                .filter(nic -> isOf(nic, attachmentId))
                .findFirst())
        .map(nic -> access.to(call, "DetachNetworkInterface", nic.id(), nic.instanceId()))
        .orElseGet(() ->
            List.of(
                Access.to("ec2:DetachNetworkInterface", call.arn("ec2", "network-interface/*"))));
  }

  private static boolean isOf(NetworkInterface nic, @Nullable String attachmentId) {
    Attachment attachment = nic.attachment();
    return attachment != null && attachment.id().equals(attachmentId);
  }

  private AttachNetworkInterfaceResult attachNetworkInterface(
      Call call, AttachNetworkInterfaceRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    String instanceId = NetworkInterfaceOperations.required("instanceId", r.instanceId());
    Integer index = r.deviceIndex();
    if (index == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter deviceIndex");
    }
    if (index < 0 || index > LAST_INDEX) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + index + ") for parameter deviceIndex is invalid. Expecting 1 to 31.");
    }
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      Instance instance = Instances.require(tx, call.scope(), instanceId);
      check(tx, nic, instance, index);
      Attachment attachment =
          new Attachment(ids.resource("eni-attach"), index, false, call.at(), Status.ATTACHING);
      tx.put(NetworkInterfaces.TABLE, nic.attached(instance.id(), attachment));
      for (Address held : Addresses.ofInterface(tx, call.scope(), id)) {
        tx.put(Addresses.TABLE, held.ofInstance(instance.id()));
      }
      wake.networkInterface(tx, call.scope(), id);
      return AttachNetworkInterfaceResult.builder()
          .attachmentId(attachment.id())
          .networkCardIndex(0)
          .build();
    });
  }

  private static void check(Transaction tx, NetworkInterface nic, Instance instance, int index) {
    NetworkInterfaceOperations.refuseManaged(nic);
    if (nic.attachment() != null) {
      throw ServiceError.badRequest(
          "InvalidNetworkInterface.InUse", "Interface: [" + nic.id() + "] in use.");
    }
    if (instance.state() != InstanceState.RUNNING && instance.state() != InstanceState.STOPPED) {
      throw ServiceError.badRequest(
          "IncorrectState",
          "Instance '" + instance.id() + "' is not in the 'running' or 'stopped' state.");
    }
    if (!DescribeInterfaces.zone(tx, nic).equals(instance.place().zone())) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "You may not attach a network interface to an instance if they are not in the same"
              + " availability zone");
    }
    if (!nic.vpcId().equals(instance.place().vpcId())) {
      throw ServiceError.unsupported("An instance with network interfaces in two VPCs");
    }
    List<NetworkInterface> held = NetworkInterfaces.of(tx, nic.scope(), instance.id());
    boolean taken =
        held.stream()
            .anyMatch(other -> Objects.requireNonNull(other.attachment()).deviceIndex() == index);
    if (taken) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Instance '"
              + instance.id()
              + "' already has an interface attached at device index '"
              + index
              + "'.");
    }
    checkLimits(nic, instance, held.size() + 1);
  }

  private static void checkLimits(NetworkInterface nic, Instance instance, int count) {
    String type = instance.options().type();
    InterfaceLimits limits = InterfaceLimits.of(type);
    if (count > limits.interfaces()) {
      throw ServiceError.badRequest(
          "AttachmentLimitExceeded", "Interface count " + count + " exceeds the limit for " + type);
    }
    if (nic.addresses().size() > limits.addressesEach()) {
      throw AddressAssignments.tooMany();
    }
  }

  private DetachNetworkInterfaceResponse detachNetworkInterface(
      Call call, DetachNetworkInterfaceRequest r) {
    String attachmentId = NetworkInterfaceOperations.required("attachmentId", r.attachmentId());
    return store.write(tx -> {
      NetworkInterface nic =
          tx.list(NetworkInterfaces.TABLE, call.scope()).stream()
              .filter(each -> isOf(each, attachmentId))
              .findFirst()
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidAttachmentID.NotFound",
                      "The networkInterface attachment ID '" + attachmentId + "' does not exist"));
      NetworkInterfaceOperations.refuseManaged(nic);
      if (nic.isPrimary()) {
        throw ServiceError.badRequest(
            "OperationNotPermitted",
            "The network interface at device index 0 and networkCard index 0 cannot be"
                + " detached.");
      }
      tx.put(NetworkInterfaces.TABLE, nic.enter(Status.DETACHING));
      for (Address held : Addresses.ofInterface(tx, call.scope(), nic.id())) {
        tx.put(Addresses.TABLE, held.ofInstance(null));
      }
      wake.networkInterface(tx, call.scope(), nic.id());
      return DetachNetworkInterfaceResponse.builder().build();
    });
  }
}
