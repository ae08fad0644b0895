package croft.services.ec2.snapshot;

import croft.base.ServiceError;
import croft.services.ec2.volume.Volume;
import croft.services.operation.Call;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds snapshots inside a transaction. */
public final class Snapshots {
  public static final Table<Snapshot> TABLE =
      Table.of("ec2_snapshot", Snapshot.class, Snapshot::scope, Snapshot::id)
          .index("snapshot_id", Snapshot::id)
          .index("volume_id", Snapshot::volumeId);

  private static final Pattern ID = Pattern.compile("snap-[0-9a-f]{8,17}");

  private Snapshots() {}

  /**
   * The account's own snapshot of that id.
   *
   * @throws ServiceError {@code InvalidSnapshot.NotFound} or {@code InvalidSnapshotID.Malformed}
   */
  public static Snapshot require(Transaction tx, String scope, String id) {
    requireId(id);
    return tx.get(TABLE, scope, id)
        .filter(snapshot -> snapshot.state() != Snapshot.State.DELETING)
        .orElseThrow(() -> notFound(id));
  }

  /** Any account's snapshot in the call's region that the caller may make volumes of. */
  static Snapshot requireOpen(Transaction tx, Call call, String region, String id) {
    requireId(id);
    return tx.find(TABLE, "snapshot_id", id).stream()
        .filter(snapshot -> snapshot.scope().endsWith("/" + region))
        .filter(snapshot -> snapshot.state() != Snapshot.State.DELETING)
        .filter(snapshot -> snapshot.isOpenTo(call.account()))
        .findFirst()
        .orElseThrow(() -> notFound(id));
  }

  /**
   * A complete snapshot that the caller may make volumes of.
   *
   * @throws ServiceError {@code InvalidSnapshot.NotFound} or {@code IncorrectState}
   */
  public static Snapshot requireUsable(Transaction tx, Call call, String id) {
    Snapshot snapshot = requireOpen(tx, call, call.region(), id);
    if (snapshot.state() != Snapshot.State.COMPLETED) {
      throw ServiceError.badRequest(
          "IncorrectState", "Snapshot is in invalid state - " + snapshot.state().text());
    }
    return snapshot;
  }

  /**
   * The same of one that an image the caller may launch is made of: of that it needs no permission.
   *
   * @param entrusted ids of the image's snapshots
   */
  public static Snapshot requireUsable(
      Transaction tx, Call call, String id, Set<String> entrusted) {
    return entrusted.contains(id)
        ? any(tx, id).orElseThrow(() -> notFound(id))
        : requireUsable(tx, call, id);
  }

  /** The snapshot of that id, whosever. */
  public static Optional<Snapshot> any(Transaction tx, String id) {
    return tx.find(TABLE, "snapshot_id", id).stream()
        .filter(snapshot -> snapshot.state() != Snapshot.State.DELETING)
        .findFirst();
  }

  static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw ServiceError.badRequest(
          "InvalidSnapshotID.Malformed", "Invalid id: \"" + id + "\" (expecting \"snap-...\")");
    }
  }

  static ServiceError notFound(String id) {
    return ServiceError.badRequest(
        "InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
  }

  /** The driver's name of a snapshot: ids are unique over all accounts and regions. */
  public static String fileOf(String id) {
    return id;
  }

  public static boolean exists(Transaction tx, String scope, String id) {
    Optional<Snapshot> found = tx.get(TABLE, scope, id);
    return found.isPresent() && found.get().state() != Snapshot.State.DELETING;
  }

  /** Whether a snapshot of the volume is still being made. */
  public static boolean isReading(Transaction tx, Volume volume) {
    return tx.findIn(TABLE, volume.scope(), "volume_id", volume.id()).stream()
        .anyMatch(s -> s.state() == Snapshot.State.PENDING && s.originId() == null);
  }
}
