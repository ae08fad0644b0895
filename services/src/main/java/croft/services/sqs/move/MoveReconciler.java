package croft.services.sqs.move;

import croft.base.Arn;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Places;
import croft.services.sqs.message.Draft;
import croft.services.sqs.message.Keeper;
import croft.services.sqs.message.Message;
import croft.services.sqs.move.MoveTask.Status;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves dead letters: each as a new message, in one transaction with its end in the source. A task
 * with a limit moves as many as its time so far allows, at each look.
 */
public final class MoveReconciler implements KeyedReconciler {
  /** The name to wake it by. */
  public static final String NAME = "sqs-move";

  /** As many as one transaction takes. */
  private static final int BATCH = 10;

  private static final long HIDDEN_MILLIS = 30_000;
  private static final int MOST_TASKS = 10;

  private final SqsParts parts;
  private final Lines lines;
  private final Queues queues;
  private final Keeper keeper;

  public MoveReconciler(SqsParts parts, Lines lines) {
    this.parts = parts;
    this.lines = lines;
    this.queues = new Queues(parts.store());
    this.keeper = new Keeper(parts, lines);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Set<String> due() {
    return parts.store().read(tx -> tx.listAll(MoveTask.TABLE)).stream()
        .filter(task -> !task.status().isOver())
        .map(MoveTask::key)
        .collect(Collectors.toSet());
  }

  @Override
  public void reconcile(String key) throws InterruptedException {
    while (true) {
      Optional<MoveTask> found = find(key);
      if (found.isEmpty() || found.get().status().isOver()) {
        return;
      }
      MoveTask task = found.get();
      if (task.status() == Status.CANCELLING) {
        end(task, Status.CANCELLED, "");
        return;
      }
      int most = allowed(task);
      if (most == 0 || !moveSome(task, most)) {
        return;
      }
    }
  }

  private Optional<MoveTask> find(String key) {
    int end = key.lastIndexOf('/');
    return parts
        .store()
        .read(tx -> tx.get(MoveTask.TABLE, key.substring(0, end), key.substring(end + 1)));
  }

  private int allowed(MoveTask task) {
    if (task.mostPerSecond() == 0) {
      return BATCH;
    }
    long seconds = (parts.nowMillis() - task.startedAtMillis()) / 1000 + 1;
    return (int) Math.min(BATCH, Math.max(0, seconds * task.mostPerSecond() - task.moved()));
  }

  /** Moves some; false when the task is over. */
  private boolean moveSome(MoveTask task, int most) throws InterruptedException {
    Optional<Queue> source = queues.find(Arn.parse(task.sourceArn()));
    if (source.isEmpty()) {
      end(task, Status.FAILED, "AWS.SimpleQueueService.NonExistentQueue");
      return false;
    }
    Line line = lines.of(source.get());
    List<Place> taken = line.take(Math.min(most, BATCH), HIDDEN_MILLIS, 0);
    if (taken.isEmpty()) {
      end(task, Status.COMPLETED, "");
      return false;
    }
    Map<Place, Message> messages = keeper.messages(taken);
    int done = 0;
    try {
      for (Place place : taken) {
        Message message = messages.get(place);
        Optional<Queue> destination =
            message == null ? Optional.empty() : destination(task, message);
        if (message == null || destination.isEmpty()) {
          end(find(task.key()).orElse(task), Status.FAILED, "CouldNotDetermineMessageSource");
          return false;
        }
        move(task, place, message, destination.get());
        line.left(List.of(place.order()), true);
        done++;
      }
      return true;
    } finally {
      line.putBack(taken.subList(done, taken.size()));
    }
  }

  private Optional<Queue> destination(MoveTask task, Message message) {
    String arn =
        task.destinationArn().isEmpty() ? message.deadLetterSource() : task.destinationArn();
    return arn.isEmpty() ? Optional.empty() : queues.find(Arn.parse(arn));
  }

  private void move(MoveTask task, Place place, Message message, Queue destination) {
    Draft draft =
        new Draft(
            message.anew(parts.ids().uuid()), null, parts.nowMillis(), 0, 0, parts.nowMillis());
    keeper.keep(
        destination,
        List.of(draft),
        tx -> {
          Places.delete(tx, place.queueId(), place.order());
          count(tx, task);
        });
  }

  private static void count(Transaction tx, MoveTask task) {
    tx.get(MoveTask.TABLE, task.scope(), task.id())
        .ifPresent(
            now -> tx.put(MoveTask.TABLE, now.with(now.status(), now.moved() + 1, now.failure())));
  }

  /** Ends a task, and forgets those of its queue beyond the last few. */
  private void end(MoveTask task, Status status, String why) {
    parts
        .store()
        .write(tx -> {
          tx.put(MoveTask.TABLE, task.with(status, task.moved(), why));
          tx.list(MoveTask.TABLE, task.scope()).stream()
              .filter(one -> one.sourceArn().equals(task.sourceArn()))
              .filter(one -> one.status().isOver())
              .sorted(Comparator.comparingLong(MoveTask::startedAtMillis).reversed())
              .skip(MOST_TASKS)
              .forEach(one -> tx.delete(MoveTask.TABLE, one.scope(), one.id()));
          return task;
        });
  }
}
