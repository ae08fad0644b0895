package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.EbsBlockDevice;
import croft.services.ec2.snapshot.Snapshot;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disks of images: which snapshots they need, and what a launch gets of them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html">Block
 * device mappings</a>.
 */
public final class ImageDisks {
  private ImageDisks() {}

  /** The snapshots an image's mappings name. */
  public static Set<String> snapshots(Image image) {
    Set<String> ids = new HashSet<>();
    for (ImageDisk disk : image.disks()) {
      if (disk.snapshotId() != null) {
        ids.add(disk.snapshotId());
      }
    }
    return ids;
  }

  /** An image that needs a snapshot to stay, or null. */
  public static @Nullable String userOf(Transaction tx, Snapshot snapshot) {
    return of(tx, snapshot)
        .filter(image ->
            switch (image.state()) {
              case PENDING, AVAILABLE, DISABLED -> true;
              case FAILED, DEREGISTERED -> false;
            })
        .map(Image::id)
        .findFirst()
        .orElse(null);
  }

  /** Whether a snapshot is taken together with the root of an image, and not by itself. */
  public static boolean isTakenWithImage(Transaction tx, Snapshot snapshot) {
    return of(tx, snapshot)
        .anyMatch(
            image -> image.state() == ImageState.PENDING && image.source().instanceId() != null);
  }

  private static Stream<Image> of(Transaction tx, Snapshot snapshot) {
    return tx.list(Images.TABLE, Images.region(snapshot.scope())).stream()
        .filter(image -> snapshots(image).contains(snapshot.id()));
  }

  /**
   * The mappings of a launch: an image's, each changed by what the launch says of the same device
   * or left out where it says so, then the launch's own. Of the root only its size and type are
   * there: its files are the image's already, whatever snapshot they were read from.
   */
  public static List<BlockDeviceMapping> launched(Image image, List<BlockDeviceMapping> given) {
    Map<String, BlockDeviceMapping> byDevice = new HashMap<>();
    given.forEach(mapping -> byDevice.put(String.valueOf(mapping.deviceName()), mapping));
    List<BlockDeviceMapping> all = new ArrayList<>();
    Set<String> merged = new HashSet<>();
    for (ImageDisk disk : image.disks()) {
      BlockDeviceMapping over = byDevice.get(disk.device());
      if (over == null) {
        all.add((disk.isRoot() ? disk.of((String) null) : disk).shape());
      } else if (over.ebs() != null) {
        merged.add(disk.device());
        EbsBlockDevice ebs = merged(disk, over.ebs());
        all.add(BlockDeviceMapping.builder().deviceName(disk.device()).ebs(ebs).build());
      }
    }
    given.stream()
        .filter(mapping -> !merged.contains(String.valueOf(mapping.deviceName())))
        .forEach(all::add);
    return all;
  }

  private static EbsBlockDevice merged(ImageDisk disk, EbsBlockDevice over) {
    boolean other =
        over.snapshotId() != null && !Objects.equals(over.snapshotId(), disk.snapshotId());
    boolean typed = over.volumeType() != null && !over.volumeType().equals(disk.type());
    String brought = disk.isRoot() ? null : disk.snapshotId();
    return over.toBuilder()
        .snapshotId(other ? over.snapshotId() : brought)
        .volumeSize(over.volumeSize() != null || other ? over.volumeSize() : disk.sizeGibibytes())
        .volumeType(over.volumeType() != null ? over.volumeType() : disk.type())
        .iops(over.iops() != null || typed ? over.iops() : disk.iops())
        .throughput(over.throughput() != null || typed ? over.throughput() : disk.throughput())
        .deleteOnTermination(
            over.deleteOnTermination() != null
                ? over.deleteOnTermination()
                : Boolean.valueOf(disk.deleteOnTermination()))
        .build();
  }
}
