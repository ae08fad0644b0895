package croft.services.ec2.address;

import croft.api.ec2.AddressAttribute;
import croft.api.ec2.DescribeAddressesAttributeRequest;
import croft.api.ec2.DescribeAddressesAttributeResult;
import croft.api.ec2.DescribeAddressesRequest;
import croft.api.ec2.DescribeAddressesResult;
import croft.api.ec2.DescribeMovingAddressesRequest;
import croft.api.ec2.DescribeMovingAddressesResult;
import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.address.AddressOperations.Given;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeAddresses, DescribeAddressesAttribute and DescribeMovingAddresses. */
public final class DescribeAddresses {
  private final Store store;
  private final Paging paging;

  public DescribeAddresses(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  /** Every operation of this class. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_ADDRESSES,
            AccessRule.toAll("ec2:DescribeAddresses"),
            this::describeAddresses),
        Binding.bind(
            Ec2Model.DESCRIBE_ADDRESSES_ATTRIBUTE,
            AccessRule.toAll("ec2:DescribeAddressesAttribute"),
            this::describeAddressesAttribute),
        Binding.bind(
            Ec2Model.DESCRIBE_MOVING_ADDRESSES,
            AccessRule.toAll("ec2:DescribeMovingAddresses"),
            this::describeMovingAddresses));
  }

  private DescribeAddressesResult describeAddresses(Call call, DescribeAddressesRequest request) {
    return store.read(tx -> {
      request
          .allocationIdsOrEmpty()
          .forEach(id -> AddressOperations.find(tx, call.scope(), new Given(id, null)));
      request
          .publicIpsOrEmpty()
          .forEach(ip -> AddressOperations.find(tx, call.scope(), new Given(null, ip)));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      return DescribeAddressesResult.builder()
          .addresses(
              tx.list(Addresses.TABLE, call.scope()).stream()
                  .filter(a -> listed(request.allocationIdsOrEmpty(), a.id()))
                  .filter(a -> listed(request.publicIpsOrEmpty(), a.publicAddress()))
                  .filter(filters(call, tags).matching(request.filtersOrEmpty()))
                  .map(a -> shape(call, a, tags.getOrDefault(a.id(), Map.of())))
                  .toList())
          .build();
    });
  }

  private static Filters<Address> filters(Call call, Map<String, Map<String, String>> tags) {
    return new Filters<Address>()
        .on("allocation-id", Address::id)
        .on("association-id", Address::associationId)
        .on("public-ip", Address::publicAddress)
        .on("instance-id", Address::instanceId)
        .on("network-interface-id", Address::interfaceId)
        .on("network-interface-owner-id", a -> a.interfaceId() == null ? null : call.account())
        .on("network-border-group", a -> call.region())
        .on("private-ip-address", Address::privateAddress)
        .on("domain", a -> "vpc")
        .tagged(a -> tags.getOrDefault(a.id(), Map.of()));
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

  /** No address has a reverse name: giving one is refused. */
  private DescribeAddressesAttributeResult describeAddressesAttribute(
      Call call, DescribeAddressesAttributeRequest request) {
    String attribute = request.attribute();
    if (attribute != null && !attribute.equals("domain-name")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Value (" + attribute + ") for parameter attribute is invalid.");
    }
    return store.read(tx -> {
      List<String> ids = request.allocationIdsOrEmpty();
      ids.forEach(id -> Addresses.require(tx, call.scope(), id));
      Paging.Page<Address> page =
          paging.page(
              call,
              tx.list(Addresses.TABLE, call.scope()).stream()
                  .filter(a -> listed(ids, a.id()))
                  .toList(),
              Address::id,
              request.maxResults(),
              request.nextToken());
      return DescribeAddressesAttributeResult.builder()
          .addresses(
              page.items().stream()
                  .map(a ->
                      AddressAttribute.builder()
                          .allocationId(a.id())
                          .publicIp(a.publicAddress())
                          .build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** None moves between EC2-Classic and a VPC, for EC2-Classic has ended. */
  private DescribeMovingAddressesResult describeMovingAddresses(
      Call call, DescribeMovingAddressesRequest request) {
    new Filters<String>().on("moving-status", status -> status).matching(request.filtersOrEmpty());
    return DescribeMovingAddressesResult.builder().movingAddressStatuses(List.of()).build();
  }
}
