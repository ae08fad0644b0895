package croft.services.sqs.message;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.BatchResultErrorEntry;
import croft.api.sqs.SendMessageBatchRequest;
import croft.api.sqs.SendMessageBatchRequestEntry;
import croft.api.sqs.SendMessageBatchResult;
import croft.api.sqs.SendMessageBatchResultEntry;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SendMessageResult;
import croft.api.sqs.SqsModel;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Spot;
import croft.services.sqs.message.MessageChecks.Checked;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueUse;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SendMessage and SendMessageBatch. */
public final class SendOperations {
  private final SqsParts parts;
  private final Queues queues;
  private final Keeper keeper;
  private final MessageChecks checks;

  public SendOperations(SqsParts parts, Queues queues, Keeper keeper) {
    this.parts = parts;
    this.queues = queues;
    this.keeper = keeper;
    this.checks = new MessageChecks(parts);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.SEND_MESSAGE,
            (call, request) -> queues.access(call, "sqs:SendMessage", request.queueUrl()),
            this::send),
        bind(
            SqsModel.SEND_MESSAGE_BATCH,
            (call, request) -> queues.access(call, "sqs:SendMessage", request.queueUrl()),
            this::sendBatch));
  }

  private SendMessageResult send(Call call, SendMessageRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    Checked checked =
        checks.check(
            call.caller(),
            queue,
            SendMessageBatchRequestEntry.builder()
                .messageBody(request.messageBody())
                .delaySeconds(request.delaySeconds())
                .messageAttributes(request.messageAttributes())
                .messageSystemAttributes(request.messageSystemAttributes())
                .messageGroupId(request.messageGroupId())
                .messageDeduplicationId(request.messageDeduplicationId())
                .build());
    Spot spot = keep(queue, List.of(checked)).getFirst();
    return SendMessageResult.builder()
        .messageId(spot.messageId())
        .md5OfMessageBody(Digests.ofBody(checked.draft().message().body()))
        .md5OfMessageAttributes(checked.attributesDigest())
        .md5OfMessageSystemAttributes(checked.systemDigest())
        .sequenceNumber(sequence(queue, spot))
        .build();
  }

  private List<Spot> keep(Queue queue, List<Checked> checked) {
    List<Spot> spots = keeper.keep(queue, checked.stream().map(Checked::draft).toList());
    parts.use().note(queue, QueueUse.Metric.SENT, checked.size());
    for (Checked one : checked) {
      parts.use().note(queue, QueueUse.Metric.SIZE, (double) one.bytes());
    }
    return spots;
  }

  private static @Nullable String sequence(Queue queue, Spot spot) {
    return queue.isFifo() ? Place.id(spot.order()) : null;
  }

  private SendMessageBatchResult sendBatch(Call call, SendMessageBatchRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    List<SendMessageBatchRequestEntry> entries = request.entriesOrEmpty();
    Batches.check(entries, "SendMessageBatchRequestEntry", SendMessageBatchRequestEntry::id);
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    List<SendMessageBatchRequestEntry> good = new ArrayList<>();
    List<Checked> checked = new ArrayList<>();
    for (SendMessageBatchRequestEntry entry : entries) {
      try {
        checked.add(checks.check(call.caller(), queue, entry));
        good.add(entry);
      } catch (ServiceError e) {
        failed.add(Batches.failed(entry.id(), e));
      }
    }
    long bytes = checked.stream().mapToLong(Checked::bytes).sum();
    if (bytes > MessageChecks.MOST_BYTES) {
      throw ServiceError.badRequest(
          "BatchRequestTooLong",
          "Batch requests cannot be longer than "
              + MessageChecks.MOST_BYTES
              + " bytes. You have sent "
              + bytes
              + " bytes.");
    }
    List<SendMessageBatchResultEntry> sent = new ArrayList<>();
    List<Spot> spots = checked.isEmpty() ? List.of() : keep(queue, checked);
    for (int i = 0; i < spots.size(); i++) {
      sent.add(entry(queue, good.get(i).id(), checked.get(i), spots.get(i)));
    }
    return SendMessageBatchResult.builder().successful(sent).failed(failed).build();
  }

  private static SendMessageBatchResultEntry entry(
      Queue queue, @Nullable String id, Checked checked, Spot spot) {
    return SendMessageBatchResultEntry.builder()
        .id(id)
        .messageId(spot.messageId())
        .md5OfMessageBody(Digests.ofBody(checked.draft().message().body()))
        .md5OfMessageAttributes(checked.attributesDigest())
        .md5OfMessageSystemAttributes(checked.systemDigest())
        .sequenceNumber(sequence(queue, spot))
        .build();
  }
}
