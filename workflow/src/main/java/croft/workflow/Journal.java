package croft.workflow;

import croft.store.Documents;
import croft.store.Isolation;
import croft.store.Migration;
import croft.store.Sql;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.WorkflowStatus.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Workflows in the store. Of an unfinished one, {@code due_at} says when it may be claimed: when it
 * is owned that is the end of its lease. Every claim raises {@code fence}, and whoever records must
 * show the fence of its claim, so a server that lost its lease records nothing.
 */
final class Journal {
  private static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              "workflows and their steps",
              List.of(
                  "CREATE TABLE workflow_run (id {key} PRIMARY KEY, kind {key} NOT NULL,"
                      + " input TEXT NOT NULL, state TEXT NOT NULL, due_at BIGINT, owner {key},"
                      + " fence BIGINT NOT NULL, wakes BIGINT NOT NULL, attempt BIGINT NOT NULL,"
                      + " failure TEXT, cancelled TEXT, started_at BIGINT NOT NULL,"
                      + " finished_at BIGINT)",
                  "CREATE INDEX workflow_run_due ON workflow_run (due_at)"
                      + " WHERE due_at IS NOT NULL",
                  "CREATE INDEX workflow_run_finished ON workflow_run (finished_at)"
                      + " WHERE finished_at IS NOT NULL",
                  "CREATE TABLE workflow_step (run_id {key} NOT NULL, name {key} NOT NULL,"
                      + " position BIGINT NOT NULL, result TEXT, failure TEXT,"
                      + " recorded_at BIGINT NOT NULL, PRIMARY KEY (run_id, name))",
                  "CREATE TABLE workflow_lease (name {key} PRIMARY KEY, owner {key} NOT NULL,"
                      + " until_at BIGINT NOT NULL, wakes BIGINT NOT NULL)")));

  private final Store store;
  private final Documents documents;

  Journal(Store store) {
    this.store = store;
    this.documents = store.documents();
  }

  /** A workflow this server may run until its lease ends. */
  record Claim(
      String id,
      String kind,
      String input,
      State state,
      int attempt,
      long fence,
      long wakes,
      @Nullable String failure,
      @Nullable String cancelled) {}

  /** A step done earlier: it gave a result, or failed for good. */
  record Recorded(@Nullable String result, @Nullable String failure) {}

  void open() {
    store.migrate("workflow", MIGRATIONS);
  }

  Documents documents() {
    return documents;
  }

  /** Adds a workflow; false when its id is taken. */
  <I> boolean start(
      Transaction transaction, Workflow<I> workflow, String id, I input, Instant now) {
    return transaction
            .sql()
            .update(
                "INSERT INTO workflow_run (id, kind, input, state, due_at, fence, wakes, attempt,"
                    + " started_at) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?) ON CONFLICT (id) DO NOTHING",
                id,
                workflow.kind(),
                documents.write(input, workflow.inputType()),
                State.RUNNING.name(),
                now.toEpochMilli(),
                now.toEpochMilli())
        > 0;
  }

  Optional<WorkflowStatus> status(Transaction transaction, String id) {
    return transaction
        .sql()
        .queryFirst(
            "SELECT id, kind, state, attempt, failure, started_at, finished_at FROM workflow_run"
                + " WHERE id = ?",
            Journal::readStatus,
            id);
  }

  private static WorkflowStatus readStatus(ResultSet row) throws SQLException {
    long finished = row.getLong(7);
    boolean unfinished = row.wasNull();
    return new WorkflowStatus(
        row.getString(1),
        row.getString(2),
        State.valueOf(row.getString(3)),
        row.getInt(4),
        row.getString(5),
        Instant.ofEpochMilli(row.getLong(6)),
        unfinished ? null : Instant.ofEpochMilli(finished));
  }

  /** Lets a workflow look again at what it waits for, also when it is just about to pause. */
  void wake(Transaction transaction, String id, Instant now) {
    transaction
        .sql()
        .update(
            "UPDATE workflow_run SET wakes = wakes + 1,"
                + " due_at = CASE WHEN owner IS NULL THEN ? ELSE due_at END"
                + " WHERE id = ? AND due_at IS NOT NULL",
            now.toEpochMilli(),
            id);
  }

  /** Asks a workflow to fail at its next step; false when it is not running. */
  boolean cancel(Transaction transaction, String id, String reason, Instant now) {
    boolean running =
        transaction
                .sql()
                .update(
                    "UPDATE workflow_run SET cancelled = ? WHERE id = ? AND state = ?",
                    reason,
                    id,
                    State.RUNNING.name())
            > 0;
    wake(transaction, id, now);
    return running;
  }

  /** When the next workflow is due. */
  OptionalLong nextDue() {
    return store
        .read(transaction ->
            transaction
                .sql()
                .query(
                    "SELECT due_at FROM workflow_run WHERE due_at IS NOT NULL"
                        + " ORDER BY due_at LIMIT 1",
                    row -> row.getLong(1)))
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Takes due workflows for this server. */
  List<Claim> claim(
      Collection<String> kinds, String owner, int limit, Instant now, Duration lease) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(now.toEpochMilli());
    arguments.addAll(kinds);
    arguments.add(limit);
    arguments.add(owner);
    arguments.add(now.plus(lease).toEpochMilli());
    String marks = String.join(", ", Collections.nCopies(kinds.size(), "?"));
    return store.write(
        Isolation.READ_COMMITTED,
        transaction -> {
          Sql sql = transaction.sql();
          return sql.query(
              "WITH due AS MATERIALIZED (SELECT id FROM workflow_run WHERE due_at <= ?"
                  + (" AND kind IN (" + marks + ") ORDER BY due_at LIMIT ?" + sql.skipLocked())
                  + ") UPDATE workflow_run SET owner = ?, fence = fence + 1, due_at = ?"
                  + " WHERE id IN (SELECT id FROM due)"
                  + " RETURNING id, kind, input, state, attempt, fence, wakes, failure, cancelled",
              Journal::readClaim,
              arguments.toArray());
        });
  }

  private static Claim readClaim(ResultSet row) throws SQLException {
    return new Claim(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        State.valueOf(row.getString(4)),
        row.getInt(5),
        row.getLong(6),
        row.getLong(7),
        row.getString(8),
        row.getString(9));
  }

  /** Makes due at once what an earlier process of this name held. */
  void takeOver(String owner, Instant now) {
    store.write(
        Isolation.READ_COMMITTED,
        transaction ->
            transaction
                .sql()
                .update(
                    "UPDATE workflow_run SET due_at = ?, owner = NULL"
                        + " WHERE owner = ? AND due_at IS NOT NULL",
                    now.toEpochMilli(),
                    owner));
  }

  /** The steps a workflow has done. */
  Map<String, Recorded> steps(String id) {
    Map<String, Recorded> steps = new HashMap<>();
    store.read(transaction ->
        transaction
            .sql()
            .query(
                "SELECT name, result, failure FROM workflow_step WHERE run_id = ?",
                row ->
                    steps.put(row.getString(1), new Recorded(row.getString(2), row.getString(3))),
                id));
    return steps;
  }

  /**
   * Records a step, and renews the lease with it.
   *
   * @return the reason when the workflow was cancelled meanwhile
   * @throws RunStop.LeaseLost when another server has claimed it
   */
  Optional<String> record(
      Transaction transaction, Claim claim, String name, Recorded step, Lease lease) {
    List<String> cancelled =
        transaction
            .sql()
            .query(
                "UPDATE workflow_run SET attempt = 0, due_at = ? WHERE id = ? AND fence = ?"
                    + " RETURNING cancelled",
                row -> row.getString(1) == null ? "" : row.getString(1),
                lease.until().toEpochMilli(),
                claim.id(),
                claim.fence());
    if (cancelled.isEmpty()) {
      throw new RunStop.LeaseLost(claim.id());
    }
    transaction
        .sql()
        .update(
            "INSERT INTO workflow_step (run_id, name, position, result, failure, recorded_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            claim.id(),
            name,
            lease.position(),
            step.result(),
            step.failure(),
            lease.now().toEpochMilli());
    return cancelled.stream().filter(reason -> !reason.isEmpty()).findFirst();
  }

  /** The moment of a record, its place in the story, and the lease it renews. */
  record Lease(Instant now, Instant until, int position) {}

  /** Renews leases; gives the ids that are lost. */
  List<String> renew(Collection<Claim> claims, Instant until) {
    return store.write(
        Isolation.READ_COMMITTED,
        transaction -> {
          List<String> lost = new ArrayList<>();
          for (Claim claim : claims) {
            int renewed =
                transaction
                    .sql()
                    .update(
                        "UPDATE workflow_run SET due_at = ? WHERE id = ? AND fence = ?"
                            + " AND due_at IS NOT NULL",
                        until.toEpochMilli(),
                        claim.id(),
                        claim.fence());
            if (renewed == 0) {
              lost.add(claim.id());
            }
          }
          return lost;
        });
  }

  /** Gives a workflow back until a time, or at once when it was woken since its claim. */
  void pause(Claim claim, Instant until, Instant now) {
    fenced(
        claim,
        "due_at = CASE WHEN wakes = ? THEN ? ELSE ? END",
        claim.wakes(),
        until.toEpochMilli(),
        now.toEpochMilli());
  }

  /** Gives a workflow back after a failed attempt. */
  void retry(Claim claim, int attempt, String failure, Instant until) {
    if (claim.state() == State.UNDOING) {
      // The failure kept is the workflow's own, not that of an undo.
      fenced(claim, "attempt = ?, due_at = ?", attempt, until.toEpochMilli());
    } else {
      fenced(claim, "attempt = ?, failure = ?, due_at = ?", attempt, failure, until.toEpochMilli());
    }
  }

  /** From here on the workflow only takes back; it is due at once. */
  void beginUndo(Claim claim, String failure, Instant now) {
    fenced(
        claim,
        "attempt = 0, state = ?, failure = ?, due_at = ?",
        State.UNDOING.name(),
        failure,
        now.toEpochMilli());
  }

  void finish(Claim claim, State state, @Nullable String failure, Instant now) {
    fenced(
        claim,
        "attempt = 0, state = ?, failure = ?, finished_at = ?, due_at = NULL",
        state.name(),
        failure,
        now.toEpochMilli());
  }

  private void fenced(Claim claim, String assignments, @Nullable Object... values) {
    List<@Nullable Object> arguments = new ArrayList<>();
    Collections.addAll(arguments, values);
    arguments.add(claim.id());
    arguments.add(claim.fence());
    int changed =
        store.write(
            Isolation.READ_COMMITTED,
            transaction ->
                transaction
                    .sql()
                    .update(
                        "UPDATE workflow_run SET "
                            + assignments
                            + ", owner = NULL WHERE id = ? AND fence = ?",
                        arguments.toArray()));
    if (changed == 0) {
      throw new RunStop.LeaseLost(claim.id());
    }
  }

  /** Forgets workflows that finished before a time. */
  void forget(Instant before) {
    store.write(
        Isolation.READ_COMMITTED,
        transaction -> {
          Sql sql = transaction.sql();
          List<String> old =
              sql.query(
                  "SELECT id FROM workflow_run WHERE finished_at < ? LIMIT 1000",
                  row -> row.getString(1),
                  before.toEpochMilli());
          for (String id : old) {
            sql.update("DELETE FROM workflow_step WHERE run_id = ?", id);
            sql.update("DELETE FROM workflow_run WHERE id = ?", id);
          }
          return null;
        });
  }
}
