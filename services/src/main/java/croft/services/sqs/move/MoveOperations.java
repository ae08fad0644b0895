package croft.services.sqs.move;

import static croft.services.operation.Binding.bind;
import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.sqs.CancelMessageMoveTaskRequest;
import croft.api.sqs.CancelMessageMoveTaskResult;
import croft.api.sqs.ListMessageMoveTasksRequest;
import croft.api.sqs.ListMessageMoveTasksResult;
import croft.api.sqs.ListMessageMoveTasksResultEntry;
import croft.api.sqs.SqsModel;
import croft.api.sqs.StartMessageMoveTaskRequest;
import croft.api.sqs.StartMessageMoveTaskResult;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sqs.line.Lines;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.Redrive;
import croft.services.sqs.queue.SqsParts;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** StartMessageMoveTask, CancelMessageMoveTask and ListMessageMoveTasks. */
public final class MoveOperations {
  private static final int MOST_PER_SECOND = 500;
  private static final int MOST_LISTED = 10;

  private final SqsParts parts;
  private final Queues queues;
  private final Lines lines;
  private final BiConsumer<Transaction, String> wake;

  /**
   * Makes them.
   *
   * @param wake has a task looked at once the transaction is committed
   */
  public MoveOperations(
      SqsParts parts, Queues queues, Lines lines, BiConsumer<Transaction, String> wake) {
    this.parts = parts;
    this.queues = queues;
    this.lines = lines;
    this.wake = wake;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SqsModel.START_MESSAGE_MOVE_TASK, this::mayStart, this::start),
        bind(SqsModel.CANCEL_MESSAGE_MOVE_TASK, this::mayCancel, this::cancel),
        bind(
            SqsModel.LIST_MESSAGE_MOVE_TASKS,
            (call, request) ->
                queues.access("sqs:ListMessageMoveTasks", arn("SourceArn", request.sourceArn())),
            this::list));
  }

  private static Arn arn(String parameter, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw QueueErrors.missing(parameter);
    }
    try {
      Arn arn = Arn.parse(text);
      if (arn.service().equals("sqs") && arn.account().matches("\\d{12}")) {
        return arn;
      }
    } catch (IllegalArgumentException malformed) {
      // Told below, like an ARN of something else.
    }
    throw QueueErrors.invalid(
        "You must use this format to specify the "
            + parameter
            + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  }

  /** Moving is to receive, to delete, and to send. */
  private List<Access> mayStart(Call call, StartMessageMoveTaskRequest request) {
    Arn source = arn("SourceArn", request.sourceArn());
    List<Access> all = new ArrayList<>();
    for (String action : List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage")) {
      all.addAll(queues.access("sqs:" + action, source));
    }
    if (request.destinationArn() != null) {
      all.addAll(queues.access("sqs:SendMessage", arn("DestinationArn", request.destinationArn())));
    }
    return all;
  }

  private StartMessageMoveTaskResult start(Call call, StartMessageMoveTaskRequest request) {
    Integer most = request.maxNumberOfMessagesPerSecond();
    if (most != null && (most < 1 || most > MOST_PER_SECOND)) {
      throw QueueErrors.invalid(
          "MaxNumberOfMessagesPerSecond", most, "Must be between 1 and " + MOST_PER_SECOND + ".");
    }
    Queue source = require("source", arn("SourceArn", request.sourceArn()));
    String destination = Objects.requireNonNullElse(request.destinationArn(), "");
    if (!destination.isEmpty()) {
      Queue to = require("destination", arn("DestinationArn", destination));
      if (to.isFifo() != source.isFifo() || to.id().equals(source.id())) {
        throw QueueErrors.invalid(
            "The destination must be another queue of the same type as the source.");
      }
    }
    long messages = lines.of(source).counts().visible();
    MoveTask task =
        new MoveTask(
            source.account(),
            source.region(),
            parts.ids().uuid(),
            source.arn().toString(),
            destination,
            most == null ? 0 : most,
            MoveTask.Status.RUNNING,
            0,
            messages,
            "",
            parts.nowMillis());
    parts
        .store()
        .write(tx -> {
          requireStartable(tx, source);
          tx.insert(MoveTask.TABLE, task);
          wake.accept(tx, task.key());
          return task;
        });
    return StartMessageMoveTaskResult.builder().taskHandle(handle(task)).build();
  }

  private Queue require(String which, Arn arn) {
    return queues
        .find(arn)
        .orElseThrow(() ->
            new ServiceError(
                "ResourceNotFoundException",
                404,
                "The resource that you specified for the " + which + " doesn't exist."));
  }

  private static void requireStartable(Transaction tx, Queue source) {
    if (Redrive.sourcesOf(tx, source).isEmpty()) {
      throw QueueErrors.invalid("Source queue must be configured as a Dead Letter Queue.");
    }
    boolean running =
        tasks(tx, source.scope(), source.arn().toString()).stream()
            .anyMatch(task -> !task.status().isOver());
    if (running) {
      throw ServiceError.badRequest(
          "UnsupportedOperation",
          "There is already a task running. Only one active task is allowed for a source queue arn"
              + " at a given time.");
    }
  }

  /** The latest first. */
  private static List<MoveTask> tasks(Transaction tx, String scope, String sourceArn) {
    return tx.list(MoveTask.TABLE, scope).stream()
        .filter(task -> task.sourceArn().equals(sourceArn))
        .sorted(Comparator.comparingLong(MoveTask::startedAtMillis).reversed())
        .toList();
  }

  private static String handle(MoveTask task) {
    return Base64.getEncoder().encodeToString((task.id() + " " + task.sourceArn()).getBytes(UTF_8));
  }

  /** A handle's task and queue. */
  private record Handle(String id, Arn source) {}

  private static Handle parse(@Nullable String text) {
    try {
      String plain = new String(Base64.getDecoder().decode(String.valueOf(text)), UTF_8);
      int blank = plain.indexOf(' ');
      if (blank > 0) {
        return new Handle(plain.substring(0, blank), Arn.parse(plain.substring(blank + 1)));
      }
    } catch (IllegalArgumentException malformed) {
      // Told below, like a handle of no task.
    }
    throw QueueErrors.invalid("Value for parameter TaskHandle is invalid.");
  }

  private List<Access> mayCancel(Call call, CancelMessageMoveTaskRequest request) {
    return queues.access("sqs:CancelMessageMoveTask", parse(request.taskHandle()).source());
  }

  private CancelMessageMoveTaskResult cancel(Call call, CancelMessageMoveTaskRequest request) {
    Handle handle = parse(request.taskHandle());
    String scope = handle.source().account() + "/" + handle.source().region();
    MoveTask task =
        parts
            .store()
            .write(tx -> {
              Optional<MoveTask> found = tx.get(MoveTask.TABLE, scope, handle.id());
              MoveTask present =
                  found.orElseThrow(() ->
                      new ServiceError("ResourceNotFoundException", 404, "Task does not exist."));
              if (present.status() != MoveTask.Status.RUNNING) {
                throw ServiceError.badRequest(
                    "UnsupportedOperation",
                    "Only active tasks can be cancelled, this one is " + present.status() + ".");
              }
              MoveTask changed = present.with(MoveTask.Status.CANCELLING, present.moved(), "");
              tx.put(MoveTask.TABLE, changed);
              wake.accept(tx, changed.key());
              return changed;
            });
    return CancelMessageMoveTaskResult.builder()
        .approximateNumberOfMessagesMoved(task.moved())
        .build();
  }

  private ListMessageMoveTasksResult list(Call call, ListMessageMoveTasksRequest request) {
    Integer asked = request.maxResults();
    if (asked != null && (asked < 1 || asked > MOST_LISTED)) {
      throw QueueErrors.invalid("MaxResults", asked, "Must be between 1 and " + MOST_LISTED + ".");
    }
    Queue source = require("source", arn("SourceArn", request.sourceArn()));
    List<ListMessageMoveTasksResultEntry> shown =
        parts.store().read(tx -> tasks(tx, source.scope(), source.arn().toString())).stream()
            .limit(asked == null ? 1 : asked)
            .map(MoveOperations::shown)
            .toList();
    return ListMessageMoveTasksResult.builder().results(shown).build();
  }

  private static ListMessageMoveTasksResultEntry shown(MoveTask task) {
    return ListMessageMoveTasksResultEntry.builder()
        .taskHandle(task.status() == MoveTask.Status.RUNNING ? handle(task) : null)
        .status(task.status().name())
        .sourceArn(task.sourceArn())
        .destinationArn(task.destinationArn().isEmpty() ? null : task.destinationArn())
        .maxNumberOfMessagesPerSecond(task.mostPerSecond() == 0 ? null : task.mostPerSecond())
        .approximateNumberOfMessagesMoved(task.moved())
        .approximateNumberOfMessagesToMove(task.toMove())
        .failureReason(task.failure().isEmpty() ? null : task.failure())
        .startedTimestamp(task.startedAtMillis())
        .build();
  }
}
