package croft.services.logs.block;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an event stands among those of its group, which it keeps for ever: by its time, then by
 * what tells it from others of that time.
 *
 * @param at milliseconds since the epoch
 * @param stream the stream's key, above zero
 * @param number of the batch it came in, growing within its stream
 * @param index its place in that batch
 */
public record Position(long at, long stream, long number, int index)
    implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::at)
          .thenComparingLong(Position::stream)
          .thenComparingLong(Position::number)
          .thenComparingInt(Position::index);

  private static final Pattern ID = Pattern.compile("[0-9]{56}");

  /** Where each number of an id ends. */
  private static final int AT_END = 14;

  private static final int STREAM_END = 30;
  private static final int NUMBER_END = 46;

  /** Before all events of a time. */
  public static Position before(long at) {
    return new Position(at, 0, 0, 0);
  }

  /** As AWS's ids of events are: 56 digits, greater for what is later. */
  public String id() {
    return "%014d%016d%016d%010d".formatted(at, stream, number, index);
  }

  /** The position an id tells, when it is one. */
  public static Optional<Position> parse(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    long index = Long.parseLong(id.substring(NUMBER_END));
    return index > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            new Position(
                Long.parseLong(id.substring(0, AT_END)),
                Long.parseLong(id.substring(AT_END, STREAM_END)),
                Long.parseLong(id.substring(STREAM_END, NUMBER_END)),
                (int) index));
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
