package croft.services.ec2.address;

import croft.api.ec2.AllocateAddressRequest;
import croft.api.ec2.AllocateAddressResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ReleaseAddressRequest;
import croft.api.ec2.ReleaseAddressResponse;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.tag.ReservedTags;
import croft.services.ec2.tag.TagSpecifications;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AllocateAddress and ReleaseAddress. */
public final class AddressOperations {
  private static final int MOST_ADDRESSES = 5;

  private final Store store;
  private final Ids ids;
  private final PublicAddresses pool;
  private final NetworkAccess access;

  public AddressOperations(Store store, Ids ids, PublicAddresses pool, NetworkAccess access) {
    this.store = store;
    this.ids = ids;
    this.pool = pool;
    this.access = access;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.ALLOCATE_ADDRESS,
                (call, r) ->
                    access.create(
                        call, "AllocateAddress", "elastic-ip", r.tagSpecificationsOrEmpty()),
                this::allocateAddress)
            .honouring("Domain", "NetworkBorderGroup", "PublicIpv4Pool", "TagSpecifications"),
        Binding.bind(
                Ec2Model.RELEASE_ADDRESS,
                (call, r) -> access(access, store, call, "ReleaseAddress", given(r)),
                this::releaseAddress)
            .honouring("AllocationId", "PublicIp", "NetworkBorderGroup"));
  }

  /** An address as requests name it: by allocation, or as EC2-Classic did by itself. */
  record Given(@Nullable String allocationId, @Nullable String publicAddress) {}

  private static Given given(ReleaseAddressRequest r) {
    return new Given(r.allocationId(), r.publicIp());
  }

  static List<Access> access(
      NetworkAccess access, Store store, Call call, String operation, Given given) {
    String id =
        given.allocationId() != null
            ? given.allocationId()
            : store
                .read(tx ->
                    byPublicAddress(tx, call.scope(), given.publicAddress()).stream().findFirst())
                .map(Address::id)
                .orElse(null);
    return id == null
        ? List.of(Access.to("ec2:" + operation, call.arn("ec2", "elastic-ip/*")))
        : access.to(call, operation, id);
  }

  private static List<Address> byPublicAddress(
      Transaction tx, String scope, @Nullable String publicAddress) {
    return publicAddress == null
        ? List.of()
        : tx.findIn(Addresses.TABLE, scope, "public_ip", publicAddress);
  }

  private AllocateAddressResult allocateAddress(Call call, AllocateAddressRequest request) {
    Map<String, String> tags =
        TagSpecifications.of("elastic-ip", request.tagSpecificationsOrEmpty());
    checkPlace(call, request);
    return store.write(tx -> {
      if (tx.list(Addresses.TABLE, call.scope()).size() >= MOST_ADDRESSES) {
        throw ServiceError.badRequest(
            "AddressLimitExceeded", "The maximum number of addresses has been reached.");
      }
      String id = ids.resource("eipalloc");
      Address address = new Address(call.scope(), id, pool.give(tx, id), null, null, null, null);
      tx.insert(Addresses.TABLE, address);
      ReservedTags.put(tx, call, id, tags);
      return AllocateAddressResult.builder()
          .allocationId(id)
          .publicIp(address.publicAddress())
          .publicIpv4Pool("amazon")
          .networkBorderGroup(call.region())
          .domain("vpc")
          .build();
    });
  }

  /** EC2-Classic's addresses, of the domain {@code standard}, are the default VPC's now. */
  private static void checkPlace(Call call, AllocateAddressRequest request) {
    String domain = request.domain();
    if (domain != null && !domain.equals("vpc") && !domain.equals("standard")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Value (" + domain + ") for parameter domain is invalid.");
    }
    String group = request.networkBorderGroup();
    if (group != null && !group.isEmpty() && !group.equals(call.region())) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + group + ") for parameter networkBorderGroup is invalid.");
    }
    String pool = request.publicIpv4Pool();
    if (pool != null && !pool.isEmpty() && !pool.equals("amazon")) {
      throw ServiceError.badRequest(
          "InvalidPublicIpv4PoolID.NotFound", "The pool ID '" + pool + "' does not exist");
    }
  }

  private ReleaseAddressResponse releaseAddress(Call call, ReleaseAddressRequest request) {
    return store.write(tx -> {
      Address address = find(tx, call.scope(), given(request));
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

  static Address find(Transaction tx, String scope, Given given) {
    if (given.allocationId() != null) {
      return Addresses.require(tx, scope, given.allocationId());
    }
    if (given.publicAddress() == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "Either public IP or allocation id must be specified");
    }
    return byPublicAddress(tx, scope, given.publicAddress()).stream()
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidAddress.NotFound", "Address '" + given.publicAddress() + "' not found."));
  }
}
