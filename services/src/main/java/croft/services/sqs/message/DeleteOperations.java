package croft.services.sqs.message;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.BatchResultErrorEntry;
import croft.api.sqs.DeleteMessageBatchRequest;
import croft.api.sqs.DeleteMessageBatchRequestEntry;
import croft.api.sqs.DeleteMessageBatchResult;
import croft.api.sqs.DeleteMessageBatchResultEntry;
import croft.api.sqs.DeleteMessageRequest;
import croft.api.sqs.DeleteMessageResponse;
import croft.api.sqs.PurgeQueueRequest;
import croft.api.sqs.PurgeQueueResponse;
import croft.api.sqs.SqsModel;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Places;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import croft.services.sqs.queue.QueueUse;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteMessage, DeleteMessageBatch and PurgeQueue. */
public final class DeleteOperations {
  private static final long PURGE_MILLIS = 60_000;

  private final SqsParts parts;
  private final Queues queues;
  private final Lines lines;

  public DeleteOperations(SqsParts parts, Queues queues, Lines lines) {
    this.parts = parts;
    this.queues = queues;
    this.lines = lines;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.DELETE_MESSAGE,
            (call, request) -> queues.access(call, "sqs:DeleteMessage", request.queueUrl()),
            this::delete),
        bind(
            SqsModel.DELETE_MESSAGE_BATCH,
            (call, request) -> queues.access(call, "sqs:DeleteMessage", request.queueUrl()),
            this::deleteBatch),
        bind(
            SqsModel.PURGE_QUEUE,
            (call, request) -> queues.access(call, "sqs:PurgeQueue", request.queueUrl()),
            this::purge));
  }

  private DeleteMessageResponse delete(Call call, DeleteMessageRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    delete(queue, List.of(deletable(queue, request.receiptHandle())));
    return DeleteMessageResponse.builder().build();
  }

  /** A handle by which a message may be deleted; of a queue with order only while it is held. */
  private Handle deletable(Queue queue, @Nullable String text) {
    Handle handle = Handle.parse(queue, text);
    if (queue.isFifo()) {
      switch (lines.of(queue).standing(handle.order(), handle.receives())) {
        case VISIBLE, STALE ->
            throw QueueErrors.invalid(
                "ReceiptHandle", handle.text(), "The receipt handle has expired.");
        case GONE, HELD -> {}
      }
    }
    return handle;
  }

  /**
   * Deletes messages. One that is gone is deleted; one that was received anew stays with who has
   * it, as AWS has it.
   */
  private void delete(Queue queue, List<Handle> handles) {
    Line line = lines.of(queue);
    List<Long> leaving = new ArrayList<>();
    for (Handle handle : handles) {
      if (line.leave(handle.order(), handle.receives())) {
        leaving.add(handle.order());
      }
    }
    if (!leaving.isEmpty()) {
      boolean removed = false;
      try {
        parts
            .store()
            .write(tx -> {
              leaving.forEach(order -> Places.delete(tx, queue.id(), order));
              return leaving;
            });
        removed = true;
      } finally {
        line.left(leaving, removed);
      }
    }
    parts.use().note(queue, QueueUse.Metric.DELETED, handles.size());
  }

  private DeleteMessageBatchResult deleteBatch(Call call, DeleteMessageBatchRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    List<DeleteMessageBatchRequestEntry> entries = request.entriesOrEmpty();
    Batches.check(entries, "DeleteMessageBatchRequestEntry", DeleteMessageBatchRequestEntry::id);
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    List<DeleteMessageBatchResultEntry> deleted = new ArrayList<>();
    List<Handle> handles = new ArrayList<>();
    for (DeleteMessageBatchRequestEntry entry : entries) {
      try {
        handles.add(deletable(queue, entry.receiptHandle()));
        deleted.add(DeleteMessageBatchResultEntry.builder().id(entry.id()).build());
      } catch (ServiceError e) {
        failed.add(Batches.failed(entry.id(), e));
      }
    }
    delete(queue, handles);
    return DeleteMessageBatchResult.builder().successful(deleted).failed(failed).build();
  }

  private PurgeQueueResponse purge(Call call, PurgeQueueRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    if (queue.purgedAtMillis() + PURGE_MILLIS > parts.nowMillis()) {
      throw new ServiceError(
          "PurgeQueueInProgress",
          403,
          "Only one PurgeQueue operation on " + queue.name() + " is allowed every 60 seconds.");
    }
    lines.purge(queue);
    return PurgeQueueResponse.builder().build();
  }
}
