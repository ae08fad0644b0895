package croft.services.ec2.networkinterface;

import croft.api.ec2.AssignPrivateIpAddressesRequest;
import croft.api.ec2.AssignPrivateIpAddressesResult;
import croft.api.ec2.AssignedPrivateIpAddress;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.UnassignPrivateIpAddressesRequest;
import croft.api.ec2.UnassignPrivateIpAddressesResponse;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** AssignPrivateIpAddresses and UnassignPrivateIpAddresses: an interface's secondary addresses. */
public final class AddressAssignments {
  private final Store store;
  private final NetworkAccess access;
  private final Wake wake;

  public AddressAssignments(Store store, NetworkAccess access, Wake wake) {
    this.store = store;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.ASSIGN_PRIVATE_IP_ADDRESSES,
                (call, r) -> access.to(call, "AssignPrivateIpAddresses", r.networkInterfaceId()),
                this::assign)
            .honouring(
                "AllowReassignment",
                "NetworkInterfaceId",
                "PrivateIpAddresses",
                "SecondaryPrivateIpAddressCount"),
        Binding.bind(
                Ec2Model.UNASSIGN_PRIVATE_IP_ADDRESSES,
                (call, r) -> access.to(call, "UnassignPrivateIpAddresses", r.networkInterfaceId()),
                this::unassign)
            .honouring("NetworkInterfaceId", "PrivateIpAddresses"));
  }

  static ServiceError tooMany() {
    return ServiceError.badRequest(
        "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
  }

  private AssignPrivateIpAddressesResult assign(Call call, AssignPrivateIpAddressesRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    List<String> named = r.privateIpAddressesOrEmpty();
    Integer count = r.secondaryPrivateIpAddressCount();
    if (named.isEmpty() == (count == null)) {
      throw ServiceError.badRequest(
          named.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
          "Exactly one of privateIpAddresses and secondaryPrivateIpAddressCount must be"
              + " specified");
    }
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      NetworkInterfaceOperations.refuseManaged(nic);
      Subnet subnet = Vpcs.requireSubnet(tx, call.scope(), nic.subnetId());
      FreeAddresses free = new FreeAddresses(tx, subnet);
      List<String> added =
          count != null
              ? free.several(count)
              : named(tx, nic, free, Boolean.TRUE.equals(r.allowReassignment()), named);
      NetworkInterface after = nic.withSecondary(added);
      if (after.addresses().size() > limit(tx, nic)) {
        throw tooMany();
      }
      tx.put(NetworkInterfaces.TABLE, after);
      wake(tx, after);
      return AssignPrivateIpAddressesResult.builder()
          .networkInterfaceId(id)
          .assignedPrivateIpAddresses(
              added.stream()
                  .map(a -> AssignedPrivateIpAddress.builder().privateIpAddress(a).build())
                  .toList())
          .build();
    });
  }

  private static int limit(Transaction tx, NetworkInterface nic) {
    String instance = nic.instanceId();
    return instance == null
        ? InterfaceLimits.WIDEST.addressesEach()
        : tx.get(Instances.TABLE, nic.scope(), instance)
            .map(i -> InterfaceLimits.of(i.options().type()))
            .orElse(InterfaceLimits.WIDEST)
            .addressesEach();
  }

  private List<String> named(
      Transaction tx,
      NetworkInterface nic,
      FreeAddresses free,
      boolean reassign,
      List<String> wanted) {
    List<String> added = new ArrayList<>();
    for (String address : wanted) {
      String checked = free.inRange(address);
      if (nic.addresses().contains(checked) || added.contains(checked)) {
        // Asking again for what is there changes nothing.
        continue;
      }
      Optional<NetworkInterface> holder =
          NetworkInterfaces.at(tx, nic.scope(), nic.vpcId(), checked);
      if (holder.isEmpty()) {
        added.add(free.exactly(checked));
      } else if (reassign && holder.get().secondaryAddresses().contains(checked)) {
        take(tx, holder.get(), nic, checked);
        added.add(checked);
      } else {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "["
                + checked
                + "] have already been assigned to network interface '"
                + holder.get().id()
                + "', and reassignment was not allowed.");
      }
    }
    return added;
  }

  /** An Elastic IP address goes with the private address it is associated with. */
  private void take(
      Transaction tx, NetworkInterface from, NetworkInterface to, String privateAddress) {
    NetworkInterface without = from.withoutSecondary(List.of(privateAddress));
    tx.put(NetworkInterfaces.TABLE, without);
    for (Address held : Addresses.ofInterface(tx, from.scope(), from.id())) {
      if (privateAddress.equals(held.privateAddress()) && held.associationId() != null) {
        tx.put(
            Addresses.TABLE,
            held.associated(held.associationId(), to.instanceId(), to.id(), privateAddress));
      }
    }
    wake(tx, without);
  }

  private UnassignPrivateIpAddressesResponse unassign(
      Call call, UnassignPrivateIpAddressesRequest r) {
    String id = NetworkInterfaceOperations.required("networkInterfaceId", r.networkInterfaceId());
    List<String> named = r.privateIpAddressesOrEmpty();
    if (named.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter privateIpAddresses");
    }
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      NetworkInterfaceOperations.refuseManaged(nic);
      Set<String> strange = new HashSet<>(named);
      nic.addresses().forEach(strange::remove);
      if (!strange.isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Some of the specified addresses are not assigned to interface " + id);
      }
      if (named.contains(nic.privateAddress())) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "The primary IP address " + nic.privateAddress() + " may not be unassigned");
      }
      for (Address held : Addresses.ofInterface(tx, call.scope(), id)) {
        if (named.contains(String.valueOf(held.privateAddress()))) {
          tx.put(Addresses.TABLE, held.released());
        }
      }
      NetworkInterface after = nic.withoutSecondary(named);
      tx.put(NetworkInterfaces.TABLE, after);
      wake(tx, after);
      return UnassignPrivateIpAddressesResponse.builder().build();
    });
  }

  private void wake(Transaction tx, NetworkInterface nic) {
    wake.network(tx, nic.scope(), nic.vpcId());
    wake.networkInterface(tx, nic.scope(), nic.id());
  }
}
