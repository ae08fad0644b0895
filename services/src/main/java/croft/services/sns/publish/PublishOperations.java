package croft.services.sns.publish;

import static croft.services.operation.Binding.bind;

import croft.api.sns.BatchResultErrorEntry;
import croft.api.sns.PublishBatchInput;
import croft.api.sns.PublishBatchRequestEntry;
import croft.api.sns.PublishBatchResponse;
import croft.api.sns.PublishBatchResultEntry;
import croft.api.sns.PublishInput;
import croft.api.sns.PublishResponse;
import croft.api.sns.SnsModel;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sns.publish.MessageChecks.Checked;
import croft.services.sns.publish.Publisher.Published;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.Topics;
import croft.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publish and PublishBatch. */
public final class PublishOperations {
  private static final int MOST_ENTRIES = 10;

  private final SnsParts parts;
  private final Publisher publisher;

  public PublishOperations(SnsParts parts) {
    this.parts = parts;
    this.publisher = new Publisher(parts);
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Deduplication.TABLE, SequenceCounter.TABLE);
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                SnsModel.PUBLISH,
                (call, request) ->
                    Topics.access(parts.store(), "sns:Publish", topicArn(request), Map.of()),
                this::publish)
            .honouring(
                "TopicArn",
                "TargetArn",
                "Message",
                "Subject",
                "MessageStructure",
                "MessageAttributes",
                "MessageDeduplicationId",
                "MessageGroupId"),
        bind(
            SnsModel.PUBLISH_BATCH,
            (call, request) ->
                Topics.access(parts.store(), "sns:Publish", request.topicArn(), Map.of()),
            this::publishBatch));
  }

  /** The topic, by either name; mobile devices and telephones are not reached from here. */
  private static @Nullable String topicArn(PublishInput request) {
    if (request.phoneNumber() != null) {
      throw ServiceError.unsupported("The parameter PhoneNumber");
    }
    String target = request.topicArn() == null ? request.targetArn() : request.topicArn();
    if (target != null && target.contains(":endpoint/")) {
      throw ServiceError.unsupported("Publishing to a platform endpoint");
    }
    return target;
  }

  private PublishResponse publish(Call call, PublishInput request) {
    Topic topic = parts.store().read(tx -> Topics.require(tx, call, topicArn(request)));
    Checked checked =
        MessageChecks.check(topic, Draft.of(request), parts.ids().uuid(), parts.time().instant());
    Published published = publisher.publish(topic, List.of(checked.message())).getFirst();
    return PublishResponse.builder()
        .messageId(published.messageId())
        .sequenceNumber(orNull(published.sequenceNumber()))
        .build();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private PublishBatchResponse publishBatch(Call call, PublishBatchInput request) {
    List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntriesOrEmpty();
    checkIds(entries);
    Topic topic = parts.store().read(tx -> Topics.require(tx, call, request.topicArn()));
    List<String> good = new ArrayList<>();
    List<Checked> checked = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (PublishBatchRequestEntry entry : entries) {
      try {
        checked.add(
            MessageChecks.check(
                topic, Draft.of(entry), parts.ids().uuid(), parts.time().instant()));
        good.add(String.valueOf(entry.id()));
      } catch (ServiceError e) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .code(e.code())
                .message(e.message())
                .senderFault(e.isSenderFault())
                .build());
      }
    }
    if (checked.stream().mapToLong(Checked::bytes).sum() > MessageChecks.MOST_BYTES) {
      throw ServiceError.badRequest(
          "BatchRequestTooLong",
          "The length of all the batch messages put together is more than the limit.");
    }
    return PublishBatchResponse.builder()
        .successful(published(topic, good, checked))
        .failed(failed)
        .build();
  }

  private List<PublishBatchResultEntry> published(
      Topic topic, List<String> ids, List<Checked> checked) {
    List<Published> published =
        checked.isEmpty()
            ? List.of()
            : publisher.publish(topic, checked.stream().map(Checked::message).toList());
    List<PublishBatchResultEntry> results = new ArrayList<>();
    for (int i = 0; i < published.size(); i++) {
      results.add(
          PublishBatchResultEntry.builder()
              .id(ids.get(i))
              .messageId(published.get(i).messageId())
              .sequenceNumber(orNull(published.get(i).sequenceNumber()))
              .build());
    }
    return results;
  }

  private static void checkIds(List<PublishBatchRequestEntry> entries) {
    if (entries.isEmpty()) {
      throw ServiceError.badRequest(
          "EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw ServiceError.badRequest(
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    Set<String> ids = new HashSet<>();
    for (PublishBatchRequestEntry entry : entries) {
      String id = Objects.requireNonNullElse(entry.id(), "");
      if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
        throw ServiceError.badRequest(
            "InvalidBatchEntryId",
            "The Id of a batch entry in a batch request doesn't abide by the specification.");
      }
      if (!ids.add(id)) {
        throw ServiceError.badRequest(
            "BatchEntryIdsNotDistinct",
            "Two or more batch entries in the request have the same Id.");
      }
    }
  }
}
