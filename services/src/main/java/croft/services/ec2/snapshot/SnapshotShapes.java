package croft.services.ec2.snapshot;

import croft.api.ec2.SnapshotInfo;
import croft.services.ec2.tag.Tags;
import java.util.Map;

/** Snapshots as the API shows them. */
final class SnapshotShapes {
  private SnapshotShapes() {}

  static croft.api.ec2.Snapshot shape(Snapshot snapshot, Map<String, String> tags) {
    return croft.api.ec2.Snapshot.builder()
        .snapshotId(snapshot.id())
        .volumeId(snapshot.volumeId())
        .volumeSize(snapshot.sizeGibibytes())
        .description(snapshot.description())
        .encrypted(false)
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
        .volumeSize(snapshot.sizeGibibytes())
        .description(snapshot.description())
        .encrypted(false)
        .ownerId(snapshot.owner())
        .progress("")
        .startTime(snapshot.startedAt())
        .state(snapshot.state().text())
        .tags(Tags.shapes(tags))
        .build();
  }
}
