package croft.services.ec2.networkinterface;

import croft.api.ec2.DescribeNetworkInterfacesRequest;
import croft.api.ec2.DescribeNetworkInterfacesResult;
import croft.api.ec2.Ec2Model;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.networkinterface.InterfaceView.Association;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** DescribeNetworkInterfaces. */
public final class DescribeInterfaces {
  private final Store store;
  private final Paging paging;

  public DescribeInterfaces(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            Ec2Model.DESCRIBE_NETWORK_INTERFACES,
            AccessRule.toAll("ec2:DescribeNetworkInterfaces"),
            this::describeNetworkInterfaces)
        .honouring("Filters", "NetworkInterfaceIds", "NextToken", "MaxResults");
  }

  private DescribeNetworkInterfacesResult describeNetworkInterfaces(
      Call call, DescribeNetworkInterfacesRequest request) {
    return store.read(tx -> {
      List<String> ids = request.networkInterfaceIdsOrEmpty();
      ids.forEach(id -> NetworkInterfaces.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      InterfaceView view = new InterfaceView(tx, call.scope());
      InterfaceShapes shapes = new InterfaceShapes(view);
      Paging.Page<NetworkInterface> page =
          paging.page(
              call,
              tx.list(NetworkInterfaces.TABLE, call.scope()).stream()
                  .filter(nic -> ids.isEmpty() || ids.contains(nic.id()))
                  .filter(filters(tx, view, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              NetworkInterface::id,
              request.maxResults(),
              request.nextToken());
      return DescribeNetworkInterfacesResult.builder()
          .networkInterfaces(
              page.items().stream()
                  .map(nic ->
                      shapes.shape(nic, zone(tx, nic), tags.getOrDefault(nic.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  static String zone(Transaction tx, NetworkInterface nic) {
    return Vpcs.requireSubnet(tx, nic.scope(), nic.subnetId()).zone();
  }

  private static Filters<NetworkInterface> filters(
      Transaction tx, InterfaceView view, Map<String, Map<String, String>> tags) {
    Filters<NetworkInterface> filters =
        new Filters<NetworkInterface>()
            .on("network-interface-id", NetworkInterface::id)
            .on("subnet-id", NetworkInterface::subnetId)
            .on("vpc-id", NetworkInterface::vpcId)
            .on("mac-address", NetworkInterface::macAddress)
            .on("description", NetworkInterface::description)
            .on("interface-type", NetworkInterface::type)
            .on("status", NetworkInterface::status)
            .on("requester-id", NetworkInterface::requesterId)
            .on("requester-managed", nic -> Boolean.toString(nic.requesterId() != null))
            .on("source-dest-check", nic -> Boolean.toString(!nic.forwards()))
            .on("private-ip-address", NetworkInterface::privateAddress)
            .on(
                "private-dns-name",
                nic -> InstanceShapes.privateName(view.region(), nic.privateAddress()))
            .on("availability-zone", nic -> zone(tx, nic))
            .on("owner-id", nic -> view.account())
            .onAll("addresses.private-ip-address", NetworkInterface::addresses)
            .onAll("group-id", NetworkInterface::groupIds)
            .onAll(
                "group-name",
                nic -> view.groups(nic).stream().map(g -> String.valueOf(g.groupName())).toList())
            .onAll(
                "addresses.primary",
                nic ->
                    nic.secondaryAddresses().isEmpty() ? List.of("true") : List.of("true", "false"))
            .tagged(nic -> tags.getOrDefault(nic.id(), Map.of()));
    onAssociation(filters, view);
    onAttachment(filters, view);
    return filters;
  }

  private static void onAssociation(Filters<NetworkInterface> filters, InterfaceView view) {
    for (String prefix : List.of("association.", "addresses.association.")) {
      onEach(filters, view, prefix + "public-ip", Association::publicAddress);
      onEach(filters, view, prefix + "owner-id", Association::owner);
      onEach(filters, view, prefix + "ip-owner-id", Association::owner);
      onEach(filters, view, prefix + "allocation-id", Association::allocationId);
      onEach(filters, view, prefix + "association-id", Association::associationId);
      onEach(
          filters,
          view,
          prefix + "public-dns-name",
          a -> InstanceShapes.publicName(view.region(), a.publicAddress()));
    }
  }

  private static void onEach(
      Filters<NetworkInterface> filters,
      InterfaceView view,
      String name,
      Function<Association, @Nullable String> value) {
    filters.onAll(name, nic -> values(view, nic, value));
  }

  private static Collection<String> values(
      InterfaceView view, NetworkInterface nic, Function<Association, @Nullable String> value) {
    return nic.addresses().stream()
        .map(address -> view.association(nic, address))
        .flatMap(Optional::stream)
        .map(value)
        .filter(Objects::nonNull)
        .toList();
  }

  private static void onAttachment(Filters<NetworkInterface> filters, InterfaceView view) {
    filters
        .on("attachment.status", view::attachmentStatus)
        .on("attachment.instance-id", NetworkInterface::instanceId)
        .on(
            "attachment.instance-owner-id",
            nic ->
                nic.attachment() == null
                    ? null
                    : nic.instanceId() == null ? "amazon-aws" : view.account());
    onAttachment(filters, "attachment.attachment-id", Attachment::id);
    onAttachment(filters, "attachment.attach-time", a -> a.at().toString());
    onAttachment(filters, "attachment.device-index", a -> Integer.toString(a.deviceIndex()));
    onAttachment(
        filters,
        "attachment.delete-on-termination",
        a -> Boolean.toString(a.deleteOnTermination()));
  }

  private static void onAttachment(
      Filters<NetworkInterface> filters, String name, Function<Attachment, String> value) {
    filters.on(name, nic -> nic.attachment() == null ? null : value.apply(nic.attachment()));
  }
}
