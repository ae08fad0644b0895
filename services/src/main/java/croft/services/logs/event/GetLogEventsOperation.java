package croft.services.logs.event;

import static croft.services.operation.Binding.bind;

import croft.api.logs.GetLogEventsRequest;
import croft.api.logs.GetLogEventsResponse;
import croft.api.logs.LogsModel;
import croft.api.logs.OutputLogEvent;
import croft.services.logs.block.EventCursor;
import croft.services.logs.block.Position;
import croft.services.logs.block.Selection;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.logstream.LogStream;
import croft.services.logs.logstream.LogStreams;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GetLogEvents: one stream, page by page in both directions. */
public final class GetLogEventsOperation {
  private static final int MOST_EVENTS = 10_000;
  private static final Pattern TOKEN = Pattern.compile("([fb])/([0-9]{56})/s");

  private final LogsParts parts;
  private final LogGroups groups;

  public GetLogEventsOperation(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operation with the access it needs. */
  public Binding<?, ?> binding() {
    return bind(
            LogsModel.GET_LOG_EVENTS,
            (call, request) ->
                groups.access(
                    "logs:GetLogEvents",
                    LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier()),
                    request.logStreamName()),
            this::get)
        .honouring(
            "logGroupName",
            "logGroupIdentifier",
            "logStreamName",
            "startTime",
            "endTime",
            "nextToken",
            "limit",
            "startFromHead");
  }

  private GetLogEventsResponse get(Call call, GetLogEventsRequest request) {
    LogGroup group =
        groups.require(LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier()));
    LogStream stream =
        parts.store().<LogStream>read(tx -> LogStreams.require(tx, group, request.logStreamName()));
    Selection wanted = selection(group, stream, request);
    int limit = Objects.requireNonNullElse(request.limit(), MOST_EVENTS);
    List<StoredEvent> events = new ArrayList<>();
    EventCursor cursor = parts.blocks().read(wanted);
    PageSize size = new PageSize(limit);
    for (Optional<StoredEvent> next = cursor.next();
        next.isPresent() && size.fits(next.get().message());
        next = cursor.next()) {
      events.add(next.get());
    }
    if (wanted.descending()) {
      // The earliest stands first in either direction.
      events = events.reversed();
    }
    Position none = wanted.beyond() == null ? Position.before(wanted.from()) : wanted.beyond();
    return GetLogEventsResponse.builder()
        .events(events.stream().map(GetLogEventsOperation::shape).toList())
        .nextForwardToken(token("f", events.isEmpty() ? none : events.getLast().position()))
        .nextBackwardToken(token("b", events.isEmpty() ? none : events.getFirst().position()))
        .build();
  }

  private Selection selection(LogGroup group, LogStream stream, GetLogEventsRequest request) {
    long from =
        Math.max(group.keptSince(parts.now()), Objects.requireNonNullElse(request.startTime(), 0L));
    Long end = request.endTime();
    // Here, and here alone, the end is not within.
    Selection all =
        Selection.of(
            group.key(), Set.of(stream.key()), from, end == null ? Long.MAX_VALUE : end - 1);
    String token = request.nextToken();
    if (token == null || token.isEmpty()) {
      return Requests.on(request.startFromHead()) ? all : all.backwards();
    }
    return behind(all, token);
  }

  private static Selection behind(Selection all, String token) {
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      throw LogErrors.invalid("The specified nextToken is invalid.");
    }
    @Nullable Position position = Position.parse(matcher.group(2)).orElse(null);
    if (position == null) {
      throw LogErrors.invalid("The specified nextToken is invalid.");
    }
    Selection direction = matcher.group(1).equals("b") ? all.backwards() : all;
    return direction.beyond(position);
  }

  private static String token(String direction, Position position) {
    return direction + "/" + position.id() + "/s";
  }

  private static OutputLogEvent shape(StoredEvent event) {
    return OutputLogEvent.builder()
        .timestamp(event.at())
        .message(event.message())
        .ingestionTime(event.ingestedAt())
        .build();
  }
}
