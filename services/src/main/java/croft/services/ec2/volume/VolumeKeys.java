package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.drivers.volume.DataKey;
import croft.drivers.volume.Unlocked;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the data keys at hand that work on volumes and snapshots needs. */
public final class VolumeKeys {
  /** What holds a data key while it is needed: the driver of volumes. */
  @FunctionalInterface
  public interface Lock {
    Unlocked unlock(DataKey key);
  }

  private final Store store;
  private final Lock lock;
  private final DataKeys keys;

  public VolumeKeys(Store store, Lock lock, DataKeys keys) {
    this.store = store;
    this.lock = lock;
    this.keys = keys;
  }

  /** Where the rows are that say which keys are needed. */
  Store store() {
    return store;
  }

  /**
   * Until it is closed, a volume can be opened.
   *
   * @throws ServiceError when its key of KMS cannot be used
   */
  Unlocked toOpen(Volume volume) {
    return unlock(volume.scope(), volume.encryption());
  }

  /**
   * Until it is closed, a volume can be made.
   *
   * @throws ServiceError when a key of KMS cannot be used
   */
  Unlocked toMake(Volume volume) {
    return unlock(volume.scope(), volume.encryption(), originOf(volume.snapshotId()));
  }

  /**
   * Until it is closed, a snapshot can be copied.
   *
   * @throws ServiceError when a key of KMS cannot be used
   */
  public Unlocked toCopy(Snapshot copy) {
    Encryption origin = originOf(copy.originId());
    boolean same =
        Objects.equals(
            origin == null ? null : origin.dataKeyId(),
            copy.encryption() == null ? null : copy.encryption().dataKeyId());
    return same ? () -> {} : unlock(copy.scope(), copy.encryption(), origin);
  }

  private @Nullable Encryption originOf(@Nullable String snapshotId) {
    if (snapshotId == null) {
      return null;
    }
    Optional<Snapshot> found =
        store.read(tx -> tx.find(Snapshots.TABLE, "snapshot_id", snapshotId)).stream().findFirst();
    return found.map(Snapshot::encryption).orElse(null);
  }

  private Unlocked unlock(String scope, @Nullable Encryption... wanted) {
    List<Unlocked> all = new ArrayList<>();
    Unlocked together = () -> all.reversed().forEach(Unlocked::close);
    try {
      for (Encryption encryption : wanted) {
        if (encryption != null) {
          all.add(lock.unlock(keys.open(scope, encryption)));
        }
      }
    } catch (RuntimeException e) {
      together.close();
      throw e;
    }
    return together;
  }
}
