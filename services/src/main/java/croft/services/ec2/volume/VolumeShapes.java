package croft.services.ec2.volume;

import croft.api.ec2.EbsInstanceBlockDevice;
import croft.api.ec2.InstanceBlockDeviceMapping;
import croft.api.ec2.VolumeAttachment;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Volumes as the API shows them. */
public final class VolumeShapes {
  private VolumeShapes() {}

  static croft.api.ec2.Volume shape(Volume volume, Map<String, String> tags) {
    int size = volume.settings().sizeGibibytes();
    return croft.api.ec2.Volume.builder()
        .volumeId(volume.id())
        .availabilityZone(volume.zone())
        .createTime(volume.createdAt())
        .encrypted(volume.encryption() != null)
        .kmsKeyId(volume.encryption() == null ? null : volume.encryption().keyArn())
        .multiAttachEnabled(false)
        .state(volume.state().text())
        // A layer has no size of its own, so none is told.
        .size(volume.layer() ? null : size)
        .volumeType(volume.layer() ? null : volume.settings().type())
        .iops(volume.settings().iops())
        .throughput(volume.settings().throughput())
        .snapshotId(volume.snapshotId() == null ? "" : volume.snapshotId())
        .attachments(
            volume.attachment() == null
                ? List.of()
                : List.of(attachment(volume, volume.attachment())))
        .tags(Tags.shapes(tags))
        .build();
  }

  static VolumeAttachment attachment(Volume volume, Attachment attachment) {
    return VolumeAttachment.builder()
        .volumeId(volume.id())
        .instanceId(attachment.instanceId())
        .device(attachment.device())
        .attachTime(attachment.at())
        .deleteOnTermination(attachment.deleteOnTermination())
        .state(attachment.state().text())
        .build();
  }

  /** A volume among its instance's block devices; null for one that is not attached. */
  public static @Nullable InstanceBlockDeviceMapping mapping(Volume volume) {
    Attachment attachment = volume.attachment();
    return attachment == null
        ? null
        : InstanceBlockDeviceMapping.builder()
            .deviceName(attachment.device())
            .ebs(
                EbsInstanceBlockDevice.builder()
                    .volumeId(volume.id())
                    .attachTime(attachment.at())
                    .deleteOnTermination(attachment.deleteOnTermination())
                    .status(
                        attachment.state() == Volume.AttachmentState.BUSY
                            ? Volume.AttachmentState.DETACHING.text()
                            : attachment.state().text())
                    .build())
            .build();
  }
}
