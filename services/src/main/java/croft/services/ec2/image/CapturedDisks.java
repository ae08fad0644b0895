package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.EbsBlockDevice;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.SnapshotOperations;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.volume.Volume;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volumes;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Begins the snapshots of an image's disks: of the volumes of the instance it is made of, or of the
 * snapshots of the image it is a copy of.
 */
record CapturedDisks(SnapshotOperations snapshots) {
  private static final Set<String> WITH_IOPS = Set.of("gp3", "io1", "io2");

  /** What CreateImage asks of the disks of one instance. */
  record Capture(
      Instance instance, String imageId, List<BlockDeviceMapping> given, Map<String, String> tags) {
    String description() {
      return "Created by CreateImage(" + instance.id() + ") for " + imageId;
    }
  }

  /**
   * The disks of an image of an instance, each with a snapshot that is taken with the root.
   *
   * @throws ServiceError for a mapping that cannot be honoured
   */
  List<ImageDisk> begin(Transaction tx, Call call, Capture capture) {
    LaunchDisks.of(capture.given()); // What no launch could honour is refused here.
    refuseKeys(capture.given());
    Map<String, BlockDeviceMapping> given = new HashMap<>();
    capture.given().forEach(one -> given.put(String.valueOf(one.deviceName()), one));
    List<ImageDisk> disks = new ArrayList<>();
    Volume root = Volumes.rootOf(tx, capture.instance());
    if (root.settings().sizeGibibytes() > 0 && root.attachment() != null) {
      Optional<BlockDeviceMapping> changed =
          Optional.ofNullable(given.remove(ImageShapes.ROOT_DEVICE));
      disks.add(disk(root, root.attachment(), changed.map(BlockDeviceMapping::ebs)));
    }
    for (Volume volume : Volumes.attachedTo(tx, call.scope(), capture.instance().id())) {
      Attachment attachment = volume.attachment();
      if (attachment != null && !attachment.isLeaving()) {
        BlockDeviceMapping changed = given.remove(attachment.device());
        if (changed == null || changed.noDevice() == null) {
          EbsBlockDevice ebs = changed == null ? null : changed.ebs();
          ImageDisk disk = disk(volume, attachment, Optional.ofNullable(ebs));
          Snapshot taken = snapshots.begin(tx, call, volume, capture.description(), capture.tags());
          disks.add(disk.of(taken.id()));
        }
      }
    }
    for (BlockDeviceMapping further : given.values()) {
      if (further.ebs() != null) {
        disks.add(further(tx, call, String.valueOf(further.deviceName()), further.ebs()));
      }
    }
    return disks;
  }

  /** An image's disks are encrypted as what they are made of. */
  static void refuseKeys(List<BlockDeviceMapping> given) {
    for (BlockDeviceMapping mapping : given) {
      EbsBlockDevice ebs = mapping.ebs();
      if (ebs != null && (Boolean.TRUE.equals(ebs.encrypted()) || ebs.kmsKeyId() != null)) {
        throw ServiceError.unsupported(
            "Encrypting a disk of an image that is not encrypted (" + mapping.deviceName() + ")");
      }
    }
  }

  private static ImageDisk disk(
      Volume volume, Attachment attachment, Optional<EbsBlockDevice> changed) {
    Volume.Settings is = volume.settings();
    EbsBlockDevice ebs = changed.orElseGet(() -> EbsBlockDevice.builder().build());
    if (ebs.snapshotId() != null) {
      throw ServiceError.badRequest(
          "InvalidBlockDeviceMapping",
          "snapshotId can only be modified on EBS devices that the instance does not have: "
              + attachment.device());
    }
    int sizeGibibytes = ebs.volumeSize() == null ? is.sizeGibibytes() : ebs.volumeSize();
    if (sizeGibibytes < is.sizeGibibytes()) {
      throw ServiceError.badRequest(
          "InvalidBlockDeviceMapping",
          "Volume of size "
              + sizeGibibytes
              + "GB is smaller than snapshot of '"
              + volume.id()
              + "', expect size >= "
              + is.sizeGibibytes()
              + "GB");
    }
    String type = ebs.volumeType() == null ? is.type() : ebs.volumeType();
    boolean same = type.equals(is.type());
    Integer iops = same && WITH_IOPS.contains(type) ? is.iops() : null;
    Integer throughput = same && type.equals("gp3") ? is.throughput() : null;
    return new ImageDisk(
        attachment.device(),
        null,
        sizeGibibytes,
        type,
        ebs.iops() == null ? iops : ebs.iops(),
        ebs.throughput() == null ? throughput : ebs.throughput(),
        ebs.deleteOnTermination() == null
            ? attachment.deleteOnTermination()
            : ebs.deleteOnTermination(),
        volume.encryption() != null);
  }

  /**
   * A disk that a request names by itself: empty, or of a snapshot of the account's.
   *
   * @throws ServiceError {@code InvalidSnapshot.NotFound}, {@code IncorrectState}, {@code
   *     MissingParameter} and {@code InvalidBlockDeviceMapping}
   */
  static ImageDisk further(Transaction tx, Call call, String device, EbsBlockDevice ebs) {
    ImageDisk disk = ImageDisk.of(device, ebs);
    String snapshotId = disk.snapshotId();
    if (snapshotId == null) {
      if (disk.sizeGibibytes() == null && !disk.isRoot()) {
        throw ServiceError.badRequest(
            "MissingParameter", "The request must contain the parameter size or snapshotId");
      }
      return disk;
    }
    Snapshot snapshot = Snapshots.require(tx, call.scope(), snapshotId);
    if (snapshot.state() != Snapshot.State.COMPLETED) {
      throw ServiceError.badRequest(
          "IncorrectState", "Snapshot is in invalid state - " + snapshot.state().text());
    }
    int least = snapshot.sizeGibibytes();
    Integer size = disk.sizeGibibytes();
    if (size != null && size < least) {
      throw ServiceError.badRequest(
          "InvalidBlockDeviceMapping",
          "Volume of size "
              + size
              + "GB is smaller than snapshot '"
              + snapshotId
              + "', expect size >= "
              + least
              + "GB");
    }
    return new ImageDisk(
        device,
        snapshotId,
        size == null ? Integer.valueOf(least) : size,
        disk.type(),
        disk.iops(),
        disk.throughput(),
        disk.deleteOnTermination(),
        snapshot.encryption() != null);
  }

  /** The disks of a copy of an image: each snapshot has a copy where the image is copied to. */
  List<ImageDisk> copy(Transaction tx, Call call, Image original, Map<String, String> tags) {
    List<ImageDisk> disks = new ArrayList<>();
    for (ImageDisk disk : original.disks()) {
      String snapshotId = disk.snapshotId();
      if (snapshotId == null) {
        disks.add(disk);
      } else {
        Snapshot origin =
            Snapshots.any(tx, snapshotId)
                .orElseThrow(() ->
                    ServiceError.badRequest(
                        "InvalidSnapshot.NotFound",
                        "The snapshot '" + snapshotId + "' does not exist."));
        String said =
            "Copied for DestinationAmi from SourceAmi "
                + original.id()
                + " for SourceSnapshot "
                + snapshotId;
        disks.add(disk.of(snapshots.copy(tx, call, origin, said, tags).id()));
      }
    }
    return disks;
  }
}
