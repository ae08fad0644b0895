package croft.services.ec2.instance;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.image.Image;
import croft.services.ec2.image.ImageDisks;
import croft.services.ec2.volume.DeviceNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a launch asks of disks, after every check that needs no store.
 *
 * @param mappings the volumes it names, the root's too
 * @param suppressed devices of the image's mappings that it does not want
 * @param given the request's own
 * @param entrusted the image's snapshots, which need no permission of their own
 */
public record LaunchDisks(
    List<Mapping> mappings,
    Set<String> suppressed,
    List<BlockDeviceMapping> given,
    Set<String> entrusted) {

  /**
   * One volume of a launch.
   *
   * @param sizeGibibytes null for the snapshot's
   * @param type null for the default
   */
  public record Mapping(
      String device,
      @Nullable String snapshotId,
      @Nullable Integer sizeGibibytes,
      @Nullable String type,
      @Nullable Integer iops,
      @Nullable Integer throughput,
      boolean deleteOnTermination,
      @Nullable Boolean encrypted,
      @Nullable String kmsKeyId) {

    /** Whether it is about the root. */
    public boolean isRoot() {
      return DeviceNames.isRoot(device);
    }

    /** Whether it says what the volume is like. */
    public boolean hasSettings() {
      return sizeGibibytes != null || type != null || iops != null || throughput != null;
    }
  }

  /** The members of a launch about its disks that are honoured. */
  public static final List<String> HONOURED =
      List.of(
          "BlockDeviceMappings.DeviceName",
          "BlockDeviceMappings.VirtualName",
          "BlockDeviceMappings.NoDevice",
          "BlockDeviceMappings.Ebs.DeleteOnTermination",
          "BlockDeviceMappings.Ebs.Encrypted",
          "BlockDeviceMappings.Ebs.KmsKeyId",
          "BlockDeviceMappings.Ebs.SnapshotId",
          "BlockDeviceMappings.Ebs.VolumeSize",
          "BlockDeviceMappings.Ebs.VolumeType",
          "BlockDeviceMappings.Ebs.Iops",
          "BlockDeviceMappings.Ebs.Throughput");

  static LaunchDisks of(RunInstancesRequest request) {
    return of(request.blockDeviceMappingsOrEmpty());
  }

  /**
   * Those of a list of mappings.
   *
   * @throws ServiceError for one that contradicts itself or cannot be honoured
   */
  public static LaunchDisks of(List<BlockDeviceMapping> given) {
    List<Mapping> mappings = new ArrayList<>();
    Set<String> suppressed = new HashSet<>();
    for (BlockDeviceMapping mapping : given) {
      String device = mapping.deviceName();
      if (device == null || device.isEmpty()) {
        throw ServiceError.badRequest(
            "MissingParameter", "The request must contain the parameter deviceName");
      }
      if (mapping.noDevice() != null) {
        refuseWithoutRoot(device);
        suppressed.add(device);
      } else if (mapping.ebs() != null) {
        mappings.add(mapping(device, mapping.ebs()));
      } else if (mapping.virtualName() != null) {
        throw ServiceError.unsupported("An instance store volume (" + mapping.virtualName() + ")");
      } else {
        throw ServiceError.badRequest(
            "InvalidBlockDeviceMapping",
            "A block device mapping needs one of Ebs, NoDevice and VirtualName: " + device);
      }
    }
    return new LaunchDisks(
        List.copyOf(mappings), Set.copyOf(suppressed), List.copyOf(given), Set.of());
  }

  /** The same with what the image brings. */
  LaunchDisks over(Image image) {
    if (image.disks().isEmpty()) {
      return this;
    }
    LaunchDisks all = of(ImageDisks.launched(image, given));
    return new LaunchDisks(
        all.mappings(), all.suppressed(), all.given(), ImageDisks.snapshots(image));
  }

  private static void refuseWithoutRoot(String device) {
    if (DeviceNames.isRoot(device)) {
      throw ServiceError.badRequest(
          "InvalidBlockDeviceMapping", "The root device " + device + " cannot be suppressed");
    }
  }

  private static Mapping mapping(String device, EbsBlockDevice ebs) {
    Mapping mapping =
        new Mapping(
            device,
            ebs.snapshotId(),
            ebs.volumeSize(),
            ebs.volumeType(),
            ebs.iops(),
            ebs.throughput(),
            !Boolean.FALSE.equals(ebs.deleteOnTermination()),
            ebs.encrypted(),
            ebs.kmsKeyId());
    if (mapping.isRoot()) {
      checkRoot(mapping);
    }
    return mapping;
  }

  private static void checkRoot(Mapping root) {
    if (root.snapshotId() != null) {
      throw ServiceError.badRequest(
          "InvalidBlockDeviceMapping", "snapshotId cannot be modified on root device");
    }
  }
}
