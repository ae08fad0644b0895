package croft.services.logs.event;

import static croft.services.operation.Binding.bind;

import croft.api.logs.FilterLogEventsRequest;
import croft.api.logs.FilterLogEventsResponse;
import croft.api.logs.FilteredLogEvent;
import croft.api.logs.LogsModel;
import croft.services.logs.block.EventCursor;
import croft.services.logs.block.Position;
import croft.services.logs.block.Selection;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.logstream.LogStreams;
import croft.services.logs.pattern.FilterPattern;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** FilterLogEvents: the events of many streams that match a pattern, in the order of time. */
public final class FilterLogEventsOperation {
  private static final int MOST_EVENTS = 10_000;

  /** So many events are looked at for one page: one that finds nothing answers in time. */
  private static final int MOST_LOOKED_AT = 200_000;

  private final LogsParts parts;
  private final LogGroups groups;

  public FilterLogEventsOperation(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operation with the access it needs. */
  public Binding<?, ?> binding() {
    return bind(
            LogsModel.FILTER_LOG_EVENTS,
            (call, request) ->
                groups.access(
                    "logs:FilterLogEvents",
                    LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier())),
            this::filter)
        .honouring(
            "logGroupName",
            "logGroupIdentifier",
            "logStreamNames",
            "logStreamNamePrefix",
            "startTime",
            "endTime",
            "filterPattern",
            "nextToken",
            "limit",
            // It is what is always done since 2019.
            "interleaved");
  }

  private FilterLogEventsResponse filter(Call call, FilterLogEventsRequest request) {
    LogGroup group =
        groups.require(LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier()));
    FilterPattern pattern = Patterns.parse(request.filterPattern());
    Map<Long, String> streams = streams(group, request);
    if (streams.isEmpty()) {
      return FilterLogEventsResponse.builder()
          .events(List.of())
          .searchedLogStreams(List.of())
          .build();
    }
    String purpose = "log events " + group.key();
    Selection wanted =
        Selection.of(
                group.key(),
                streams.keySet(),
                Math.max(
                    group.keptSince(parts.now()),
                    Objects.requireNonNullElse(request.startTime(), 0L)),
                Objects.requireNonNullElse(request.endTime(), Long.MAX_VALUE))
            .beyond(position(purpose, request.nextToken()));
    Found found = find(wanted, pattern, Objects.requireNonNullElse(request.limit(), MOST_EVENTS));
    Position last = found.last();
    return FilterLogEventsResponse.builder()
        .events(found.events().stream().map(event -> shape(streams, event)).toList())
        .searchedLogStreams(List.of())
        .nextToken(last == null ? null : parts.pages().sealing().seal(purpose, last.id()))
        .build();
  }

  private Map<Long, String> streams(LogGroup group, FilterLogEventsRequest request) {
    List<String> names = request.logStreamNamesOrEmpty();
    String prefix = Objects.requireNonNullElse(request.logStreamNamePrefix(), "");
    if (!names.isEmpty() && !prefix.isEmpty()) {
      throw LogErrors.invalid(
          "LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.");
    }
    return parts
        .store()
        .read(tx ->
            names.isEmpty()
                ? LogStreams.names(tx, group, prefix)
                : LogStreams.names(tx, group, names));
  }

  private @Nullable Position position(String purpose, @Nullable String token) {
    return token == null || token.isEmpty()
        ? null
        : parts
            .pages()
            .sealing()
            .open(purpose, token)
            .flatMap(Position::parse)
            .orElseThrow(LogErrors::invalidToken);
  }

  /**
   * What was found.
   *
   * @param last where to go on; null at the end
   */
  private record Found(List<StoredEvent> events, @Nullable Position last) {}

  private Found find(Selection wanted, FilterPattern pattern, int limit) {
    EventCursor cursor = parts.blocks().read(wanted);
    List<StoredEvent> events = new ArrayList<>();
    PageSize size = new PageSize(limit);
    Position last = null;
    for (int i = 0; i < MOST_LOOKED_AT; i++) {
      Optional<StoredEvent> next = cursor.next();
      if (next.isEmpty()) {
        return new Found(events, null);
      }
      StoredEvent event = next.get();
      if (pattern.matches(event.message())) {
        if (!size.fits(event.message())) {
          break;
        }
        events.add(event);
      }
      last = event.position();
    }
    return new Found(events, last);
  }

  private static FilteredLogEvent shape(Map<Long, String> streams, StoredEvent event) {
    return FilteredLogEvent.builder()
        .logStreamName(streams.get(event.position().stream()))
        .timestamp(event.at())
        .message(event.message())
        .ingestionTime(event.ingestedAt())
        .eventId(event.position().id())
        .build();
  }
}
