package croft.services.sqs.queue;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.ListQueueTagsRequest;
import croft.api.sqs.ListQueueTagsResult;
import croft.api.sqs.SqsModel;
import croft.api.sqs.TagQueueRequest;
import croft.api.sqs.TagQueueResponse;
import croft.api.sqs.UntagQueueRequest;
import croft.api.sqs.UntagQueueResponse;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** TagQueue, UntagQueue and ListQueueTags. */
public final class QueueTagOperations {
  private static final int MOST_TAGS = 50;
  private static final int MOST_KEY_LETTERS = 128;
  private static final int MOST_VALUE_LETTERS = 256;

  private final SqsParts parts;
  private final Queues queues;

  public QueueTagOperations(SqsParts parts, Queues queues) {
    this.parts = parts;
    this.queues = queues;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.TAG_QUEUE,
            (call, request) ->
                Queues.tagging(
                    queues.access(call, "sqs:TagQueue", request.queueUrl()),
                    Requests.requestTags(request.tagsOrEmpty())),
            this::tag),
        bind(
            SqsModel.UNTAG_QUEUE,
            (call, request) ->
                Queues.tagging(
                    queues.access(call, "sqs:UntagQueue", request.queueUrl()),
                    Requests.tagKeys(request.tagKeysOrEmpty())),
            this::untag),
        bind(
            SqsModel.LIST_QUEUE_TAGS,
            (call, request) -> queues.access(call, "sqs:ListQueueTags", request.queueUrl()),
            this::list));
  }

  /** Passes when a queue may have these tags. */
  static void check(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw QueueErrors.invalid("Too many tags added for queue.");
    }
    tags.forEach((key, value) -> {
      if (key.isEmpty() || key.length() > MOST_KEY_LETTERS || key.startsWith("aws:")) {
        throw QueueErrors.invalid("Tag keys must be between 1 and 128 characters in length.");
      }
      if (value.length() > MOST_VALUE_LETTERS) {
        throw QueueErrors.invalid("Tag values must be between 0 and 256 characters in length.");
      }
    });
  }

  private TagQueueResponse tag(Call call, TagQueueRequest request) {
    if (request.tagsOrEmpty().isEmpty()) {
      throw QueueErrors.missing("Tags");
    }
    change(
        call,
        request.queueUrl(),
        tags -> {
          tags.putAll(request.tagsOrEmpty());
          return tags;
        });
    return TagQueueResponse.builder().build();
  }

  private UntagQueueResponse untag(Call call, UntagQueueRequest request) {
    change(
        call,
        request.queueUrl(),
        tags -> {
          request.tagKeysOrEmpty().forEach(tags::remove);
          return tags;
        });
    return UntagQueueResponse.builder().build();
  }

  private void change(Call call, @Nullable String url, UnaryOperator<Map<String, String>> change) {
    parts
        .store()
        .write(tx -> {
          Queue queue = Queues.require(tx, call, url);
          Map<String, String> tags = change.apply(new TreeMap<>(queue.tags()));
          check(tags);
          tx.put(Queue.TABLE, queue.withTags(tags));
          return queue;
        });
  }

  private ListQueueTagsResult list(Call call, ListQueueTagsRequest request) {
    Map<String, String> tags = queues.require(call, request.queueUrl()).tags();
    return ListQueueTagsResult.builder().tags(tags.isEmpty() ? null : new TreeMap<>(tags)).build();
  }
}
