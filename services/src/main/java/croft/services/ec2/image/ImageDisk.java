package croft.services.ec2.image;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.EbsBlockDevice;
import org.jspecify.annotations.Nullable;

/**
 * A block device mapping of an image: a volume that each instance of it gets; for the root device,
 * what the root was read from.
 *
 * @param snapshotId what the volume begins as; null: empty
 * @param sizeGibibytes null: the snapshot's
 * @param type null: the default
 * @param encrypted whether its snapshot is
 */
public record ImageDisk(
    String device,
    @Nullable String snapshotId,
    @Nullable Integer sizeGibibytes,
    @Nullable String type,
    @Nullable Integer iops,
    @Nullable Integer throughput,
    boolean deleteOnTermination,
    boolean encrypted) {

  boolean isRoot() {
    return device.equals(ImageShapes.ROOT_DEVICE);
  }

  ImageDisk of(@Nullable String nextSnapshotId) {
    return new ImageDisk(
        device,
        nextSnapshotId,
        sizeGibibytes,
        type,
        iops,
        throughput,
        deleteOnTermination,
        encrypted);
  }

  static ImageDisk of(String device, EbsBlockDevice ebs) {
    return new ImageDisk(
        device,
        ebs.snapshotId(),
        ebs.volumeSize(),
        ebs.volumeType(),
        ebs.iops(),
        ebs.throughput(),
        !Boolean.FALSE.equals(ebs.deleteOnTermination()),
        false);
  }

  BlockDeviceMapping shape() {
    return BlockDeviceMapping.builder()
        .deviceName(device)
        .ebs(
            EbsBlockDevice.builder()
                .snapshotId(snapshotId)
                .volumeSize(sizeGibibytes)
                .volumeType(type)
                .iops(iops)
                .throughput(throughput)
                .deleteOnTermination(deleteOnTermination)
                .build())
        .build();
  }
}
