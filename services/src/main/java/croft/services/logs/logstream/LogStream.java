package croft.services.logs.logstream;

import croft.base.Arn;
import croft.services.logs.block.Removal;
import croft.services.logs.loggroup.LogGroup;
import croft.store.Table;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What one source says.
 *
 * @param group the key of its group
 * @param key tells it from one of the same name before or after it, above zero
 * @param createdAt milliseconds since the epoch, as all its times
 * @param firstEventAt the earliest time of an event; null while there was none
 * @param lastEventAt the latest time of an event
 * @param lastIngestedAt when the last events came
 * @param nextNumber the number of the next batch of events
 */
public record LogStream(
    long group,
    String name,
    long key,
    long createdAt,
    @Nullable Long firstEventAt,
    @Nullable Long lastEventAt,
    @Nullable Long lastIngestedAt,
    long nextNumber) {

  /** By the key of the group and name. */
  public static final Table<LogStream> TABLE =
      Table.of(
          "logs_stream", LogStream.class, stream -> Long.toString(stream.group), LogStream::name);

  /** One that nothing was put into. */
  static LogStream empty(LogGroup group, String name, long key, long now) {
    return new LogStream(group.key(), name, key, now, null, null, null, 1);
  }

  /** The same after events came. */
  public LogStream after(long earliest, long latest, long now, int numbers) {
    return new LogStream(
        group,
        name,
        key,
        createdAt,
        firstEventAt == null ? earliest : Math.min(firstEventAt, earliest),
        lastEventAt == null ? latest : Math.max(lastEventAt, latest),
        now,
        nextNumber + numbers);
  }

  Arn arn(LogGroup of) {
    return Arn.of("logs", of.region(), of.account(), of.arn().resource() + ":log-stream:" + name);
  }

  /** Removes it; its events follow. */
  public void remove(Transaction tx) {
    tx.delete(TABLE, Long.toString(group), name);
    tx.put(Removal.TABLE, new Removal(group, key));
  }
}
