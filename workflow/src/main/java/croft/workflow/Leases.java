package croft.workflow;

import croft.store.Isolation;
import croft.store.Sql;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Which reconcilers this server runs: each belongs to one server at a time. */
final class Leases {
  private final Store store;
  private final InstantSource time;
  private final String owner;
  private final Duration lease;
  private final Map<String, Long> heldUntil = new ConcurrentHashMap<>();
  private final Map<String, Long> seenWakes = new ConcurrentHashMap<>();

  Leases(Store store, InstantSource time, EngineConfig config) {
    this.store = store;
    this.time = time;
    this.owner = config.server();
    this.lease = config.lease();
    new Journal(store).open();
  }

  boolean isHeld(String name) {
    Long until = heldUntil.get(name);
    return until != null && time.millis() < until;
  }

  /** Whether this server holds a lease, taking it when it is free or was this server's before. */
  boolean take(String name) {
    return isHeld(name) || (isFree(name) && acquire(name));
  }

  private boolean isFree(String name) {
    return store.read(transaction ->
        transaction
            .sql()
            .query(
                "SELECT name FROM workflow_lease WHERE name = ? AND owner <> ?"
                    + " AND until_at > ?",
                row -> row.getString(1),
                name,
                owner,
                time.millis())
            .isEmpty());
  }

  private boolean acquire(String name) {
    long now = time.millis();
    long until = now + lease.toMillis();
    OptionalLong wakes =
        store
            .write(
                Isolation.READ_COMMITTED,
                transaction ->
                    transaction
                        .sql()
                        .query(
                            "INSERT INTO workflow_lease (name, owner, until_at, wakes)"
                                + " VALUES (?, ?, ?, 0) ON CONFLICT (name) DO UPDATE"
                                + " SET owner = excluded.owner, until_at = excluded.until_at"
                                + " WHERE workflow_lease.owner = excluded.owner"
                                + " OR workflow_lease.until_at <= ? RETURNING wakes",
                            row -> row.getLong(1),
                            name,
                            owner,
                            until,
                            now))
            .stream()
            .mapToLong(Long::longValue)
            .findFirst();
    if (wakes.isEmpty()) {
      return false;
    }
    seenWakes.put(name, wakes.getAsLong());
    heldUntil.put(name, until);
    return true;
  }

  /** Renews what is held; gives the names that are lost. */
  List<String> renew() {
    Instant now = time.instant();
    long until = now.plus(lease).toEpochMilli();
    List<String> held = List.copyOf(heldUntil.keySet());
    if (held.isEmpty()) {
      return List.of();
    }
    List<String> lost =
        store.write(
            Isolation.READ_COMMITTED,
            transaction -> {
              List<String> gone = new ArrayList<>();
              for (String name : held) {
                int renewed =
                    transaction
                        .sql()
                        .update(
                            "UPDATE workflow_lease SET until_at = ? WHERE name = ? AND owner = ?",
                            until,
                            name,
                            owner);
                if (renewed == 0) {
                  gone.add(name);
                }
              }
              return gone;
            });
    held.forEach(name -> heldUntil.computeIfPresent(name, (key, old) -> until));
    lost.forEach(heldUntil::remove);
    return lost;
  }

  /** Tells the server that holds a lease of a wake that happened here. */
  void passOnWake(Transaction transaction, String name) {
    transaction.sql().update("UPDATE workflow_lease SET wakes = wakes + 1 WHERE name = ?", name);
  }

  /** The names held here that other servers woke since the last call. */
  List<String> wokenElsewhere() {
    List<String> woken = new ArrayList<>();
    if (heldUntil.isEmpty()) {
      return woken;
    }
    store.read(transaction ->
        transaction
            .sql()
            .query(
                "SELECT name, wakes FROM workflow_lease WHERE owner = ?",
                row -> {
                  String name = row.getString(1);
                  Long wakes = row.getLong(2);
                  if (!wakes.equals(seenWakes.put(name, wakes))) {
                    woken.add(name);
                  }
                  return name;
                },
                owner));
    return woken;
  }

  /** Lets other servers take over at once. */
  void release() {
    heldUntil.clear();
    store.write(
        Isolation.READ_COMMITTED,
        transaction -> {
          Sql sql = transaction.sql();
          return sql.update("UPDATE workflow_lease SET until_at = 0 WHERE owner = ?", owner);
        });
  }
}
