package croft.services.logs.block;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events to read, and in which direction.
 *
 * @param group the group's key
 * @param streams the keys of streams; empty for all
 * @param from the first millisecond since the epoch
 * @param to the last one
 * @param beyond only events behind it in this direction; null for all
 * @param descending whether the latest come first
 */
public record Selection(
    long group,
    Set<Long> streams,
    long from,
    long to,
    @Nullable Position beyond,
    boolean descending) {

  public Selection {
    streams = Set.copyOf(streams);
  }

  /** All events of a time, the earliest first. */
  public static Selection of(long group, Set<Long> streams, long from, long to) {
    return new Selection(group, streams, from, to, null, false);
  }

  /** The same, from behind that event on. */
  public Selection beyond(@Nullable Position position) {
    return new Selection(group, streams, from, to, position, descending);
  }

  /** The same, the latest first. */
  public Selection backwards() {
    return new Selection(group, streams, from, to, beyond, true);
  }

  boolean has(Position position) {
    return position.at() >= from && position.at() <= to && isBeyond(position);
  }

  private boolean isBeyond(Position position) {
    if (beyond == null) {
      return true;
    }
    int order = position.compareTo(beyond);
    return descending ? order < 0 : order > 0;
  }

  /** The earliest time an event of it may have. */
  long earliest() {
    return beyond == null || descending ? from : Math.max(from, beyond.at());
  }

  /** The latest time an event of it may have. */
  long latest() {
    return beyond == null || !descending ? to : Math.min(to, beyond.at());
  }
}
