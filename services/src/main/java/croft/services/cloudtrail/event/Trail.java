package croft.services.cloudtrail.event;

import croft.base.Ids;
import croft.services.operation.CallLog;
import croft.services.operation.CallOutcome;
import croft.store.Store;
import croft.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every call: at once in a journal, within a moment in the store. An answer does not wait for
 * the store, and a killed process loses no event: the next one brings the journal in.
 */
public final class Trail implements CallLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final Store store;
  private final EventWriter writer;
  private final TrailJournal journal;
  private final Thread thread;

  /** Used by the thread, and after its end by {@link #close}. */
  private final Deque<TrailJournal.Segment> waiting = new ArrayDeque<>();

  private volatile boolean closed;

  /**
   * Opens the journal; {@link #start} begins to store.
   *
   * @param directory of the journal, made if missing; of one server only
   */
  public Trail(Store store, Ids ids, Path directory) {
    this.store = store;
    this.writer = new EventWriter(ids);
    this.journal = new TrailJournal(directory);
    this.thread = Thread.ofVirtual().name("trail").unstarted(this::work);
  }

  /** The tables to register. */
  public static List<Table<?>> tables() {
    return List.of(TrailSegment.TABLE);
  }

  /** Begins to store events, those of an ended process first. */
  public void start() {
    thread.start();
  }

  @Override
  public void record(CallOutcome outcome) {
    try {
      for (TrailEvent event : writer.events(outcome)) {
        journal.append(event);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("A call of {} was not journaled", outcome.operation().name(), e);
    }
  }

  private void work() {
    try {
      waiting.addAll(journal.leftBehind());
    } catch (IOException | RuntimeException e) {
      LOG.error("The journal of the last run cannot be read", e);
    }
    while (!closed) {
      store();
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException closing) {
        break;
      }
    }
  }

  /** Brings in what waits; what the store does not take now waits for the next time. */
  private void store() {
    try {
      TrailJournal.Segment segment = journal.cut();
      if (!segment.events().isEmpty()) {
        waiting.add(segment);
      }
      while (!waiting.isEmpty()) {
        keep(waiting.getFirst());
        waiting.removeFirst();
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("Events wait in the journal: {}", e.getMessage());
    }
  }

  /** The same file makes the same rows: what is put again after a crash is there once. */
  private void keep(TrailJournal.Segment segment) throws IOException {
    List<TrailSegment> rows = TrailSegment.of(segment.events());
    store.write(tx -> {
      rows.forEach(row -> tx.put(TrailSegment.TABLE, row));
      return null;
    });
    journal.drop(segment);
  }

  /** Stores what is left. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      store();
      journal.close();
    } catch (IOException e) {
      LOG.error("The journal was not closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
