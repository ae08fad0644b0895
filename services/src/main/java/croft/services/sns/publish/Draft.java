package croft.services.sns.publish;

import croft.api.sns.MessageAttributeValue;
import croft.api.sns.PublishBatchRequestEntry;
import croft.api.sns.PublishInput;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody wants to publish, alone or in a batch. */
record Draft(
    String message,
    @Nullable String subject,
    @Nullable String structure,
    Map<String, MessageAttributeValue> attributes,
    @Nullable String deduplicationId,
    @Nullable String groupId) {

  static Draft of(PublishInput request) {
    return new Draft(
        Objects.requireNonNullElse(request.message(), ""),
        request.subject(),
        request.messageStructure(),
        request.messageAttributesOrEmpty(),
        request.messageDeduplicationId(),
        request.messageGroupId());
  }

  static Draft of(PublishBatchRequestEntry entry) {
    return new Draft(
        Objects.requireNonNullElse(entry.message(), ""),
        entry.subject(),
        entry.messageStructure(),
        entry.messageAttributesOrEmpty(),
        entry.messageDeduplicationId(),
        entry.messageGroupId());
  }
}
