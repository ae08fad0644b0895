package croft.services.ec2.volume;

import croft.api.ec2.DescribeVolumesModificationsRequest;
import croft.api.ec2.DescribeVolumesModificationsResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ModifyVolumeRequest;
import croft.api.ec2.ModifyVolumeResult;
import croft.api.ec2.VolumeModification;
import croft.base.ServiceError;
import croft.services.ec2.Ec2Rooms;
import croft.services.ec2.Wake;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.volume.Volume.Modification;
import croft.services.ec2.volume.Volume.Settings;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ModifyVolume and what became of it. A larger volume is larger at once, for instances too; the
 * file system on it is grown inside, as on EC2.
 */
public final class ModifyOperations {
  private final Store store;
  private final Wake wake;
  private final Paging paging;
  private final NetworkAccess access;

  public ModifyOperations(Ec2Rooms rooms, NetworkAccess access) {
    this.store = rooms.store();
    this.wake = rooms.wake();
    this.paging = rooms.paging();
    this.access = access;
  }

  /** These operations. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.MODIFY_VOLUME,
            (call, r) -> access.to(call, "ModifyVolume", r.volumeId()),
            this::modifyVolume),
        Binding.bind(
            Ec2Model.DESCRIBE_VOLUMES_MODIFICATIONS,
            AccessRule.toAll("ec2:DescribeVolumesModifications"),
            this::describeVolumesModifications));
  }

  private ModifyVolumeResult modifyVolume(Call call, ModifyVolumeRequest request) {
    String id = VolumeOperations.required("volumeId", request.volumeId());
    VolumeOperations.refuseUnsupported(request.multiAttachEnabled());
    return store.write(tx -> {
      Volume volume = Volumes.require(tx, call.scope(), id);
      if (volume.layer()) {
        throw ServiceError.unsupported(
            "Changing the root of an instance that was launched without a size for it");
      }
      requireReady(volume);
      Settings target = target(volume.settings(), request);
      if (target.sizeGibibytes() < volume.settings().sizeGibibytes()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "New size cannot be smaller than existing size");
      }
      Modification modification =
          new Modification(volume.settings(), target, call.at(), null, null);
      Volume changed = volume.with(volume.settings(), modification);
      tx.put(Volumes.TABLE, changed);
      wake.volume(tx, call.scope(), id);
      return ModifyVolumeResult.builder().volumeModification(shape(changed, modification)).build();
    });
  }

  private static void requireReady(Volume volume) {
    boolean ready =
        volume.state() == Volume.State.AVAILABLE || volume.state() == Volume.State.IN_USE;
    if (!ready) {
      throw ServiceError.badRequest(
          "IncorrectState",
          "Volume " + volume.id() + " in state '" + volume.state().text() + "' cannot be changed");
    }
    if (volume.modification() != null && volume.modification().isDue()) {
      throw ServiceError.badRequest(
          "IncorrectModificationState",
          "Volume " + volume.id() + " is already being modified: its state is 'modifying'");
    }
  }

  private static Settings target(Settings now, ModifyVolumeRequest request) {
    String type = request.volumeType() == null ? now.type() : request.volumeType();
    int size = request.size() == null ? now.sizeGibibytes() : request.size();
    boolean sameType = type.equals(now.type());
    // What was only ever the type's default follows the type and the size.
    boolean keepsIops = sameType && !type.equals("gp2");
    Integer iops = request.iops() == null && keepsIops ? now.iops() : request.iops();
    Integer throughput =
        request.throughput() == null && sameType ? now.throughput() : request.throughput();
    return VolumeTypes.settings(type, size, iops, throughput);
  }

  private DescribeVolumesModificationsResult describeVolumesModifications(
      Call call, DescribeVolumesModificationsRequest request) {
    return store.read(tx -> {
      for (String id : request.volumeIdsOrEmpty()) {
        Volume volume = Volumes.require(tx, call.scope(), id);
        if (volume.modification() == null) {
          throw ServiceError.badRequest(
              "InvalidVolumeModification.NotFound",
              "Modification for volume '" + id + "' does not exist.");
        }
      }
      Paging.Page<Volume> page =
          paging.page(
              call,
              tx.list(Volumes.TABLE, call.scope()).stream()
                  .filter(volume -> volume.modification() != null)
                  .filter(volume ->
                      request.volumeIdsOrEmpty().isEmpty()
                          || request.volumeIdsOrEmpty().contains(volume.id()))
                  .filter(filters().matching(request.filtersOrEmpty()))
                  .toList(),
              Volume::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVolumesModificationsResult.builder()
          .volumesModifications(
              page.items().stream().map(volume -> shape(volume, volume.modification())).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Volume> filters() {
    return new Filters<Volume>()
        .on("volume-id", Volume::id)
        .on("modification-state", v -> of(v, Modification::state))
        .on("original-size", v -> of(v, m -> m.original().sizeGibibytes()))
        .on("original-iops", v -> of(v, m -> m.original().iops()))
        .on("original-volume-type", v -> of(v, m -> m.original().type()))
        .on("target-size", v -> of(v, m -> m.target().sizeGibibytes()))
        .on("target-iops", v -> of(v, m -> m.target().iops()))
        .on("target-volume-type", v -> of(v, m -> m.target().type()))
        .on("originalMultiAttachEnabled", v -> "false")
        .on("targetMultiAttachEnabled", v -> "false")
        .on("start-time", v -> of(v, Modification::startedAt));
  }

  /** One fact of a modification. */
  @FunctionalInterface
  private interface Fact {
    @Nullable Object of(Modification modification);
  }

  private static @Nullable String of(Volume volume, Fact fact) {
    Object found = volume.modification() == null ? null : fact.of(volume.modification());
    return found == null ? null : found.toString();
  }

  private static VolumeModification shape(Volume volume, @Nullable Modification modification) {
    if (modification == null) {
      return VolumeModification.builder().volumeId(volume.id()).build();
    }
    Settings original = modification.original();
    Settings target = modification.target();
    return VolumeModification.builder()
        .volumeId(volume.id())
        .modificationState(modification.state())
        .statusMessage(modification.message())
        .originalSize(original.sizeGibibytes())
        .originalIops(original.iops())
        .originalVolumeType(original.type())
        .originalThroughput(original.throughput())
        .originalMultiAttachEnabled(false)
        .targetSize(target.sizeGibibytes())
        .targetIops(target.iops())
        .targetVolumeType(target.type())
        .targetThroughput(target.throughput())
        .targetMultiAttachEnabled(false)
        .progress(modification.endedAt() == null ? 0L : 100L)
        .startTime(modification.startedAt())
        .endTime(modification.endedAt())
        .build();
  }
}
