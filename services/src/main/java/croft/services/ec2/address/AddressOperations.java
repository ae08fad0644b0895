package croft.services.ec2.address;

import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.AllocateAddressResult;
import croft.api.ec2.AssociateAddressRequest;
import croft.api.ec2.AssociateAddressResult;
import croft.api.ec2.DescribeAddressesRequest;
import croft.api.ec2.DescribeAddressesResult;
import croft.api.ec2.DisassociateAddressRequest;
import croft.api.ec2.DisassociateAddressResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ReleaseAddressRequest;
import croft.api.ec2.ReleaseAddressResponse;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.Wake;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elastic IP addresses: allocate, associate, disassociate, release, describe. */
public final class AddressOperations {
  private static final int MOST_ADDRESSES = 5;

  private final Store store;
  private final Ids ids;
  private final PublicAddresses pool;
  private final Wake wake;

  public AddressOperations(Store store, Ids ids, PublicAddresses pool, Wake wake) {
    this.store = store;
    this.ids = ids;
    this.pool = pool;
    this.wake = wake;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.ALLOCATE_ADDRESS,
                (call, r) ->
                    List.of(Access.to("ec2:AllocateAddress", call.arn("ec2", "elastic-ip/*"))),
                this::allocateAddress)
            .honouring("Domain", "TagSpecifications"),
        Binding.bind(
                Ec2Model.RELEASE_ADDRESS,
                (call, r) -> access(call, "ec2:ReleaseAddress", r.allocationId()),
                this::releaseAddress)
            .honouring("AllocationId", "PublicIp"),
        Binding.bind(
                Ec2Model.ASSOCIATE_ADDRESS,
                (call, r) -> access(call, "ec2:AssociateAddress", r.allocationId()),
                this::associateAddress)
            .honouring("AllocationId", "PublicIp", "InstanceId", "AllowReassociation"),
        Binding.bind(
            Ec2Model.DISASSOCIATE_ADDRESS,
            AccessRule.toAll("ec2:DisassociateAddress"),
            this::disassociateAddress),
        Binding.bind(
            Ec2Model.DESCRIBE_ADDRESSES,
            AccessRule.toAll("ec2:DescribeAddresses"),
            this::describeAddresses));
  }

  private static List<Access> access(Call call, String action, @Nullable String id) {
    return List.of(Access.to(action, call.arn("ec2", "elastic-ip/" + (id == null ? "*" : id))));
  }

  private AllocateAddressResult allocateAddress(Call call, AllocateAddressRequest request) {
    Map<String, String> tags =
        TagSpecifications.of("elastic-ip", request.tagSpecificationsOrEmpty());
    return store.write(tx -> {
      if (tx.list(Addresses.TABLE, call.scope()).size() >= MOST_ADDRESSES) {
        throw ServiceError.badRequest(
            "AddressLimitExceeded", "The maximum number of addresses has been reached.");
      }
      String id = ids.resource("eipalloc");
      Address address = new Address(call.scope(), id, pool.give(tx, id), null, null, null, null);
      tx.insert(Addresses.TABLE, address);
      Tags.put(tx, call.scope(), id, tags);
      return AllocateAddressResult.builder()
          .allocationId(id)
          .publicIp(address.publicAddress())
          .publicIpv4Pool("amazon")
          .networkBorderGroup(call.region())
          .domain("vpc")
          .build();
    });
  }

  private ReleaseAddressResponse releaseAddress(Call call, ReleaseAddressRequest request) {
    return store.write(tx -> {
      Address address = find(tx, call, request.allocationId(), request.publicIp());
      if (address.associationId() != null) {
        throw ServiceError.badRequest(
            "InvalidIPAddress.InUse", "Address " + address.publicAddress() + " is in use.");
      }
      tx.delete(Addresses.TABLE, call.scope(), address.id());
      PublicAddresses.takeBack(tx, address.publicAddress());
      Tags.clear(tx, call.scope(), address.id());
      return ReleaseAddressResponse.builder().build();
    });
  }

  private AssociateAddressResult associateAddress(Call call, AssociateAddressRequest request) {
    String instanceId = request.instanceId();
    if (instanceId == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "Either instance ID or network interface id must be specified");
    }
    return store.write(tx -> {
      Address address = find(tx, call, request.allocationId(), request.publicIp());
      Instance instance = Instances.require(tx, call.scope(), instanceId);
      if (instance.state() != InstanceState.RUNNING
          && instance.state() != InstanceState.STOPPED
          && instance.state() != InstanceState.PENDING) {
        throw ServiceError.badRequest(
            "IncorrectInstanceState",
            "The instance '" + instance.id() + "' is not in a valid state for this operation.");
      }
      boolean elsewhere =
          address.instanceId() != null && !address.instanceId().equals(instance.id());
      if (elsewhere && Boolean.FALSE.equals(request.allowReassociation())) {
        throw ServiceError.badRequest(
            "Resource.AlreadyAssociated",
            "resource "
                + address.id()
                + " is already associated with associate-id "
                + address.associationId());
      }
      if (elsewhere) {
        wakeNetworkOf(tx, call, address);
      }
      // An instance's interface has one public address: the former Elastic IP lets go.
      for (Address held : Addresses.of(tx, call.scope(), instance.id())) {
        tx.put(Addresses.TABLE, held.released());
      }
      Instance.Place place = instance.place();
      if (place.publicAddress() != null) {
        PublicAddresses.takeBack(tx, place.publicAddress());
        tx.put(Instances.TABLE, instance.with(place.withPublicAddress(null)));
      }
      String association = ids.resource("eipassoc");
      tx.put(
          Addresses.TABLE,
          address.associated(
              association, instance.id(), place.interfaceId(), place.privateAddress()));
      wake.network(tx, call.scope(), place.vpcId());
      return AssociateAddressResult.builder().associationId(association).build();
    });
  }

  private void wakeNetworkOf(Transaction tx, Call call, Address address) {
    if (address.instanceId() != null) {
      tx.get(Instances.TABLE, call.scope(), address.instanceId())
          .ifPresent(i -> wake.network(tx, call.scope(), i.place().vpcId()));
    }
  }

  private DisassociateAddressResponse disassociateAddress(
      Call call, DisassociateAddressRequest request) {
    return store.write(tx -> {
      Address address =
          tx.list(Addresses.TABLE, call.scope()).stream()
              .filter(a ->
                  request.associationId() != null
                      ? request.associationId().equals(a.associationId())
                      : a.publicAddress().equals(request.publicIp()))
              .findFirst()
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidAssociationID.NotFound",
                      "The association ID '" + request.associationId() + "' does not exist"));
      wakeNetworkOf(tx, call, address);
      tx.put(Addresses.TABLE, address.released());
      return DisassociateAddressResponse.builder().build();
    });
  }

  private static Address find(
      Transaction tx, Call call, @Nullable String id, @Nullable String publicAddress) {
    if (id != null) {
      return tx.get(Addresses.TABLE, call.scope(), id)
          .orElseThrow(() ->
              ServiceError.badRequest(
                  "InvalidAllocationID.NotFound", "The allocation ID '" + id + "' does not exist"));
    }
    if (publicAddress == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "Either public IP or allocation id must be specified");
    }
    return tx.findIn(Addresses.TABLE, call.scope(), "public_ip", publicAddress).stream()
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidAddress.NotFound", "Address '" + publicAddress + "' not found."));
  }

  private DescribeAddressesResult describeAddresses(Call call, DescribeAddressesRequest request) {
    return store.read(tx -> {
      request.allocationIdsOrEmpty().forEach(id -> find(tx, call, id, null));
      request.publicIpsOrEmpty().forEach(ip -> find(tx, call, null, ip));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<Address> filters =
          new Filters<Address>()
              .on("allocation-id", Address::id)
              .on("association-id", Address::associationId)
              .on("public-ip", Address::publicAddress)
              .on("instance-id", Address::instanceId)
              .on("network-interface-id", Address::interfaceId)
              .on("private-ip-address", Address::privateAddress)
              .on("domain", a -> "vpc")
              .tagged(a -> tags.getOrDefault(a.id(), Map.of()));
      return DescribeAddressesResult.builder()
          .addresses(
              tx.list(Addresses.TABLE, call.scope()).stream()
                  .filter(a -> listed(request.allocationIdsOrEmpty(), a.id()))
                  .filter(a -> listed(request.publicIpsOrEmpty(), a.publicAddress()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .map(a -> shape(call, a, tags.getOrDefault(a.id(), Map.of())))
                  .toList())
          .build();
    });
  }

  private static boolean listed(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static croft.api.ec2.Address shape(Call call, Address address, Map<String, String> tags) {
    return croft.api.ec2.Address.builder()
        .allocationId(address.id())
        .publicIp(address.publicAddress())
        .associationId(address.associationId())
        .instanceId(address.instanceId() == null ? "" : address.instanceId())
        .networkInterfaceId(address.interfaceId())
        .networkInterfaceOwnerId(address.interfaceId() == null ? null : call.account())
        .privateIpAddress(address.privateAddress())
        .domain("vpc")
        .publicIpv4Pool("amazon")
        .networkBorderGroup(call.region())
        .tags(Tags.shapes(tags))
        .build();
  }
}
