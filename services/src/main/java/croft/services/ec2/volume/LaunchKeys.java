package croft.services.ec2.volume;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data keys of a launch's volumes, which KMS makes before the launch is written. */
public final class LaunchKeys {
  private final Map<String, Deque<Prepared>> byDevice = new HashMap<>();

  private LaunchKeys() {}

  /**
   * A volume that will be encrypted.
   *
   * @param volumeId its id, for which the data key was made
   */
  public record Prepared(String volumeId, Encryption encryption) {}

  /** Those of a launch of volumes in the clear. */
  public static LaunchKeys none() {
    return new LaunchKeys();
  }

  /** Makes them. */
  public record Maker(Store store, Ids ids, DataKeys keys) {
    /**
     * As many as a launch may need, for its root too where that shall be encrypted.
     *
     * @param disks with what the image brings
     * @param instances the most that are launched
     * @throws ServiceError when a key cannot be used
     */
    public LaunchKeys prepare(Call call, LaunchDisks disks, int instances) {
      LaunchKeys all = new LaunchKeys();
      boolean root = false;
      for (LaunchDisks.Mapping mapping : disks.mappings()) {
        root |= mapping.isRoot();
        EncryptionChoice choice = choice(call, mapping, disks.entrusted());
        all.byDevice.put(DeviceNames.inside(mapping.device()), prepare(call, choice, instances));
      }
      if (!root) {
        EncryptionChoice.Wanted nothing = new EncryptionChoice.Wanted(null, null);
        EncryptionChoice choice = store.read(tx -> EncryptionChoice.of(tx, call, nothing, null));
        all.byDevice.put(InstanceShapes.ROOT_DEVICE, prepare(call, choice, instances));
      }
      return all;
    }

    private Deque<Prepared> prepare(Call call, EncryptionChoice choice, int instances) {
      Deque<Prepared> made = new ArrayDeque<>();
      for (int i = 0; i < instances && !(choice instanceof EncryptionChoice.None); i++) {
        String id = ids.resource("vol");
        Encryption encryption = keys.encryption(call, choice, id);
        if (encryption != null) {
          made.add(new Prepared(id, encryption));
        }
      }
      return made;
    }

    private EncryptionChoice choice(Call call, LaunchDisks.Mapping mapping, Set<String> entrusted) {
      EncryptionChoice.Wanted wanted =
          new EncryptionChoice.Wanted(mapping.encrypted(), mapping.kmsKeyId());
      return store.read(tx -> {
        Snapshot origin =
            mapping.snapshotId() == null
                ? null
                : Snapshots.requireUsable(tx, call, mapping.snapshotId(), entrusted);
        return EncryptionChoice.of(tx, call, wanted, origin);
      });
    }
  }

  /** The next root; null if it is in the clear. */
  public @Nullable Prepared nextRoot() {
    return next(InstanceShapes.ROOT_DEVICE);
  }

  /** The next volume for a device; null if it is in the clear. */
  @Nullable Prepared next(String device) {
    Deque<Prepared> prepared = byDevice.get(DeviceNames.inside(device));
    return prepared == null ? null : prepared.poll();
  }
}
