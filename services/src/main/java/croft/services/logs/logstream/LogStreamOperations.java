package croft.services.logs.logstream;

import static croft.services.operation.Binding.bind;

import croft.api.logs.CreateLogStreamRequest;
import croft.api.logs.CreateLogStreamResponse;
import croft.api.logs.DeleteLogStreamRequest;
import croft.api.logs.DeleteLogStreamResponse;
import croft.api.logs.DescribeLogStreamsRequest;
import croft.api.logs.DescribeLogStreamsResponse;
import croft.api.logs.LogsModel;
import croft.base.Arn;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogGroups;
import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** CreateLogStream, DeleteLogStream and DescribeLogStreams. */
public final class LogStreamOperations {
  private static final int MOST_LISTED = 50;
  private static final Pattern NAME = Pattern.compile("[^:*]{1,512}");
  private static final String BY_TIME = "LastEventTime";

  /** An event's sequence token is not asked for any more: AWS shows one all the same. */
  private static final int TOKEN_DIGITS = 56;

  private final LogsParts parts;
  private final LogGroups groups;

  public LogStreamOperations(LogsParts parts, LogGroups groups) {
    this.parts = parts;
    this.groups = groups;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            LogsModel.CREATE_LOG_STREAM,
            (call, request) ->
                groups.access(
                    "logs:CreateLogStream",
                    LogGroups.arn(call, request.logGroupName()),
                    request.logStreamName()),
            this::create),
        bind(
            LogsModel.DELETE_LOG_STREAM,
            (call, request) ->
                groups.access(
                    "logs:DeleteLogStream",
                    LogGroups.arn(call, request.logGroupName()),
                    request.logStreamName()),
            this::delete),
        bind(
            LogsModel.DESCRIBE_LOG_STREAMS,
            (call, request) ->
                groups.access(
                    "logs:DescribeLogStreams",
                    LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier())),
            this::describe));
  }

  private CreateLogStreamResponse create(Call call, CreateLogStreamRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.logStreamName(), "");
    if (!NAME.matcher(name).matches()) {
      throw LogErrors.invalid(
          "1 validation error detected: Value '%s' at 'logStreamName' failed to satisfy constraint:"
                  .formatted(name)
              + " Member must satisfy regular expression pattern: [^:*]*");
    }
    long key = parts.key();
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          if (tx.get(LogStream.TABLE, group.inside(), name).isPresent()) {
            throw LogErrors.exists("The specified log stream already exists");
          }
          tx.insert(LogStream.TABLE, LogStream.empty(group, name, key, parts.now()));
          return group;
        });
    return CreateLogStreamResponse.builder().build();
  }

  private DeleteLogStreamResponse delete(Call call, DeleteLogStreamRequest request) {
    Arn arn = LogGroups.arn(call, request.logGroupName());
    String name = Objects.requireNonNullElse(request.logStreamName(), "");
    parts
        .store()
        .write(tx -> {
          LogGroup group = LogGroups.require(tx, arn);
          LogStream stream =
              tx.get(LogStream.TABLE, group.inside(), name).orElseThrow(LogErrors::noStream);
          stream.remove(tx);
          return stream;
        });
    return DeleteLogStreamResponse.builder().build();
  }

  private DescribeLogStreamsResponse describe(Call call, DescribeLogStreamsRequest request) {
    LogGroup group =
        groups.require(LogGroups.arn(call, request.logGroupName(), request.logGroupIdentifier()));
    String prefix = Objects.requireNonNullElse(request.logStreamNamePrefix(), "");
    boolean byTime = BY_TIME.equals(request.orderBy());
    if (byTime && !prefix.isEmpty()) {
      throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    Comparator<LogStream> order =
        byTime
            ? Comparator.comparingLong(LogStreamOperations::lastEventAt)
                .thenComparing(LogStream::name)
            : Comparator.comparing(LogStream::name);
    boolean descending = Requests.on(request.descending());
    List<LogStream> streams =
        parts.store().<List<LogStream>>read(tx -> tx.list(LogStream.TABLE, group.inside())).stream()
            .filter(stream -> stream.name().startsWith(prefix))
            .sorted(descending ? Collections.reverseOrder(order) : order)
            .toList();
    Pages.Page<LogStream> page =
        parts
            .pages()
            .page(
                call,
                "log streams %s %s %s %s".formatted(group.key(), prefix, byTime, descending),
                streams,
                LogStream::name,
                Pages.Wanted.of(
                    request.nextToken(), request.limit(), MOST_LISTED, LogErrors::invalidToken));
    return DescribeLogStreamsResponse.builder()
        .logStreams(page.map(stream -> shape(group, stream)))
        .nextToken(page.token())
        .build();
  }

  private static long lastEventAt(LogStream stream) {
    Long last = stream.lastEventAt();
    return last == null ? 0 : last;
  }

  private static croft.api.logs.LogStream shape(LogGroup group, LogStream stream) {
    return croft.api.logs.LogStream.builder()
        .logStreamName(stream.name())
        .creationTime(stream.createdAt())
        .firstEventTimestamp(stream.firstEventAt())
        .lastEventTimestamp(stream.lastEventAt())
        .lastIngestionTime(stream.lastIngestedAt())
        .uploadSequenceToken(token(stream.nextNumber()))
        .arn(stream.arn(group).toString())
        // AWS tells the size of groups alone since 2019.
        .storedBytes(0L)
        .build();
  }

  /** The token AWS would have the next events carry, if it still asked for one. */
  public static String token(long number) {
    return ("%0" + TOKEN_DIGITS + "d").formatted(number);
  }
}
