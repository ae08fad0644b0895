package croft.services.ec2.snapshot;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceState;
import croft.drivers.volume.SnapshotProgress;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.services.ec2.image.ImageDisks;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.volume.Encryption;
import croft.services.ec2.volume.RootDisks;
import croft.services.ec2.volume.Volume;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.VolumeKeys;
import croft.services.ec2.volume.Volumes;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and removes what snapshots keep. A volume that an instance has mounted is copied while
 * nothing writes to it; a copy that a killed server did not finish is made anew.
 */
public final class SnapshotReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-snapshots";

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReconciler.class);
  private static final int PROGRESS_STEP = 10;

  /** EBS's words for a copy whose key cannot be used. */
  private static final String KEY_REFUSED = "Given key ID is not accessible";

  private final Store store;
  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final VolumeKeys keys;
  private final RootDisks roots;

  public SnapshotReconciler(
      Store store, VolumeDriver volumes, ComputeDriver compute, VolumeKeys keys, RootDisks roots) {
    this.store = store;
    this.volumes = volumes;
    this.compute = compute;
    this.keys = keys;
    this.roots = roots;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(5);
  }

  /** The key of a snapshot among the reconciler's keys. */
  public static String key(String scope, String snapshotId) {
    return scope + "/" + snapshotId;
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(Snapshots.TABLE).stream()
            .filter(
                s -> s.state() == Snapshot.State.PENDING || s.state() == Snapshot.State.DELETING)
            .map(s -> key(s.scope(), s.id()))
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    Optional<Snapshot> found =
        store.read(tx -> tx.get(Snapshots.TABLE, scope, key.substring(slash + 1)));
    if (found.isEmpty()) {
      return;
    }
    Snapshot snapshot = found.get();
    switch (snapshot.state()) {
      case PENDING -> make(snapshot);
      case DELETING -> {
        volumes.deleteSnapshot(Snapshots.fileOf(snapshot.id()));
        store.write(tx -> tx.delete(Snapshots.TABLE, snapshot.scope(), snapshot.id()));
      }
      case COMPLETED, ERROR -> {
        // Nothing is left to do.
      }
    }
  }

  private void make(Snapshot snapshot) {
    if (store.<Boolean>read(tx -> ImageDisks.isTakenWithImage(tx, snapshot))) {
      return;
    }
    try {
      if (snapshot.originId() != null) {
        copyOf(snapshot, snapshot.originId());
      } else {
        copy(snapshot);
      }
    } catch (ServiceError e) {
      LOG.warn("Snapshot {} cannot be made: {}", snapshot.id(), e.getMessage());
      enter(snapshot, Snapshot.State.ERROR, snapshot.progress(), KEY_REFUSED);
      return;
    } catch (VolumeException e) {
      switch (e.reason()) {
        case NO_ROOM, NOT_FOUND, INVALID, UNSUPPORTED -> {
          LOG.warn("Snapshot {} cannot be made: {}", snapshot.id(), e.getMessage());
          enter(snapshot, Snapshot.State.ERROR, snapshot.progress(), e.getMessage());
          return;
        }
        case IN_USE, LOCKED, FAILED -> throw e;
      }
    }
    enter(snapshot, Snapshot.State.COMPLETED, 100, null);
  }

  private void copyOf(Snapshot snapshot, String originId) {
    Optional<String> dataKeyId =
        Optional.ofNullable(snapshot.encryption()).map(Encryption::dataKeyId);
    try (Unlocked unlocked = keys.toCopy(snapshot)) {
      LOG.debug("Copying {} with {}", originId, unlocked);
      volumes.copySnapshot(Snapshots.fileOf(originId), Snapshots.fileOf(snapshot.id()), dataKeyId);
    }
  }

  private void copy(Snapshot snapshot) {
    Optional<Volume> volume =
        store.read(tx -> Volumes.find(tx, snapshot.scope(), snapshot.volumeId()));
    if (volume.filter(Volume::isRoot).isPresent()) {
      copyRoot(snapshot, volume.get());
      return;
    }
    int[] shown = {0};
    SnapshotProgress progress =
        percent -> {
          if (percent >= shown[0] + PROGRESS_STEP && percent < 100) {
            shown[0] = percent;
            enter(snapshot, Snapshot.State.PENDING, percent, null);
          }
        };
    Runnable work =
        () -> volumes.snapshot(snapshot.volumeId(), Snapshots.fileOf(snapshot.id()), progress);
    Attachment attachment = volume.map(Volume::attachment).orElse(null);
    boolean attached =
        attachment != null
            && compute.disks(attachment.instanceId()).stream()
                .anyMatch(disk -> disk.deviceName().equals(attachment.device()));
    if (attachment != null && attached) {
      compute.whileQuiet(attachment.instanceId(), attachment.device(), work);
    } else {
      work.run();
    }
  }

  /** The whole root, whether it has a disk or not: what can be read elsewhere. */
  private void copyRoot(Snapshot snapshot, Volume root) {
    String instanceId = String.valueOf(root.instanceId());
    if (compute.observe(instanceId) instanceof InstanceState.Absent) {
      boolean comes =
          store
              .read(tx -> tx.get(Instances.TABLE, root.scope(), instanceId))
              .filter(
                  instance -> instance.state() == croft.services.ec2.instance.InstanceState.PENDING)
              .isPresent();
      throw new VolumeException(
          comes ? VolumeException.Reason.IN_USE : VolumeException.Reason.NOT_FOUND,
          "Instance " + instanceId + " has no root " + (comes ? "yet" : "any more"));
    }
    String file = Snapshots.fileOf(snapshot.id());
    try {
      long least = root.settings().sizeBytes();
      roots.whileOpen(
          root,
          key ->
              volumes.snapshotFrom(file, key, disk -> compute.copyRoot(instanceId, disk, least)));
    } catch (ComputeException e) {
      throw new VolumeException(reason(e.reason()), String.valueOf(e.getMessage()), e);
    }
    long bytes = volumes.snapshots().getOrDefault(file, 0L);
    store.write(tx -> {
      Optional<Snapshot> now = tx.get(Snapshots.TABLE, snapshot.scope(), snapshot.id());
      now.ifPresent(known -> tx.put(Snapshots.TABLE, known.sized((int) (bytes >> 30))));
      return now;
    });
  }

  private static VolumeException.Reason reason(ComputeException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> VolumeException.Reason.NOT_FOUND;
      // The driver has tried more than once, and the instance cannot end before this has.
      case INVALID, FAILED -> VolumeException.Reason.INVALID;
      case UNSUPPORTED -> VolumeException.Reason.UNSUPPORTED;
      case NOT_RUNNING, IN_USE, INTERRUPTED -> VolumeException.Reason.FAILED;
    };
  }

  /** Records how far it is, unless it was deleted meanwhile. */
  private void enter(
      Snapshot seen,
      Snapshot.State state,
      int progress,
      @org.jspecify.annotations.Nullable String message) {
    store.write(tx -> {
      Optional<Snapshot> now = tx.get(Snapshots.TABLE, seen.scope(), seen.id());
      if (now.isPresent() && now.get().state() == Snapshot.State.PENDING) {
        tx.put(Snapshots.TABLE, now.get().enter(state, progress, message));
      }
      return now;
    });
  }
}
