package croft.services.ec2.networkinterface;

import croft.api.ec2.CreateNetworkInterfaceRequest;
import croft.api.ec2.CreateNetworkInterfaceResult;
import croft.api.ec2.DeleteNetworkInterfaceRequest;
import croft.api.ec2.DeleteNetworkInterfaceResponse;
import croft.api.ec2.Ec2Model;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.ClientTokens;
import croft.services.ec2.Wake;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.LaunchNetwork.AddressRequest;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CreateNetworkInterface and DeleteNetworkInterface.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html">CreateNetworkInterface</a>.
 */
public final class NetworkInterfaceOperations {
  private static final String TYPE = "network-interface";

  private final Store store;
  private final Ids ids;
  private final NetworkAccess access;
  private final Wake wake;

  public NetworkInterfaceOperations(Store store, Ids ids, NetworkAccess access, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_NETWORK_INTERFACE,
                (call, r) -> {
                  List<String> used = new ArrayList<>(r.groupsOrEmpty());
                  if (r.subnetId() != null) {
                    used.add(r.subnetId());
                  }
                  return access.create(
                      call,
                      "CreateNetworkInterface",
                      TYPE,
                      r.tagSpecificationsOrEmpty(),
                      used.toArray(String[]::new));
                },
                this::createNetworkInterface)
            .honouring(
                "SubnetId",
                "Description",
                "Groups",
                "PrivateIpAddress",
                "PrivateIpAddresses",
                "SecondaryPrivateIpAddressCount",
                "InterfaceType",
                "TagSpecifications",
                "ClientToken"),
        Binding.bind(
                Ec2Model.DELETE_NETWORK_INTERFACE,
                (call, r) -> access.to(call, "DeleteNetworkInterface", r.networkInterfaceId()),
                this::deleteNetworkInterface)
            .honouring("NetworkInterfaceId"));
  }

  private CreateNetworkInterfaceResult createNetworkInterface(
      Call call, CreateNetworkInterfaceRequest r) {
    if (r.interfaceType() != null && !r.interfaceType().equals(NetworkInterface.ORDINARY)) {
      throw ServiceError.unsupported("The network interface type " + r.interfaceType());
    }
    AddressRequest addresses =
        AddressRequest.of(
            r.privateIpAddress(),
            r.privateIpAddressesOrEmpty(),
            r.secondaryPrivateIpAddressCount());
    if (addresses.size() > InterfaceLimits.WIDEST.addressesEach()) {
      throw AddressAssignments.tooMany();
    }
    Map<String, String> tags = TagSpecifications.of(TYPE, r.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      NetworkInterface nic =
          ClientTokens.made(tx, call.scope(), TYPE, r.clientToken(), r)
              .flatMap(id -> tx.get(NetworkInterfaces.TABLE, call.scope(), id))
              .orElseGet(() -> create(tx, call, r, addresses, tags));
      return CreateNetworkInterfaceResult.builder()
          .networkInterface(
              new InterfaceShapes(new InterfaceView(tx, call.scope()))
                  .shape(
                      nic, DescribeInterfaces.zone(tx, nic), Tags.of(tx, call.scope(), nic.id())))
          .clientToken(r.clientToken())
          .build();
    });
  }

  private NetworkInterface create(
      Transaction tx,
      Call call,
      CreateNetworkInterfaceRequest r,
      AddressRequest asked,
      Map<String, String> tags) {
    Subnet subnet = Vpcs.requireSubnet(tx, call.scope(), required("subnetId", r.subnetId()));
    List<String> groups =
        SecurityGroups.worn(tx, call.scope(), subnet.vpcId(), r.groupsOrEmpty(), List.of());
    FreeAddresses free = new FreeAddresses(tx, subnet);
    String first = asked.primary();
    String primary = first == null ? free.any() : free.exactly(first);
    List<String> secondary = new ArrayList<>();
    asked.secondary().forEach(address -> secondary.add(free.exactly(address)));
    secondary.addAll(free.several(asked.secondaryCount()));
    NetworkInterface created =
        NetworkInterfaces.blank(ids, subnet, primary, secondary, groups)
            .withDescription(r.description() == null ? "" : r.description());
    tx.insert(NetworkInterfaces.TABLE, created);
    ReservedTags.put(tx, call, created.id(), tags);
    ClientTokens.remember(
        tx, call.scope(), new ClientTokens.Made(TYPE, created.id()), r.clientToken(), r);
    wake.network(tx, call.scope(), created.vpcId());
    return created;
  }

  static String required(String parameter, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter " + parameter);
    }
    return value;
  }

  private DeleteNetworkInterfaceResponse deleteNetworkInterface(
      Call call, DeleteNetworkInterfaceRequest r) {
    String id = required("networkInterfaceId", r.networkInterfaceId());
    return store.write(tx -> {
      NetworkInterface nic = NetworkInterfaces.require(tx, call.scope(), id);
      if (nic.attachment() != null) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Network interface '" + id + "' is currently in use.");
      }
      for (Address held : Addresses.ofInterface(tx, call.scope(), id)) {
        tx.put(Addresses.TABLE, held.released());
      }
      NetworkInterfaces.remove(tx, call.scope(), id);
      wake.network(tx, call.scope(), nic.vpcId());
      return DeleteNetworkInterfaceResponse.builder().build();
    });
  }

  /**
   * Refuses to change what a service manages.
   *
   * @throws ServiceError {@code OperationNotPermitted}
   */
  static void refuseManaged(NetworkInterface nic) {
    if (nic.requesterId() != null) {
      throw ServiceError.badRequest(
          "OperationNotPermitted",
          "You are not allowed to manage '"
              + nic.id()
              + "', which "
              + nic.requesterId()
              + " manages.");
    }
  }
}
