package croft.services.ec2.volume;

import croft.api.ec2.DescribeVolumeStatusRequest;
import croft.api.ec2.DescribeVolumeStatusResult;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.DescribeVolumesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.VolumeStatusAttachmentStatus;
import croft.api.ec2.VolumeStatusDetails;
import croft.api.ec2.VolumeStatusEvent;
import croft.api.ec2.VolumeStatusInfo;
import croft.api.ec2.VolumeStatusItem;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DescribeVolumes and DescribeVolumeStatus. */
public final class DescribeVolumes {
  /** What EBS calls whatever may have gone wrong with a volume's contents. */
  private static final String IO_FAULT = "potential-data-inconsistency";

  private final Store store;
  private final Paging paging;

  public DescribeVolumes(Ec2Rooms rooms) {
    this.store = rooms.store();
    this.paging = rooms.paging();
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_VOLUMES,
            AccessRule.toAll("ec2:DescribeVolumes"),
            this::describeVolumes),
        Binding.bind(
            Ec2Model.DESCRIBE_VOLUME_STATUS,
            AccessRule.toAll("ec2:DescribeVolumeStatus"),
            this::describeVolumeStatus));
  }

  private static List<Volume> named(Transaction tx, Call call, List<String> ids) {
    List<Volume> all = Volumes.all(tx, call.scope());
    Set<String> known = new HashSet<>();
    all.forEach(volume -> known.add(volume.id()));
    for (String id : ids) {
      Volumes.requireId(id);
      if (!known.contains(id)) {
        throw Volumes.notFound(id);
      }
    }
    return all.stream().filter(v -> ids.isEmpty() || ids.contains(v.id())).toList();
  }

  private DescribeVolumesResult describeVolumes(Call call, DescribeVolumesRequest request) {
    return store.read(tx -> {
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Volume> page =
          paging.page(
              call,
              named(tx, call, request.volumeIdsOrEmpty()).stream()
                  .filter(filters(tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Volume::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVolumesResult.builder()
          .volumes(
              page.items().stream()
                  .map(v -> VolumeShapes.shape(v, tags.getOrDefault(v.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Volume> filters(Map<String, Map<String, String>> tags) {
    return new Filters<Volume>()
        .on("volume-id", Volume::id)
        .on("attachment.instance-id", Volume::instanceId)
        .on("attachment.device", v -> of(v, Attachment::device))
        .on("attachment.status", v -> of(v, a -> a.state().text()))
        .on("attachment.attach-time", v -> of(v, a -> a.at().toString()))
        .on("attachment.delete-on-termination", v -> of(v, a -> "" + a.deleteOnTermination()))
        .on("availability-zone", Volume::zone)
        .on("create-time", v -> v.createdAt().toString())
        .on("encrypted", v -> "" + (v.encryption() != null))
        .on("fast-restored", v -> "false")
        .on("multi-attach-enabled", v -> "false")
        .on("size", v -> v.layer() ? null : "" + v.settings().sizeGibibytes())
        .on("snapshot-id", Volume::snapshotId)
        .on("status", v -> v.state().text())
        .on("volume-type", v -> v.layer() ? null : v.settings().type())
        .tagged(v -> tags.getOrDefault(v.id(), Map.of()));
  }

  /** One fact of an attachment. */
  @FunctionalInterface
  private interface Fact {
    String of(Attachment attachment);
  }

  private static @Nullable String of(Volume volume, Fact fact) {
    return volume.attachment() == null ? null : fact.of(volume.attachment());
  }

  private DescribeVolumeStatusResult describeVolumeStatus(
      Call call, DescribeVolumeStatusRequest request) {
    return store.read(tx -> {
      Paging.Page<Volume> page =
          paging.page(
              call,
              named(tx, call, request.volumeIdsOrEmpty()).stream()
                  .filter(statusFilters().matching(request.filtersOrEmpty()))
                  .toList(),
              Volume::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVolumeStatusResult.builder()
          .volumeStatuses(page.items().stream().map(DescribeVolumes::status).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Volume> statusFilters() {
    return new Filters<Volume>()
        .on("availability-zone", Volume::zone)
        .on("volume-status.status", DescribeVolumes::health)
        .on("volume-status.details-name", v -> "io-enabled")
        .on("volume-status.details-status", v -> health(v).equals("ok") ? "passed" : "failed")
        .onAll("action.code", v -> List.of())
        .onAll("action.description", v -> List.of())
        .onAll("action.event-id", v -> List.of())
        .onAll("event.description", v -> v.fault() == null ? List.of() : List.of(v.fault()))
        .onAll("event.event-id", v -> List.of())
        .onAll("event.event-type", v -> v.fault() == null ? List.of() : List.of(IO_FAULT))
        .onAll("event.not-after", v -> List.of())
        .onAll("event.not-before", v -> List.of());
  }

  private static String health(Volume volume) {
    if (volume.fault() != null) {
      return "impaired";
    }
    return switch (volume.state()) {
      case CREATING -> "insufficient-data";
      case AVAILABLE, IN_USE, DELETING -> "ok";
      case ERROR -> "impaired";
    };
  }

  private static List<VolumeStatusEvent> events(Volume volume) {
    return volume.fault() == null
        ? List.of()
        : List.of(
            VolumeStatusEvent.builder()
                .eventType(IO_FAULT)
                .description(volume.fault())
                .instanceId(volume.instanceId())
                .build());
  }

  private static VolumeStatusItem status(Volume volume) {
    String passed = health(volume).equals("impaired") ? "failed" : "passed";
    return VolumeStatusItem.builder()
        .volumeId(volume.id())
        .availabilityZone(volume.zone())
        .actions(List.of())
        .events(events(volume))
        .volumeStatus(
            VolumeStatusInfo.builder()
                .status(health(volume))
                .details(
                    List.of(
                        VolumeStatusDetails.builder().name("io-enabled").status(passed).build(),
                        VolumeStatusDetails.builder()
                            .name("io-performance")
                            .status("not-applicable")
                            .build()))
                .build())
        .attachmentStatuses(
            volume.instanceId() == null
                ? List.of()
                : List.of(
                    VolumeStatusAttachmentStatus.builder()
                        .instanceId(volume.instanceId())
                        .ioPerformance("not-applicable")
                        .build()))
        .build();
  }
}
