package croft.services.ec2.volume;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.services.ec2.volume.Volume.Settings;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives an instance that is being launched the volumes its launch asks for. */
public final class LaunchedVolumes {
  /** What a root is where its launch says only something else of it. */
  private static final int ROOT_GIBIBYTES = 8;

  private static final String ROOT_TYPE = "gp3";

  private final Ids ids;

  public LaunchedVolumes(Ids ids) {
    this.ids = ids;
  }

  /**
   * What a launch wants of disks.
   *
   * @param root how the root is encrypted; null for one in the clear
   */
  public record Wanted(
      LaunchDisks disks, @Nullable Encryption root, LaunchKeys keys, Map<String, String> tags) {}

  /**
   * Writes the volumes; the instance's start makes them.
   *
   * @param wanted the launch's disks, the keys of those that are encrypted, and tags for each of
   *     them and for its root
   * @throws ServiceError for a mapping that cannot be honoured
   */
  public void give(Transaction tx, Call call, Instance instance, Wanted wanted) {
    LaunchDisks disks = wanted.disks();
    Map<String, String> tags = wanted.tags();
    List<String> taken = new ArrayList<>();
    Tags.put(tx, call.scope(), instance.options().rootVolumeId(), tags);
    giveRoot(tx, call, instance, wanted);
    for (LaunchDisks.Mapping mapping : disks.mappings()) {
      if (!mapping.isRoot()) {
        DeviceNames.require(mapping.device());
      }
      DeviceNames.requireFree(mapping.device(), taken);
      taken.add(mapping.device());
      if (!mapping.isRoot()) {
        Volume volume = volume(tx, call, instance, mapping, wanted);
        tx.insert(Volumes.TABLE, volume);
        Tags.put(tx, call.scope(), volume.id(), tags);
      }
    }
  }

  /**
   * A root has a row if something is to be said about it: a size, that it is encrypted, or that it
   * outlives its instance.
   */
  private static void giveRoot(Transaction tx, Call call, Instance instance, Wanted wanted) {
    Optional<LaunchDisks.Mapping> mapping =
        wanted.disks().mappings().stream().filter(LaunchDisks.Mapping::isRoot).findFirst();
    Volume root = Volumes.layerOf(instance).under(wanted.root());
    Attachment attachment = root.attachment();
    boolean kept = mapping.isPresent() && !mapping.get().deleteOnTermination();
    if (kept && attachment != null) {
      root = root.with(attachment.withDeleteOnTermination(false));
    }
    boolean sized = wanted.root() != null || mapping.filter(m -> m.hasSettings()).isPresent();
    if (sized) {
      root = root.sized(rootSettings(mapping));
    }
    if (kept || sized) {
      Volumes.requireRoom(tx, call.scope());
      tx.insert(Volumes.TABLE, root);
    }
  }

  private static Settings rootSettings(Optional<LaunchDisks.Mapping> mapping) {
    return VolumeTypes.settings(
        mapping.map(LaunchDisks.Mapping::type).orElse(ROOT_TYPE),
        mapping.map(LaunchDisks.Mapping::sizeGibibytes).orElse(ROOT_GIBIBYTES),
        mapping.map(LaunchDisks.Mapping::iops).orElse(null),
        mapping.map(LaunchDisks.Mapping::throughput).orElse(null));
  }

  private Volume volume(
      Transaction tx, Call call, Instance instance, LaunchDisks.Mapping mapping, Wanted wanted) {
    Volumes.requireRoom(tx, call.scope());
    Set<String> entrusted = wanted.disks().entrusted();
    LaunchKeys.Prepared prepared = wanted.keys().next(mapping.device());
    Volume volume =
        volume(
            call,
            instance,
            mapping,
            settings(tx, call, mapping, entrusted),
            prepared == null ? ids.resource("vol") : prepared.volumeId());
    return volume.under(
        prepared == null ? encryptionOf(tx, call, mapping, entrusted) : prepared.encryption());
  }

  /** What a mapping that is not the launch's own brings: it shares the snapshot's data key. */
  private static @Nullable Encryption encryptionOf(
      Transaction tx, Call call, LaunchDisks.Mapping mapping, Set<String> entrusted) {
    if (mapping.snapshotId() == null) {
      return null;
    }
    Snapshot snapshot = Snapshots.requireUsable(tx, call, mapping.snapshotId(), entrusted);
    if (snapshot.encryption() != null && !snapshot.scope().equals(call.scope())) {
      throw ServiceError.unsupported(
          "A volume of an encrypted snapshot of another account's image (copy the image first)");
    }
    return snapshot.encryption();
  }

  private static Volume volume(
      Call call, Instance instance, LaunchDisks.Mapping mapping, Settings settings, String id) {
    return new Volume(
        call.scope(),
        id,
        instance.place().zone(),
        settings,
        mapping.snapshotId(),
        call.at(),
        Volume.State.CREATING,
        false,
        false,
        new Attachment(
            instance.id(),
            mapping.device(),
            AttachmentState.ATTACHING,
            call.at(),
            mapping.deleteOnTermination(),
            false),
        null,
        null);
  }

  private static Settings settings(
      Transaction tx, Call call, LaunchDisks.Mapping mapping, Set<String> entrusted) {
    Integer size = mapping.sizeGibibytes();
    if (mapping.snapshotId() != null) {
      Snapshot snapshot = Snapshots.requireUsable(tx, call, mapping.snapshotId(), entrusted);
      if (size != null && size < snapshot.sizeGibibytes()) {
        throw ServiceError.badRequest(
            "InvalidBlockDeviceMapping",
            "Volume of size "
                + size
                + "GB is smaller than snapshot '"
                + snapshot.id()
                + "', expect size >= "
                + snapshot.sizeGibibytes()
                + "GB");
      }
      size = size == null ? Integer.valueOf(snapshot.sizeGibibytes()) : size;
    }
    if (size == null) {
      throw ServiceError.badRequest(
          "MissingParameter", "The request must contain the parameter size or snapshotId");
    }
    return VolumeTypes.settings(mapping.type(), size, mapping.iops(), mapping.throughput());
  }
}
