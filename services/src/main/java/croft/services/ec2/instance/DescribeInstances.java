package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.DescribeInstancesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Reservation;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** DescribeInstances, with its filters and pages. */
public final class DescribeInstances {
  private final Store store;
  private final Paging paging;

  public DescribeInstances(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_INSTANCES,
        AccessRule.toAll("ec2:DescribeInstances"),
        this::describeInstances);
  }

  private DescribeInstancesResult describeInstances(Call call, DescribeInstancesRequest request) {
    return store.read(tx -> {
      List<Instance> asked = asked(tx, call, request.instanceIdsOrEmpty());
      InstanceShapes shapes = InstanceView.shapes(tx, call.scope());
      Paging.Page<Instance> page =
          paging.page(
              call,
              asked.stream()
                  .filter(filters(call, shapes).matching(request.filtersOrEmpty()))
                  .toList(),
              Instance::id,
              request.maxResults(),
              request.nextToken());
      return DescribeInstancesResult.builder()
          .reservations(reservations(call, shapes, page.items()))
          .nextToken(page.nextToken())
          .build();
    });
  }

  static List<Instance> asked(Transaction tx, Call call, List<String> ids) {
    if (ids.isEmpty()) {
      return tx.list(Instances.TABLE, call.scope());
    }
    return Instances.require(tx, call.scope(), ids).stream()
        .distinct()
        .sorted(Comparator.comparing(Instance::id))
        .toList();
  }

  private static List<Reservation> reservations(
      Call call, InstanceShapes shapes, List<Instance> instances) {
    Map<String, List<Instance>> byReservation = new LinkedHashMap<>();
    for (Instance instance : instances) {
      byReservation
          .computeIfAbsent(instance.launch().reservationId(), id -> new ArrayList<>())
          .add(instance);
    }
    List<Reservation> reservations = new ArrayList<>();
    byReservation.forEach((id, members) -> {
      members.sort(Comparator.comparingInt(i -> i.launch().index()));
      reservations.add(
          Reservation.builder()
              .reservationId(id)
              .ownerId(call.account())
              .groups(List.of())
              .instances(members.stream().map(shapes::shape).toList())
              .build());
    });
    return reservations;
  }

  private static Filters<Instance> filters(Call call, InstanceShapes shapes) {
    Filters<Instance> filters =
        new Filters<Instance>()
            .on("instance-id", Instance::id)
            .on("instance-state-name", i -> i.state().text())
            .on("instance-state-code", i -> Integer.toString(i.state().code()))
            .on("instance-type", i -> i.options().type())
            .on("image-id", i -> i.launch().imageId())
            .on("key-name", i -> i.launch().keyName())
            .on("reservation-id", i -> i.launch().reservationId())
            .on("client-token", i -> i.launch().clientToken())
            .on("launch-index", i -> Integer.toString(i.launch().index()))
            .on("launch-time", i -> i.launch().at().toString())
            .on("owner-id", i -> call.account())
            .on("architecture", i -> InstanceShapes.ARCHITECTURE)
            .on("hypervisor", i -> "xen")
            .on("virtualization-type", i -> "hvm")
            .on("root-device-name", i -> InstanceShapes.ROOT_DEVICE)
            .on("root-device-type", i -> "ebs")
            .on("tenancy", i -> "default")
            .on("monitoring-state", i -> i.options().detailedMonitoring() ? "enabled" : "disabled")
            .on("state-reason-code", i -> i.lifecycle().reasonCode())
            .on("iam-instance-profile.arn", i -> i.options().profileArn())
            .on("iam-instance-profile.id", i -> i.options().profileId())
            .tagged(shapes::tags);
    onPlace(filters, "availability-zone", Instance.Place::zone);
    onPlace(filters, "subnet-id", Instance.Place::subnetId);
    onPlace(filters, "vpc-id", Instance.Place::vpcId);
    onPlace(filters, "private-ip-address", Instance.Place::privateAddress);
    onPlace(
        filters,
        "private-dns-name",
        place -> InstanceShapes.privateName(call.region(), place.privateAddress()));
    onPlace(filters, "network-interface.network-interface-id", Instance.Place::interfaceId);
    onPlace(filters, "network-interface.subnet-id", Instance.Place::subnetId);
    onPlace(filters, "network-interface.vpc-id", Instance.Place::vpcId);
    onPlace(
        filters, "network-interface.addresses.private-ip-address", Instance.Place::privateAddress);
    onPublicAndGroups(filters, call, shapes);
    return filters;
  }

  private static void onPublicAndGroups(
      Filters<Instance> filters, Call call, InstanceShapes shapes) {
    filters.on("ip-address", i -> gone(i) ? null : shapes.publicAddress(i));
    filters.on(
        "dns-name",
        i -> gone(i) ? null : InstanceShapes.publicName(call.region(), shapes.publicAddress(i)));
    for (String prefix : List.of("instance", "network-interface")) {
      String name = prefix.equals("instance") ? "instance.group-" : "network-interface.group-";
      filters.onAll(
          name + "id",
          i -> shapes.groups(i).stream().map(g -> String.valueOf(g.groupId())).toList());
      filters.onAll(
          name + "name",
          i -> shapes.groups(i).stream().map(g -> String.valueOf(g.groupName())).toList());
    }
    filters.onAll(
        "group-id", i -> shapes.groups(i).stream().map(g -> String.valueOf(g.groupId())).toList());
    filters.onAll(
        "group-name",
        i -> shapes.groups(i).stream().map(g -> String.valueOf(g.groupName())).toList());
  }

  /** A terminated instance has left its network. */
  private static void onPlace(
      Filters<Instance> filters, String name, Function<Instance.Place, @Nullable String> value) {
    filters.on(name, i -> gone(i) ? null : value.apply(i.place()));
  }

  private static boolean gone(Instance instance) {
    return instance.state() == InstanceState.TERMINATED;
  }
}
