package croft.services.ec2.logfile;

import croft.api.logs.CreateLogGroupRequest;
import croft.api.logs.CreateLogStreamRequest;
import croft.api.logs.InputLogEvent;
import croft.api.logs.LogsApi;
import croft.api.logs.PutLogEventsRequest;
import croft.api.logs.PutLogEventsResponse;
import croft.api.logs.PutRetentionPolicyRequest;
import croft.api.logs.RejectedLogEventsInfo;
import croft.base.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends events by Logs' API, making groups and streams that are not there. Source: the limits on
 * the page of PutLogEvents.
 */
public final class LogSender {
  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration LONGEST_SPAN = Duration.ofHours(24);
  private static final String NOT_FOUND = "ResourceNotFoundException";
  private static final String EXISTS = "ResourceAlreadyExistsException";

  /** Groups whose retention was set since the start. */
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  /**
   * The events that fit into one call, from the first on: in the order of the file, so that
   * everything before the last one's end is in this call or an earlier one.
   */
  static List<LogEvent> batch(List<LogEvent> events) {
    List<LogEvent> batch = new ArrayList<>();
    long bytes = 0;
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (LogEvent event : events) {
      bytes += event.size();
      first = event.at().isBefore(first) ? event.at() : first;
      last = event.at().isAfter(last) ? event.at() : last;
      if (batch.size() == MOST_EVENTS
          || bytes > MOST_BYTES
          || Duration.between(first, last).compareTo(LONGEST_SPAN) >= 0) {
        break;
      }
      batch.add(event);
    }
    return batch;
  }

  /**
   * Sends one batch.
   *
   * @return what went wrong beside, in words
   * @throws ServiceError when Logs took nothing
   */
  Optional<String> send(LogsApi logs, String scope, Destination to, List<LogEvent> batch) {
    List<InputLogEvent> events =
        batch.stream()
            .sorted(Comparator.comparing(LogEvent::at))
            .map(event ->
                InputLogEvent.builder()
                    .timestamp(event.at().toEpochMilli())
                    .message(event.message())
                    .build())
            .toList();
    PutLogEventsRequest request =
        PutLogEventsRequest.builder()
            .logGroupName(to.group())
            .logStreamName(to.stream())
            .logEvents(events)
            .build();
    PutLogEventsResponse response;
    try {
      response = logs.putLogEvents(request);
    } catch (ServiceError e) {
      if (!e.code().equals(NOT_FOUND)) {
        throw e;
      }
      make(logs, to);
      response = logs.putLogEvents(request);
    }
    Optional<String> unkept = keep(logs, scope, to);
    RejectedLogEventsInfo rejected = response.rejectedLogEventsInfo();
    return rejected == null
        ? unkept
        : Optional.of(
            "Some log events for %s/%s are too old or too new and were not taken"
                .formatted(to.group(), to.stream()));
  }

  private static void make(LogsApi logs, Destination to) {
    CreateLogStreamRequest stream =
        CreateLogStreamRequest.builder()
            .logGroupName(to.group())
            .logStreamName(to.stream())
            .build();
    try {
      unlessThere(() -> logs.createLogStream(stream));
    } catch (ServiceError e) {
      if (!e.code().equals(NOT_FOUND)) {
        throw e;
      }
      unlessThere(() ->
          logs.createLogGroup(CreateLogGroupRequest.builder().logGroupName(to.group()).build()));
      unlessThere(() -> logs.createLogStream(stream));
    }
  }

  private static void unlessThere(Runnable making) {
    try {
      making.run();
    } catch (ServiceError e) {
      if (!e.code().equals(EXISTS)) {
        throw e;
      }
    }
  }

  /** Sets the group's retention, once; a failure of that is no failure of sending. */
  private Optional<String> keep(LogsApi logs, String scope, Destination to) {
    if (to.retentionDays() == 0 || !kept.add(scope + "/" + to.group() + "/" + to.retentionDays())) {
      return Optional.empty();
    }
    try {
      logs.putRetentionPolicy(
          PutRetentionPolicyRequest.builder()
              .logGroupName(to.group())
              .retentionInDays(to.retentionDays())
              .build());
      return Optional.empty();
    } catch (ServiceError e) {
      return Optional.of(
          "The retention of %s could not be set: %s: %s"
              .formatted(to.group(), e.code(), e.message()));
    }
  }
}
