package croft.services.ec2.snapshot;

import croft.api.ec2.SnapshotInfo;
import croft.services.ec2.tag.Tags;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots as the API shows them. */
final class SnapshotShapes {
  private SnapshotShapes() {}

  static croft.api.ec2.Snapshot shape(Snapshot snapshot, Map<String, String> tags) {
    return croft.api.ec2.Snapshot.builder()
        .snapshotId(snapshot.id())
        .volumeId(snapshot.volumeId())
        .volumeSize(size(snapshot))
        .description(snapshot.description())
        .encrypted(snapshot.encryption() != null)
        .kmsKeyId(snapshot.encryption() == null ? null : snapshot.encryption().keyArn())
        .dataEncryptionKeyId(
            snapshot.encryption() == null ? null : snapshot.encryption().dataKeyId())
        .ownerId(snapshot.owner())
        .progress(snapshot.progress() + "%")
        .startTime(snapshot.startedAt())
        .state(snapshot.state().text())
        .stateMessage(snapshot.message())
        .storageTier("standard")
        .tags(Tags.shapes(tags))
        .build();
  }

  static SnapshotInfo info(Snapshot snapshot, Map<String, String> tags) {
    return SnapshotInfo.builder()
        .snapshotId(snapshot.id())
        .volumeId(snapshot.volumeId())
        .volumeSize(size(snapshot))
        .description(snapshot.description())
        .encrypted(snapshot.encryption() != null)
        .ownerId(snapshot.owner())
        .progress("")
        .startTime(snapshot.startedAt())
        .state(snapshot.state().text())
        .tags(Tags.shapes(tags))
        .build();
  }

  /** Null where it is not known yet. */
  private static @Nullable Integer size(Snapshot snapshot) {
    return snapshot.sizeGibibytes() == 0 ? null : snapshot.sizeGibibytes();
  }
}
