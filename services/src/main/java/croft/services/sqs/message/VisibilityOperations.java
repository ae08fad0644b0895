package croft.services.sqs.message;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.BatchResultErrorEntry;
import croft.api.sqs.ChangeMessageVisibilityBatchRequest;
import croft.api.sqs.ChangeMessageVisibilityBatchRequestEntry;
import croft.api.sqs.ChangeMessageVisibilityBatchResult;
import croft.api.sqs.ChangeMessageVisibilityBatchResultEntry;
import croft.api.sqs.ChangeMessageVisibilityRequest;
import croft.api.sqs.ChangeMessageVisibilityResponse;
import croft.api.sqs.SqsModel;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Places;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ChangeMessageVisibility and ChangeMessageVisibilityBatch. */
public final class VisibilityOperations {
  private final SqsParts parts;
  private final Queues queues;
  private final Lines lines;

  public VisibilityOperations(SqsParts parts, Queues queues, Lines lines) {
    this.parts = parts;
    this.queues = queues;
    this.lines = lines;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.CHANGE_MESSAGE_VISIBILITY,
            (call, request) ->
                queues.access(call, "sqs:ChangeMessageVisibility", request.queueUrl()),
            this::change),
        bind(
            SqsModel.CHANGE_MESSAGE_VISIBILITY_BATCH,
            (call, request) ->
                queues.access(call, "sqs:ChangeMessageVisibility", request.queueUrl()),
            this::changeBatch));
  }

  private ChangeMessageVisibilityResponse change(
      Call call, ChangeMessageVisibilityRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    keep(List.of(hide(queue, request.receiptHandle(), request.visibilityTimeout())));
    return ChangeMessageVisibilityResponse.builder().build();
  }

  private Place hide(Queue queue, @Nullable String text, @Nullable Integer seconds) {
    if (seconds == null) {
      throw QueueErrors.missing("VisibilityTimeout");
    }
    if (seconds < 0 || seconds > ReceiveOperations.MOST_VISIBILITY_SECONDS) {
      throw QueueErrors.invalid(
          "VisibilityTimeout",
          seconds,
          "VisibilityTimeout must be between 0 and "
              + ReceiveOperations.MOST_VISIBILITY_SECONDS
              + ".");
    }
    Handle handle = Handle.parse(queue, text);
    Line line = lines.of(queue);
    return switch (line.standing(handle.order(), handle.receives())) {
      case GONE, STALE ->
          throw QueueErrors.invalid(
              "ReceiptHandle",
              handle.text(),
              "Message does not exist or is not available for visibility timeout change.");
      case VISIBLE -> throw notInFlight(handle);
      case HELD -> {
        Place place = line.hide(handle.order(), handle.receives(), seconds * 1000L);
        if (place == null) {
          throw notInFlight(handle);
        }
        yield place;
      }
    };
  }

  private static ServiceError notInFlight(Handle handle) {
    return ServiceError.badRequest(
        "MessageNotInflight",
        "Value "
            + handle.text()
            + " for parameter ReceiptHandle is invalid. Reason: Message is not in flight.");
  }

  private void keep(List<Place> places) {
    if (places.isEmpty()) {
      return;
    }
    parts
        .store()
        .write(tx -> {
          places.forEach(place -> Places.update(tx, place));
          return places;
        });
  }

  private ChangeMessageVisibilityBatchResult changeBatch(
      Call call, ChangeMessageVisibilityBatchRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    List<ChangeMessageVisibilityBatchRequestEntry> entries = request.entriesOrEmpty();
    Batches.check(
        entries,
        "ChangeMessageVisibilityBatchRequestEntry",
        ChangeMessageVisibilityBatchRequestEntry::id);
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    List<ChangeMessageVisibilityBatchResultEntry> changed = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (ChangeMessageVisibilityBatchRequestEntry entry : entries) {
      try {
        places.add(hide(queue, entry.receiptHandle(), entry.visibilityTimeout()));
        changed.add(ChangeMessageVisibilityBatchResultEntry.builder().id(entry.id()).build());
      } catch (ServiceError e) {
        failed.add(Batches.failed(entry.id(), e));
      }
    }
    keep(places);
    return ChangeMessageVisibilityBatchResult.builder().successful(changed).failed(failed).build();
  }
}
