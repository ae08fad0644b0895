package croft.services.sns.topic;

import static croft.services.operation.Binding.bind;

import croft.api.sns.ListTagsForResourceRequest;
import croft.api.sns.ListTagsForResourceResponse;
import croft.api.sns.SnsModel;
import croft.api.sns.Tag;
import croft.api.sns.TagResourceRequest;
import croft.api.sns.TagResourceResponse;
import croft.api.sns.UntagResourceRequest;
import croft.api.sns.UntagResourceResponse;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** TagResource, UntagResource and ListTagsForResource. */
public final class TopicTagOperations {
  private static final int MOST_TAGS = 50;
  private static final int MOST_KEY_LETTERS = 128;
  private static final int MOST_VALUE_LETTERS = 256;

  private final SnsParts parts;

  public TopicTagOperations(SnsParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SnsModel.TAG_RESOURCE,
            (call, request) ->
                Topics.access(
                    parts.store(),
                    "sns:TagResource",
                    request.resourceArn(),
                    Requests.requestTags(tags(request.tagsOrEmpty()))),
            (call, request) -> tag(request)),
        bind(
            SnsModel.UNTAG_RESOURCE,
            (call, request) ->
                Topics.access(
                    parts.store(),
                    "sns:UntagResource",
                    request.resourceArn(),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            (call, request) -> untag(request)),
        bind(
            SnsModel.LIST_TAGS_FOR_RESOURCE,
            (call, request) ->
                Topics.access(
                    parts.store(), "sns:ListTagsForResource", request.resourceArn(), Map.of()),
            (call, request) -> list(request)));
  }

  /**
   * Tags as a map.
   *
   * @throws ServiceError {@code InvalidParameter}, {@code TagLimitExceeded}
   */
  static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> all = new TreeMap<>();
    for (Tag tag : tags) {
      String key = Objects.requireNonNullElse(tag.key(), "");
      String value = Objects.requireNonNullElse(tag.value(), "");
      if (key.isEmpty()
          || key.length() > MOST_KEY_LETTERS
          || value.length() > MOST_VALUE_LETTERS
          || key.startsWith("aws:")) {
        throw TopicErrors.invalid("Tags Reason: the key " + key + " or its value is not valid");
      }
      if (all.put(key, value) != null) {
        throw TopicErrors.invalid("Tags Reason: Duplicated keys are not allowed.");
      }
    }
    return checkCount(all);
  }

  private static Map<String, String> checkCount(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw ServiceError.badRequest(
          "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
    }
    return tags;
  }

  private static Topic require(Transaction tx, @Nullable String arn) {
    return Topics.find(tx, Topics.arn(arn, "ResourceArn"))
        .orElseThrow(() -> new ServiceError("ResourceNotFound", 404, "Resource does not exist"));
  }

  private void change(@Nullable String arn, UnaryOperator<Map<String, String>> change) {
    parts
        .store()
        .write(tx -> {
          Topic topic = require(tx, arn);
          tx.put(Topic.TABLE, topic.withTags(change.apply(new TreeMap<>(topic.tags()))));
          return topic;
        });
  }

  private TagResourceResponse tag(TagResourceRequest request) {
    Map<String, String> more = tags(request.tagsOrEmpty());
    change(
        request.resourceArn(),
        tags -> {
          tags.putAll(more);
          return checkCount(tags);
        });
    return TagResourceResponse.builder().build();
  }

  private UntagResourceResponse untag(UntagResourceRequest request) {
    change(
        request.resourceArn(),
        tags -> {
          request.tagKeysOrEmpty().forEach(tags::remove);
          return tags;
        });
    return UntagResourceResponse.builder().build();
  }

  private ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
    Topic topic = parts.store().read(tx -> require(tx, request.resourceArn()));
    return ListTagsForResourceResponse.builder()
        .tags(
            new TreeMap<>(topic.tags())
                .entrySet().stream()
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
        .build();
  }
}
