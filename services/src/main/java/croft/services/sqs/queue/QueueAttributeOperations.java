package croft.services.sqs.queue;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.GetQueueAttributesRequest;
import croft.api.sqs.GetQueueAttributesResult;
import croft.api.sqs.SetQueueAttributesRequest;
import croft.api.sqs.SetQueueAttributesResponse;
import croft.api.sqs.SqsModel;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;

/** GetQueueAttributes and SetQueueAttributes. */
public final class QueueAttributeOperations {
  private final SqsParts parts;
  private final Queues queues;
  private final QueueContents contents;

  public QueueAttributeOperations(SqsParts parts, Queues queues, QueueContents contents) {
    this.parts = parts;
    this.queues = queues;
    this.contents = contents;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.GET_QUEUE_ATTRIBUTES,
            (call, request) -> queues.access(call, "sqs:GetQueueAttributes", request.queueUrl()),
            this::get),
        bind(
            SqsModel.SET_QUEUE_ATTRIBUTES,
            (call, request) -> queues.access(call, "sqs:SetQueueAttributes", request.queueUrl()),
            this::set));
  }

  private GetQueueAttributesResult get(Call call, GetQueueAttributesRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    Map<String, String> shown =
        QueueAttributes.shown(queue, contents.counts(queue), request.attributeNamesOrEmpty());
    return GetQueueAttributesResult.builder().attributes(shown.isEmpty() ? null : shown).build();
  }

  private SetQueueAttributesResponse set(Call call, SetQueueAttributesRequest request) {
    Map<String, String> wanted = request.attributesOrEmpty();
    if (wanted.isEmpty()) {
      throw QueueErrors.missing("Attribute.Name");
    }
    parts
        .store()
        .write(tx -> {
          Queue queue = Queues.require(tx, call, request.queueUrl());
          requireSameKind(queue, wanted);
          Queue changed =
              queue.withAttributes(
                  QueueAttributes.set(queue.attributes(), wanted, parts.policies()),
                  parts.time().instant().getEpochSecond());
          Redrive.check(tx, changed);
          tx.put(Queue.TABLE, changed);
          contents.changed(tx, changed);
          return changed;
        });
    return SetQueueAttributesResponse.builder().build();
  }

  /** A queue stays of the kind it was made. */
  private static void requireSameKind(Queue queue, Map<String, String> wanted) {
    String fifo = wanted.get(QueueAttributes.FIFO);
    if (fifo != null && !(queue.isFifo() && fifo.equals("true"))) {
      throw QueueErrors.unknownAttribute(QueueAttributes.FIFO);
    }
  }
}
