package croft.services.logs.event;

import croft.api.logs.InputLogEvent;
import croft.api.logs.RejectedLogEventsInfo;
import croft.base.ServiceError;
import croft.services.logs.block.Draft;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of the events of a call are kept. Source: the page PutLogEvents of the API reference.
 *
 * @param rejected which are not; null when all are
 */
record Acceptance(List<Draft> events, @Nullable RejectedLogEventsInfo rejected) {
  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_BYTES = 1_048_576;
  private static final long SPAN_MILLIS = Duration.ofHours(24).toMillis();
  private static final long OLDEST_MILLIS = Duration.ofDays(14).toMillis();
  private static final long NEWEST_MILLIS = Duration.ofHours(2).toMillis();

  /**
   * Looks at events.
   *
   * @param now milliseconds since the epoch
   * @throws ServiceError {@code InvalidParameterException} when none can be taken
   */
  static Acceptance of(LogGroup group, List<InputLogEvent> given, long now) {
    List<Draft> events =
        given.stream()
            .map(event ->
                new Draft(
                    Objects.requireNonNullElse(event.timestamp(), 0L),
                    Objects.requireNonNullElse(event.message(), "")))
            .toList();
    check(events);
    return split(group, events, now);
  }

  private static void check(List<Draft> events) {
    if (events.isEmpty() || events.size() > MOST_EVENTS) {
      throw LogErrors.invalid(
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member"
              + " must have length between 1 and 10000");
    }
    long bytes = 0;
    long last = Long.MIN_VALUE;
    for (Draft event : events) {
      bytes += event.textBytes() + Draft.OVERHEAD_BYTES;
      if (event.at() < last) {
        throw LogErrors.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      last = event.at();
    }
    if (bytes > MOST_BYTES) {
      throw LogErrors.invalid(
          "Upload too large: %d bytes exceeds limit of %d".formatted(bytes, MOST_BYTES));
    }
    if (last - events.getFirst().at() > SPAN_MILLIS) {
      throw LogErrors.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24"
              + " hours.");
    }
  }

  /** Too old ones stand at the beginning, too new ones at the end. */
  private static Acceptance split(LogGroup group, List<Draft> events, long now) {
    int old = countBefore(events, now - OLDEST_MILLIS);
    int expired = countBefore(events, group.keptSince(now));
    int end = countBefore(events, now + NEWEST_MILLIS + 1);
    int begin = Math.max(old, expired);
    List<Draft> kept = begin >= end ? List.of() : new ArrayList<>(events.subList(begin, end));
    if (begin == 0 && end == events.size()) {
      return new Acceptance(kept, null);
    }
    return new Acceptance(
        kept,
        RejectedLogEventsInfo.builder()
            .tooNewLogEventStartIndex(end == events.size() ? null : end)
            .tooOldLogEventEndIndex(old == 0 ? null : old)
            .expiredLogEventEndIndex(expired == 0 ? null : expired)
            .build());
  }

  private static int countBefore(List<Draft> events, long at) {
    return (int) events.stream().takeWhile(event -> event.at() < at).count();
  }
}
