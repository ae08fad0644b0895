package croft.services.logs.insights;

import croft.base.Arn;
import croft.services.logs.block.EventCursor;
import croft.services.logs.block.Selection;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.event.Pointer;
import croft.services.logs.insights.LogQuery.Statistics;
import croft.services.logs.insights.LogQuery.Status;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.logstream.LogStreams;
import croft.services.logs.query.QueryLimitException;
import croft.services.logs.query.QueryRecord;
import croft.services.logs.query.QueryRun;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queries in the background. They only read: one that a crash ended begins anew. What they
 * found is kept for a week.
 */
public final class QueryRunner implements KeyedReconciler {
  public static final String NAME = "logs-queries";

  private static final Logger LOG = LoggerFactory.getLogger(QueryRunner.class);
  private static final Duration LONGEST = Duration.ofMinutes(60);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final long SECOND_MILLIS = 1000;

  /** So long are events read before it asks whether somebody stopped it. */
  private static final long STRETCH_MILLIS = 500;

  /** Two at once: they keep a processor busy each. */
  private static final int AT_ONCE = 2;

  private final LogsParts parts;
  private final Map<String, QueryRun> running = new ConcurrentHashMap<>();

  public QueryRunner(LogsParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public int parallelism() {
    return AT_ONCE;
  }

  /** The run of a query that is under way here. */
  Optional<QueryRun> run(LogQuery query) {
    return Optional.ofNullable(running.get(query.key()));
  }

  @Override
  public Set<String> due() {
    List<LogQuery> all = parts.store().read(tx -> tx.listAll(LogQuery.TABLE));
    long oldest = parts.now() - KEPT.toMillis();
    all.stream().filter(query -> query.createdAt() < oldest).forEach(this::forget);
    return all.stream().filter(LogQuery::isOpen).map(LogQuery::key).collect(Collectors.toSet());
  }

  private void forget(LogQuery query) {
    parts
        .store()
        .write(tx -> {
          tx.delete(QueryRows.TABLE, query.scope(), query.id());
          return tx.delete(LogQuery.TABLE, query.scope(), query.id());
        });
  }

  @Override
  public void reconcile(String key) {
    LogQuery query = find(key).filter(LogQuery::isOpen).orElse(null);
    if (query == null) {
      return;
    }
    QueryRun run =
        new QueryRun(
            Queries.parse(query.text()), Instant.ofEpochMilli(query.createdAt()), query.limit());
    running.put(key, run);
    try {
      end(query, run, read(query, run));
    } catch (QueryLimitException e) {
      LOG.info("The query {} failed: {}", query.id(), e.getMessage());
      end(query, run, Status.FAILED);
    } catch (RuntimeException e) {
      LOG.warn("The query {} failed", query.id(), e);
      end(query, run, Status.FAILED);
    } finally {
      running.remove(key);
    }
  }

  private Optional<LogQuery> find(String key) {
    int slash = key.lastIndexOf('/');
    return parts
        .store()
        .read(tx -> tx.get(LogQuery.TABLE, key.substring(0, slash), key.substring(slash + 1)));
  }

  private Status read(LogQuery query, QueryRun run) {
    set(query, Status.RUNNING);
    long deadline = parts.now() + LONGEST.toMillis();
    for (String arn : query.groups()) {
      Optional<LogGroup> group = parts.store().read(tx -> LogGroups.find(tx, Arn.parse(arn)));
      if (group.isPresent()) {
        Status status = read(query, run, group.get(), deadline);
        if (status != Status.COMPLETE) {
          return status;
        }
      }
    }
    return Status.COMPLETE;
  }

  private Status read(LogQuery query, QueryRun run, LogGroup group, long deadline) {
    long from = Math.max(query.from() * SECOND_MILLIS, group.keptSince(parts.now()));
    long to = query.to() * SECOND_MILLIS + SECOND_MILLIS - 1;
    EventCursor cursor =
        parts.blocks().read(Selection.of(group.key(), Set.of(), from, to).backwards());
    Map<Long, String> streams = new HashMap<>();
    long looked = parts.now();
    for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      run.accept(record(group, streams, next.get()));
      long now = parts.now();
      if (now - looked >= STRETCH_MILLIS) {
        looked = now;
        if (find(query.key()).filter(LogQuery::isOpen).isEmpty()) {
          return Status.CANCELLED;
        }
        if (now > deadline) {
          return Status.TIMEOUT;
        }
      }
    }
    return Status.COMPLETE;
  }

  private QueryRecord record(LogGroup group, Map<Long, String> streams, StoredEvent event) {
    long stream = event.position().stream();
    if (!streams.containsKey(stream)) {
      parts
          .store()
          .<Map<Long, String>>read(tx -> LogStreams.names(tx, group))
          .forEach(streams::put);
      // Of one that was deleted since, the name is not known any more.
      streams.putIfAbsent(stream, "");
    }
    return new QueryRecord(
        Instant.ofEpochMilli(event.at()),
        Instant.ofEpochMilli(event.ingestedAt()),
        group.account() + ":" + group.name(),
        streams.get(stream),
        event.message(),
        new Pointer(group.arn(), event.position()).text());
  }

  private void set(LogQuery query, Status status) {
    parts
        .store()
        .write(tx -> {
          tx.get(LogQuery.TABLE, query.scope(), query.id())
              .filter(LogQuery::isOpen)
              .ifPresent(open -> tx.put(LogQuery.TABLE, open.in(status, Statistics.NONE)));
          return query;
        });
  }

  /** A query that somebody stopped stays stopped; what it found so far is kept. */
  private void end(LogQuery query, QueryRun run, Status status) {
    QueryRows rows = new QueryRows(query.scope(), query.id(), QueryShapes.cells(run));
    parts
        .store()
        .write(tx -> {
          LogQuery present = tx.get(LogQuery.TABLE, query.scope(), query.id()).orElse(null);
          if (present != null) {
            tx.put(
                LogQuery.TABLE,
                present.in(
                    present.isOpen() ? status : present.status(), QueryShapes.statistics(run)));
            tx.put(QueryRows.TABLE, rows);
          }
          return rows;
        });
  }
}
