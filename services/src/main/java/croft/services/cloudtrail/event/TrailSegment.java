package croft.services.cloudtrail.event;

import croft.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Events of one account and region that came to the store together. A row for each would cost more
 * than the calls themselves.
 *
 * @param at the time of the newest
 * @param events the newest first, within {@link #LONGEST}
 */
record TrailSegment(String account, String region, Instant at, List<TrailEvent> events) {
  /** What is before this much time before the newest stands in another segment. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  static final String BY_TIME = "at";

  private static final int MOST_EVENTS = 500;

  /** By account and region, the newest first. */
  static final Table<TrailSegment> TABLE =
      Table.of("cloudtrail_segment", TrailSegment.class, TrailSegment::scope, TrailSegment::rowId)
          .index(BY_TIME, segment -> millis(segment.at));

  /** The segments of some events; the same for the same events, so that none is kept twice. */
  static List<TrailSegment> of(Collection<TrailEvent> events) {
    Comparator<TrailEvent> newestFirst =
        Comparator.comparing(TrailEvent::at).reversed().thenComparing(TrailEvent::id);
    Map<String, List<TrailEvent>> scopes = new TreeMap<>();
    for (TrailEvent event : events) {
      scopes
          .computeIfAbsent(event.account() + "/" + event.region(), scope -> new ArrayList<>())
          .add(event);
    }
    List<TrailSegment> segments = new ArrayList<>();
    for (List<TrailEvent> ofScope : scopes.values()) {
      ofScope.sort(newestFirst);
      int begin = 0;
      for (int i = 1; i <= ofScope.size(); i++) {
        if (i == ofScope.size() || isFull(ofScope.get(begin), ofScope.get(i), i - begin)) {
          segments.add(of(List.copyOf(ofScope.subList(begin, i))));
          begin = i;
        }
      }
    }
    return segments;
  }

  private static boolean isFull(TrailEvent first, TrailEvent next, int size) {
    return size == MOST_EVENTS || next.at().isBefore(first.at().minus(LONGEST));
  }

  private static TrailSegment of(List<TrailEvent> events) {
    TrailEvent newest = events.getFirst();
    return new TrailSegment(newest.account(), newest.region(), newest.at(), events);
  }

  String scope() {
    return account + "/" + region;
  }

  /** Rows are listed in the order of their ids: the newest has the smallest. */
  String rowId() {
    return newestFirst(at) + "-" + events.getFirst().id();
  }

  /** The beginning of the ids of segments whose newest event is of that moment. */
  static String newestFirst(Instant at) {
    return "%015d".formatted(999_999_999_999_999L - at.toEpochMilli());
  }

  /** A time as the index has it: digits of one width. */
  static String millis(Instant at) {
    return "%015d".formatted(at.toEpochMilli());
  }
}
