package croft.services.logs.insights;

import static croft.services.operation.Binding.bind;

import croft.api.logs.GetLogGroupFieldsRequest;
import croft.api.logs.GetLogGroupFieldsResponse;
import croft.api.logs.GetLogRecordRequest;
import croft.api.logs.GetLogRecordResponse;
import croft.api.logs.LogGroupField;
import croft.api.logs.LogsModel;
import croft.services.logs.block.EventCursor;
import croft.services.logs.block.Position;
import croft.services.logs.block.Selection;
import croft.services.logs.block.StoredEvent;
import croft.services.logs.event.Pointer;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.logstream.LogStreams;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** GetLogRecord and GetLogGroupFields. */
public final class RecordOperations {
  private static final List<String> ALWAYS =
      List.of("@ingestionTime", "@log", "@logStream", "@message", "@timestamp");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /** What AWS looks at where no time is said, and on both sides of one that is. */
  private static final long LATEST_MILLIS = Duration.ofMinutes(15).toMillis();

  private static final long AROUND_MILLIS = Duration.ofMinutes(8).toMillis();
  private static final int MOST_SAMPLES = 1000;
  private static final long SECOND_MILLIS = 1000;

  private final LogsParts parts;
  private final LogGroups groups;

  public RecordOperations(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                LogsModel.GET_LOG_RECORD,
                (call, request) ->
                    groups.access(
                        "logs:GetLogRecord", Pointer.parse(request.logRecordPointer()).group()),
                (call, request) -> record(request))
            .honouring("logRecordPointer"),
        bind(
            LogsModel.GET_LOG_GROUP_FIELDS,
            (call, request) ->
                groups.access(
                    "logs:GetLogGroupFields",
                    LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier())),
            this::fields));
  }

  private GetLogRecordResponse record(GetLogRecordRequest request) {
    Pointer pointer = Pointer.parse(request.logRecordPointer());
    LogGroup group = groups.require(pointer.group());
    Position position = pointer.position();
    EventCursor cursor =
        parts
            .blocks()
            .read(
                Selection.of(group.key(), Set.of(position.stream()), position.at(), position.at()));
    for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      if (next.get().position().equals(position)) {
        return GetLogRecordResponse.builder().logRecord(shown(group, pointer, next.get())).build();
      }
    }
    throw LogErrors.notFound("The specified log record does not exist.");
  }

  private Map<String, String> shown(LogGroup group, Pointer pointer, StoredEvent event) {
    String stream =
        parts
            .store()
            .<Map<Long, String>>read(tx -> LogStreams.names(tx, group))
            .getOrDefault(event.position().stream(), "");
    Map<String, String> fields = new TreeMap<>(RecordFields.of(event.message()));
    fields.put("@timestamp", TIME.format(Instant.ofEpochMilli(event.at())));
    fields.put("@ingestionTime", TIME.format(Instant.ofEpochMilli(event.ingestedAt())));
    fields.put("@log", group.account() + ":" + group.name());
    fields.put("@logStream", stream);
    fields.put("@message", event.message());
    fields.put("@ptr", pointer.text());
    return fields;
  }

  private GetLogGroupFieldsResponse fields(Call call, GetLogGroupFieldsRequest request) {
    LogGroup group =
        groups.require(LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier()));
    Long asked = request.time();
    long middle = asked == null ? parts.now() : asked * SECOND_MILLIS;
    Selection some =
        Selection.of(
            group.key(),
            Set.of(),
            Math.max(
                group.keptSince(parts.now()),
                middle - (asked == null ? LATEST_MILLIS : AROUND_MILLIS)),
            asked == null ? Long.MAX_VALUE : middle + AROUND_MILLIS);
    EventCursor cursor = parts.blocks().read(some.backwards());
    Map<String, Integer> counts = new TreeMap<>();
    int samples = 0;
    for (Optional<StoredEvent> next = cursor.next();
        next.isPresent() && samples < MOST_SAMPLES;
        next = cursor.next()) {
      samples++;
      ALWAYS.forEach(name -> counts.merge(name, 1, Integer::sum));
      RecordFields.of(next.get().message())
          .keySet()
          .forEach(name -> counts.merge(name, 1, Integer::sum));
    }
    int all = samples;
    return GetLogGroupFieldsResponse.builder()
        .logGroupFields(
            counts.entrySet().stream()
                .map(field ->
                    LogGroupField.builder()
                        .name(field.getKey())
                        .percent(field.getValue() * 100 / all)
                        .build())
                .toList())
        .build();
  }
}
