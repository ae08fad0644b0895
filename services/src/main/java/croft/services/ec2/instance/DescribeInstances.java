package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.DescribeInstancesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceMetadataOptionsResponse;
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
import java.util.function.Predicate;
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
    List<String> ids = request.instanceIdsOrEmpty();
    Paging.notWithIds("instancesSet", ids, request.maxResults());
    Paging.within(5, 1000, request.maxResults());
    Paging.Cut cut = new Paging.Cut(request.maxResults(), request.nextToken());
    return store.read(tx -> {
      boolean whole = ids.isEmpty() && cut.isWhole();
      InstanceShapes shapes =
          whole ? InstanceView.ofAll(tx, call.scope()) : InstanceView.shapes(tx, call.scope());
      Predicate<Instance> passes = filters(call, shapes).matching(request.filtersOrEmpty());
      Paging.Page<Instance> page =
          whole || !ids.isEmpty()
              ? new Paging.Page<>(asked(tx, call, ids).stream().filter(passes).toList(), null)
              : paging.page(
                  call,
                  (after, limit) -> tx.list(Instances.TABLE, call.scope(), after, limit),
                  passes,
                  Instance::id,
                  cut);
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
            .on("reason", i -> i.lifecycle().transitionReason())
            .on("state-reason-message", i -> i.lifecycle().reasonMessage())
            .on("platform-details", i -> "Linux/UNIX")
            .on("usage-operation", i -> "RunInstances")
            .on("usage-operation-update-time", i -> i.launch().at().toString())
            .on("placement-partition-number", DescribeInstances::partition)
            .on("placement-group-name", DescribeInstances::groupName)
            .on("instance-lifecycle", i -> i.settings().spotRequestId() == null ? null : "spot")
            .on("spot-instance-request-id", i -> i.settings().spotRequestId())
            .on("hibernation-options.configured", i -> "false")
            .on("enclave-options.enabled", i -> "false")
            .on("current-instance-boot-mode", i -> "legacy-bios")
            .on("boot-mode", i -> "legacy-bios")
            .on("private-dns-name-options.hostname-type", i -> "ip-name")
            .on("private-dns-name-options.enable-resource-name-dns-a-record", i -> "false")
            .on("private-dns-name-options.enable-resource-name-dns-aaaa-record", i -> "false")
            .on("maintenance-options.auto-recovery", DescribeInstances::recovery)
            .on("capacity-reservation-specification.capacity-reservation-preference", i -> "open")
            .on("metadata-options.http-tokens", i -> shown(i).httpTokens())
            .on("metadata-options.http-endpoint", i -> shown(i).httpEndpoint())
            .on("metadata-options.http-protocol-ipv4", i -> shown(i).httpEndpoint())
            .on("metadata-options.http-protocol-ipv6", i -> "disabled")
            .on("metadata-options.instance-metadata-tags", i -> shown(i).instanceMetadataTags())
            .on("metadata-options.http-put-response-hop-limit", DescribeInstances::hops)
            .tagged(shapes::tags);
    onPlace(filters, "availability-zone", Instance.Place::zone);
    onPlace(filters, "subnet-id", Instance.Place::subnetId);
    onPlace(filters, "vpc-id", Instance.Place::vpcId);
    onPlace(filters, "private-ip-address", Instance.Place::privateAddress);
    onPlace(
        filters,
        "private-dns-name",
        place -> InstanceShapes.privateName(call.region(), place.privateAddress()));
    onPublicAndGroups(filters, call, shapes);
    InterfaceFilters.addTo(filters, shapes);
    return filters;
  }

  private static @Nullable String groupName(Instance instance) {
    InstanceSettings.Group group = instance.settings().group();
    return group == null ? null : group.name();
  }

  private static @Nullable String partition(Instance instance) {
    InstanceSettings.Group group = instance.settings().group();
    return group == null || group.partition() == 0 ? null : Integer.toString(group.partition());
  }

  private static String recovery(Instance instance) {
    return instance.settings().recoveryDisabled() ? "disabled" : "default";
  }

  private static InstanceMetadataOptionsResponse shown(Instance instance) {
    return InstanceShapes.metadata(instance.options().metadata());
  }

  private static String hops(Instance instance) {
    return Integer.toString(instance.options().metadata().hopLimit());
  }

  private static void onPublicAndGroups(
      Filters<Instance> filters, Call call, InstanceShapes shapes) {
    filters.on("ip-address", i -> gone(i) ? null : shapes.publicAddress(i));
    filters.on(
        "dns-name",
        i -> gone(i) ? null : InstanceShapes.publicName(call.region(), shapes.publicAddress(i)));
    for (String name : List.of("instance.group-", "network-interface.group-")) {
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
