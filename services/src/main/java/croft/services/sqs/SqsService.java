package croft.services.sqs;

import croft.api.sqs.SqsModel;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.services.resource.ResourceType;
import croft.services.sqs.line.Lines;
import croft.services.sqs.message.DeleteOperations;
import croft.services.sqs.message.Keeper;
import croft.services.sqs.message.ReceiveOperations;
import croft.services.sqs.message.SendOperations;
import croft.services.sqs.message.VisibilityOperations;
import croft.services.sqs.move.MoveOperations;
import croft.services.sqs.move.MoveTask;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueAttributeOperations;
import croft.services.sqs.queue.QueueOperations;
import croft.services.sqs.queue.QueuePermissionOperations;
import croft.services.sqs.queue.QueuePolicyResource;
import croft.services.sqs.queue.QueueResource;
import croft.services.sqs.queue.QueueTagOperations;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import croft.store.Table;
import croft.store.Transaction;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** SQS's front door. */
public final class SqsService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  /**
   * Makes it.
   *
   * @param wakeMoves has a task that moves messages looked at once the transaction is committed
   */
  public SqsService(SqsParts parts, Lines lines, BiConsumer<Transaction, String> wakeMoves) {
    Queues queues = new Queues(parts.store());
    Keeper keeper = new Keeper(parts, lines);
    this.bindings =
        Stream.of(
                new QueueOperations(parts, queues, lines).bindings(),
                new QueueAttributeOperations(parts, queues, lines).bindings(),
                new QueueTagOperations(parts, queues).bindings(),
                new QueuePermissionOperations(parts, queues).bindings(),
                new SendOperations(parts, queues, keeper).bindings(),
                new ReceiveOperations(parts, queues, lines, keeper).bindings(),
                new DeleteOperations(parts, queues, lines).bindings(),
                new VisibilityOperations(parts, queues, lines).bindings(),
                new MoveOperations(parts, queues, lines, wakeMoves).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public List<ResourceType> resourceTypes() {
    return List.of(new QueuePolicyResource(), new QueueResource());
  }

  @Override
  public ServiceModel model() {
    return SqsModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return Stream.<List<? extends Table<?>>>of(List.of(Queue.TABLE, MoveTask.TABLE), Lines.tables())
        .<Table<?>>flatMap(List::stream)
        .toList();
  }
}
