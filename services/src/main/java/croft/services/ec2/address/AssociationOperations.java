package croft.services.ec2.address;

import croft.api.ec2.AssociateAddressRequest;
import croft.api.ec2.AssociateAddressResult;
import croft.api.ec2.DisassociateAddressRequest;
import croft.api.ec2.DisassociateAddressResponse;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.address.AddressOperations.Given;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AssociateAddress and DisassociateAddress: which private address an Elastic IP address leads to.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html">AssociateAddress</a>.
 */
public final class AssociationOperations {
  private final Store store;
  private final Ids ids;
  private final PublicAddresses pool;
  private final NetworkAccess access;
  private final Wake wake;

  public AssociationOperations(
      Store store, Ids ids, PublicAddresses pool, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.pool = pool;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(Ec2Model.ASSOCIATE_ADDRESS, this::associateAccess, this::associateAddress)
            .honouring(
                "AllocationId",
                "PublicIp",
                "InstanceId",
                "NetworkInterfaceId",
                "PrivateIpAddress",
                "AllowReassociation"),
        Binding.bind(
                Ec2Model.DISASSOCIATE_ADDRESS, this::disassociateAccess, this::disassociateAddress)
            .honouring("AssociationId", "PublicIp"));
  }

  private List<Access> associateAccess(Call call, AssociateAddressRequest r) {
    List<Access> all =
        new ArrayList<>(
            AddressOperations.access(
                access,
                store,
                call,
                "AssociateAddress",
                new Given(r.allocationId(), r.publicIp())));
    all.addAll(access.to(call, "AssociateAddress", r.instanceId(), r.networkInterfaceId()));
    return all;
  }

  private List<Access> disassociateAccess(Call call, DisassociateAddressRequest r) {
    return store
        .read(tx -> associated(tx, call.scope(), r))
        .map(a -> access.to(call, "DisassociateAddress", a.id(), a.interfaceId()))
        .orElseGet(
            () -> List.of(Access.to("ec2:DisassociateAddress", call.arn("ec2", "elastic-ip/*"))));
  }

  private static Optional<Address> associated(
      Transaction tx, String scope, DisassociateAddressRequest r) {
    return tx.list(Addresses.TABLE, scope).stream()
        .filter(a ->
            r.associationId() != null
                ? r.associationId().equals(a.associationId())
                : a.publicAddress().equals(r.publicIp()))
        .findFirst();
  }

  private AssociateAddressResult associateAddress(Call call, AssociateAddressRequest request) {
    if (request.instanceId() == null && request.networkInterfaceId() == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "Either instance ID or network interface id must be specified");
    }
    if (request.instanceId() != null && request.networkInterfaceId() != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "You may specify an instance ID or a network interface ID, but not both");
    }
    return store.write(tx -> {
      Address address =
          AddressOperations.find(
              tx, call.scope(), new Given(request.allocationId(), request.publicIp()));
      NetworkInterface nic = target(tx, call.scope(), request);
      String privateAddress = privateAddress(nic, request.privateIpAddress());
      refuseUnreachable(tx, nic);
      boolean there =
          nic.id().equals(address.interfaceId()) && privateAddress.equals(address.privateAddress());
      if (there) {
        return AssociateAddressResult.builder().associationId(address.associationId()).build();
      }
      if (address.associationId() != null) {
        refuseManaged(tx, address);
        if (Boolean.FALSE.equals(request.allowReassociation())) {
          throw Addresses.alreadyAssociated(address);
        }
        wakeNetworkOf(tx, address);
      }
      letGo(tx, nic, privateAddress);
      String association = ids.resource("eipassoc");
      tx.put(
          Addresses.TABLE,
          address.associated(association, nic.instanceId(), nic.id(), privateAddress));
      wake.network(tx, call.scope(), nic.vpcId());
      return AssociateAddressResult.builder().associationId(association).build();
    });
  }

  private static NetworkInterface target(
      Transaction tx, String scope, AssociateAddressRequest request) {
    String interfaceId = request.networkInterfaceId();
    if (interfaceId != null) {
      return NetworkInterfaces.require(tx, scope, interfaceId);
    }
    Instance instance = Instances.require(tx, scope, String.valueOf(request.instanceId()));
    if (instance.state() != InstanceState.RUNNING
        && instance.state() != InstanceState.STOPPED
        && instance.state() != InstanceState.PENDING) {
      throw ServiceError.badRequest(
          "IncorrectInstanceState",
          "The instance '" + instance.id() + "' is not in a valid state for this operation.");
    }
    if (NetworkInterfaces.of(tx, scope, instance.id()).size() > 1) {
      throw ServiceError.badRequest(
          "InvalidInstanceID",
          "There are multiple interfaces attached to instance '"
              + instance.id()
              + "'. Please specify an interface ID for the operation instead.");
    }
    return NetworkInterfaces.require(tx, scope, instance.place().interfaceId());
  }

  private static String privateAddress(NetworkInterface nic, @Nullable String wanted) {
    if (wanted == null) {
      return nic.privateAddress();
    }
    if (!nic.addresses().contains(wanted)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Private address " + wanted + " does not belong to interface " + nic.id());
    }
    return wanted;
  }

  private static void refuseUnreachable(Transaction tx, NetworkInterface nic) {
    if (nic.requesterId() != null) {
      throw notYours();
    }
    if (InternetGateways.of(tx, nic.scope(), nic.vpcId()).isEmpty()) {
      throw ServiceError.badRequest(
          "Gateway.NotAttached",
          "Network " + nic.vpcId() + " is not attached to any internet gateway");
    }
  }

  /** A NAT gateway's address goes when the gateway goes. */
  private static void refuseManaged(Transaction tx, Address address) {
    boolean managed =
        tx.get(NetworkInterfaces.TABLE, address.scope(), String.valueOf(address.interfaceId()))
            .filter(nic -> nic.requesterId() != null)
            .isPresent();
    if (managed) {
      throw notYours();
    }
  }

  private static ServiceError notYours() {
    return ServiceError.badRequest(
        "AuthFailure", "You do not have permission to access the specified resource.");
  }

  /** A private address has one public address: the former one lets go. */
  private static void letGo(Transaction tx, NetworkInterface nic, String privateAddress) {
    for (Address held : Addresses.ofInterface(tx, nic.scope(), nic.id())) {
      if (privateAddress.equals(held.privateAddress())) {
        tx.put(Addresses.TABLE, held.released());
      }
    }
    if (nic.isPrimary() && privateAddress.equals(nic.privateAddress())) {
      instance(tx, nic)
          .filter(i -> i.place().publicAddress() != null)
          .ifPresent(i -> {
            PublicAddresses.takeBack(tx, String.valueOf(i.place().publicAddress()));
            tx.put(Instances.TABLE, i.with(i.place().withPublicAddress(null)));
          });
    }
  }

  private static Optional<Instance> instance(Transaction tx, NetworkInterface nic) {
    return tx.get(Instances.TABLE, nic.scope(), String.valueOf(nic.instanceId()));
  }

  private void wakeNetworkOf(Transaction tx, Address address) {
    networkInterface(tx, address).ifPresent(nic -> wake.network(tx, address.scope(), nic.vpcId()));
  }

  private static Optional<NetworkInterface> networkInterface(Transaction tx, Address address) {
    return tx.get(NetworkInterfaces.TABLE, address.scope(), String.valueOf(address.interfaceId()));
  }

  private DisassociateAddressResponse disassociateAddress(
      Call call, DisassociateAddressRequest request) {
    return store.write(tx -> {
      Address address =
          associated(tx, call.scope(), request)
              .filter(a -> a.associationId() != null)
              .orElseThrow(() -> notFound(request));
      refuseManaged(tx, address);
      wakeNetworkOf(tx, address);
      tx.put(Addresses.TABLE, address.released());
      networkInterface(tx, address).ifPresent(nic -> giveBack(tx, nic, address));
      return DisassociateAddressResponse.builder().build();
    });
  }

  private static ServiceError notFound(DisassociateAddressRequest request) {
    return request.associationId() == null
        ? ServiceError.badRequest(
            "InvalidAddress.NotFound", "Address '" + request.publicIp() + "' not found.")
        : ServiceError.badRequest(
            "InvalidAssociationID.NotFound",
            "The association ID '" + request.associationId() + "' does not exist");
  }

  /** An instance launched with a public address gets one again, unless it has two interfaces. */
  private void giveBack(Transaction tx, NetworkInterface nic, Address address) {
    boolean first = nic.isPrimary() && nic.privateAddress().equals(address.privateAddress());
    if (!first
        || NetworkInterfaces.of(tx, nic.scope(), String.valueOf(nic.instanceId())).size() > 1) {
      return;
    }
    instance(tx, nic)
        .filter(i -> i.state() == InstanceState.RUNNING)
        .filter(i -> i.place().publicAddressWanted() && i.place().publicAddress() == null)
        .ifPresent(i ->
            tx.put(Instances.TABLE, i.with(i.place().withPublicAddress(pool.give(tx, i.id())))));
  }
}
