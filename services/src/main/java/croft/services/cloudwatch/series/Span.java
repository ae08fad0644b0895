package croft.services.cloudwatch.series;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A span of time in periods, and what is found in each. Times are seconds since 1970. A period of
 * less than a minute is answered from points that are kept by the second.
 */
public final class Span {
  private final long from;
  private final long to;
  private final long period;
  private final NavigableMap<Long, Aggregate> found = new TreeMap<>();

  /**
   * Nothing found yet.
   *
   * @param from where the first period begins
   * @param to where the last one ends, exclusive
   * @param period in seconds
   */
  public Span(long from, long to, long period) {
    this.from = from;
    this.to = Math.max(from, to);
    this.period = period;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  boolean isBySecond() {
    return period < Tier.MINUTE.seconds();
  }

  /** Whether points of this length can be told apart here. */
  boolean takes(Tier tier) {
    return isBySecond() ? tier == Tier.SECOND : tier != Tier.SECOND && tier.seconds() <= period;
  }

  void add(long begin, Aggregate aggregate) {
    long periodBegin = from + Math.floorDiv(begin - from, period) * period;
    found.computeIfAbsent(periodBegin, at -> new Aggregate()).merge(aggregate);
  }

  /** What was found, by the begin of its period; periods without points are not there. */
  public NavigableMap<Long, Aggregate> found() {
    return found;
  }
}
