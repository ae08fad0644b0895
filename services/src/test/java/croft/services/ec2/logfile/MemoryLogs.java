package croft.services.ec2.logfile;

import croft.api.logs.CreateLogGroupRequest;
import croft.api.logs.CreateLogGroupResponse;
import croft.api.logs.CreateLogStreamRequest;
import croft.api.logs.CreateLogStreamResponse;
import croft.api.logs.InputLogEvent;
import croft.api.logs.PutLogEventsRequest;
import croft.api.logs.PutLogEventsResponse;
import croft.api.logs.PutRetentionPolicyRequest;
import croft.api.logs.PutRetentionPolicyResponse;
import croft.base.ServiceError;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** CloudWatch Logs, as far as an agent needs it. */
final class MemoryLogs implements Invoker {
  final Set<String> groups = new HashSet<>();
  final Map<String, List<InputLogEvent>> streams = new TreeMap<>();
  final Map<String, Integer> retentions = new TreeMap<>();

  /** Operations that are refused. */
  final Set<String> denied = new HashSet<>();

  /** Runs once events are kept, before the answer. */
  Runnable kept = () -> {};

  private int puts;

  int puts() {
    return puts;
  }

  List<String> messages(String stream) {
    return streams.getOrDefault(stream, List.of()).stream()
        .map(event -> Objects.requireNonNull(event.message()))
        .toList();
  }

  @Override
  @SuppressWarnings("unchecked") // The answer is of the operation whose request it was.
  public <I extends Shape, O extends Shape> O invoke(Operation<I, O> operation, I request) {
    if (denied.contains(operation.name())) {
      throw ServiceError.badRequest(
          "AccessDeniedException", "not authorized to perform: logs:" + operation.name());
    }
    return (O)
        switch (request) {
          case CreateLogGroupRequest create -> {
            if (!groups.add(Objects.requireNonNull(create.logGroupName()))) {
              throw ServiceError.badRequest("ResourceAlreadyExistsException", "It is there");
            }
            yield CreateLogGroupResponse.builder().build();
          }
          case CreateLogStreamRequest create -> {
            require(groups.contains(create.logGroupName()));
            streams.put(create.logGroupName() + "/" + create.logStreamName(), new ArrayList<>());
            yield CreateLogStreamResponse.builder().build();
          }
          case PutRetentionPolicyRequest put -> {
            retentions.put(
                Objects.requireNonNull(put.logGroupName()),
                Objects.requireNonNull(put.retentionInDays()));
            yield PutRetentionPolicyResponse.builder().build();
          }
          case PutLogEventsRequest put -> put(put);
          default -> throw new AssertionError(operation.name());
        };
  }

  private PutLogEventsResponse put(PutLogEventsRequest put) {
    List<InputLogEvent> events = streams.get(put.logGroupName() + "/" + put.logStreamName());
    require(events != null);
    puts++;
    Objects.requireNonNull(events).addAll(Objects.requireNonNull(put.logEvents()));
    kept.run();
    return PutLogEventsResponse.builder().build();
  }

  private static void require(boolean there) {
    if (!there) {
      throw ServiceError.badRequest("ResourceNotFoundException", "It is not there");
    }
  }
}
