package croft.services.ec2.volume;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.LaunchDisks;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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
  record Prepared(String volumeId, Encryption encryption) {}

  /** Those of a launch of volumes in the clear. */
  public static LaunchKeys none() {
    return new LaunchKeys();
  }

  /** Makes them. */
  public record Maker(Store store, Ids ids, DataKeys keys) {
    /**
     * As many as a launch may need.
     *
     * @param instances the most that are launched
     * @throws ServiceError when a key cannot be used, or a root would have to be encrypted
     */
    public LaunchKeys prepare(Call call, LaunchDisks disks, int instances) {
      if (store.read(tx -> EbsDefaults.of(tx, call.scope())).encrypted()) {
        throw ServiceError.unsupported(
            "An encrypted root volume, which encryption by default asks for"
                + " (DisableEbsEncryptionByDefault, and Encrypted for each data volume)");
      }
      LaunchKeys all = new LaunchKeys();
      for (LaunchDisks.Mapping mapping : disks.mappings()) {
        EncryptionChoice choice = choice(call, mapping);
        if (!(choice instanceof EncryptionChoice.None)) {
          Deque<Prepared> made = new ArrayDeque<>();
          for (int i = 0; i < instances; i++) {
            String id = ids.resource("vol");
            Encryption encryption = keys.encryption(call, choice, id);
            if (encryption != null) {
              made.add(new Prepared(id, encryption));
            }
          }
          all.byDevice.put(mapping.device(), made);
        }
      }
      return all;
    }

    private EncryptionChoice choice(Call call, LaunchDisks.Mapping mapping) {
      EncryptionChoice.Wanted wanted =
          new EncryptionChoice.Wanted(mapping.encrypted(), mapping.kmsKeyId());
      return store.read(tx -> {
        Snapshot origin =
            mapping.snapshotId() == null
                ? null
                : Snapshots.requireUsable(tx, call, mapping.snapshotId());
        return EncryptionChoice.of(tx, call, wanted, origin);
      });
    }
  }

  /** The next volume for a device; null if it is in the clear. */
  @Nullable Prepared next(String device) {
    Deque<Prepared> prepared = byDevice.get(device);
    return prepared == null ? null : prepared.poll();
  }
}
