package croft.services.ec2.image;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ImageDriver;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeSpec;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volumes;
import croft.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the making of images does with volumes and snapshots. */
public record DiskWork(Store store, VolumeDriver volumes, ComputeDriver compute) {
  /**
   * Takes the snapshots of an image that is made of an instance, while that stands still. What a
   * try before has left is of another moment, and goes.
   *
   * @throws VolumeException for one that cannot be taken
   */
  void take(Image image) {
    for (Snapshot snapshot : pending(image)) {
      String file = Snapshots.fileOf(snapshot.id());
      volumes.deleteSnapshot(file);
      Runnable work = () -> volumes.snapshot(snapshot.volumeId(), file, percent -> {});
      Attachment attachment =
          store
              .read(tx -> tx.get(Volumes.TABLE, snapshot.scope(), snapshot.volumeId()))
              .map(volume -> volume.attachment())
              .orElse(null);
      if (attachment != null
          && compute.disks(attachment.instanceId()).stream()
              .anyMatch(disk -> disk.deviceName().equals(attachment.device()))) {
        compute.whileQuiet(attachment.instanceId(), attachment.device(), work);
      } else {
        work.run();
      }
    }
  }

  private List<Snapshot> pending(Image image) {
    return store.read(tx ->
        ImageDisks.snapshots(image).stream()
            .sorted()
            .flatMap(id -> Snapshots.any(tx, id).stream())
            .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
            .toList());
  }

  /**
   * Reads an image's root from its snapshot, by way of a volume that is there only meanwhile: a
   * snapshot never changes, and a journal may have to be played back.
   */
  void read(Image image, String snapshotId, ImageDriver images) {
    String file = Snapshots.fileOf(snapshotId);
    long sizeBytes =
        Optional.ofNullable(volumes.snapshots().get(file))
            .orElseThrow(() -> VolumeException.notFound("snapshot", snapshotId));
    volumes.create(VolumeSpec.of(image.id(), sizeBytes, file));
    try {
      Path device = volumes.open(image.id());
      images.importDisk(image.driverName(), device);
    } finally {
      volumes.close(image.id());
      volumes.delete(image.id());
    }
  }
}
