package croft.services.sqs.queue;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.CreateQueueRequest;
import croft.api.sqs.CreateQueueResult;
import croft.api.sqs.DeleteQueueRequest;
import croft.api.sqs.DeleteQueueResponse;
import croft.api.sqs.GetQueueUrlRequest;
import croft.api.sqs.GetQueueUrlResult;
import croft.api.sqs.ListDeadLetterSourceQueuesRequest;
import croft.api.sqs.ListDeadLetterSourceQueuesResult;
import croft.api.sqs.ListQueuesRequest;
import croft.api.sqs.ListQueuesResult;
import croft.api.sqs.SqsModel;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateQueue, DeleteQueue, GetQueueUrl, ListQueues and ListDeadLetterSourceQueues. */
public final class QueueOperations {
  private static final int MOST_LISTED = 1000;
  private static final int MOST_LETTERS = 80;
  private static final String SUFFIX = ".fifo";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private final SqsParts parts;
  private final Queues queues;
  private final QueueContents contents;

  public QueueOperations(SqsParts parts, Queues queues, QueueContents contents) {
    this.parts = parts;
    this.queues = queues;
    this.contents = contents;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(SqsModel.CREATE_QUEUE, QueueOperations::mayCreate, this::create),
        bind(
            SqsModel.DELETE_QUEUE,
            (call, request) -> queues.access(call, "sqs:DeleteQueue", request.queueUrl()),
            this::delete),
        bind(SqsModel.GET_QUEUE_URL, this::mayGetUrl, this::url),
        bind(SqsModel.LIST_QUEUES, AccessRule.toAll("sqs:ListQueues"), this::list),
        bind(
            SqsModel.LIST_DEAD_LETTER_SOURCE_QUEUES,
            (call, request) ->
                queues.access(call, "sqs:ListDeadLetterSourceQueues", request.queueUrl()),
            this::listSources));
  }

  private static List<Access> mayCreate(Call call, CreateQueueRequest request) {
    Arn arn = call.arn("sqs", Objects.requireNonNullElse(request.queueName(), ""));
    Map<String, String> tags = request.tagsOrEmpty();
    Access create = Access.to("sqs:CreateQueue", arn).with(Requests.requestTags(tags));
    return tags.isEmpty()
        ? List.of(create)
        : List.of(create, Access.to("sqs:TagQueue", arn).with(Requests.requestTags(tags)));
  }

  private CreateQueueResult create(Call call, CreateQueueRequest request) {
    String name = Objects.requireNonNullElse(request.queueName(), "");
    Map<String, String> attributes =
        QueueAttributes.set(Map.of(), request.attributesOrEmpty(), parts.policies());
    checkName(name, "true".equals(attributes.get(QueueAttributes.FIFO)));
    QueueTagOperations.check(request.tagsOrEmpty());
    long now = parts.time().instant().getEpochSecond();
    Queue queue =
        new Queue(
            call.account(),
            call.region(),
            name,
            parts.ids().hex(16),
            attributes,
            request.tagsOrEmpty(),
            now,
            now,
            0);
    parts
        .store()
        .write(tx -> {
          Queue present = tx.get(Queue.TABLE, queue.scope(), name).orElse(null);
          if (present == null) {
            Redrive.check(tx, queue);
            tx.insert(Queue.TABLE, queue);
          } else {
            requireSame(present, request.attributesOrEmpty());
          }
          return queue;
        });
    return CreateQueueResult.builder().queueUrl(queue.url(parts.endpoint().get())).build();
  }

  private static void checkName(String name, boolean fifo) {
    if (name.isEmpty()) {
      throw QueueErrors.invalid("Queue name cannot be empty");
    }
    if (fifo != name.endsWith(SUFFIX)) {
      throw QueueErrors.invalid(
          fifo
              ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                  + " underscores, must end with .fifo suffix and be 1 to 80 in length."
              : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in"
                  + " length");
    }
    String letters = fifo ? name.substring(0, name.length() - SUFFIX.length()) : name;
    if (!NAME.matcher(letters).matches() || name.length() > MOST_LETTERS) {
      throw QueueErrors.invalid(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
  }

  /** Whoever makes a queue that is there gets it, unless it is not what was asked for. */
  private static void requireSame(Queue present, Map<String, String> attributes) {
    attributes.forEach((name, value) -> {
      if (!QueueAttributes.same(name, present.attribute(name), value)) {
        throw ServiceError.badRequest(
            "QueueNameExists",
            "A queue already exists with the same name and a different value for attribute "
                + name);
      }
    });
  }

  private DeleteQueueResponse delete(Call call, DeleteQueueRequest request) {
    parts
        .store()
        .write(tx -> {
          Queue queue = Queues.require(tx, call, request.queueUrl());
          tx.delete(Queue.TABLE, queue.scope(), queue.name());
          contents.remove(tx, queue);
          return queue;
        });
    return DeleteQueueResponse.builder().build();
  }

  private List<Access> mayGetUrl(Call call, GetQueueUrlRequest request) {
    return queues.access("sqs:GetQueueUrl", named(call, request));
  }

  private static Arn named(Call call, GetQueueUrlRequest request) {
    String owner = request.queueOwnerAWSAccountId();
    return Arn.of(
        "sqs",
        call.region(),
        owner == null || owner.isEmpty() ? call.account() : owner,
        Objects.requireNonNullElse(request.queueName(), ""));
  }

  private GetQueueUrlResult url(Call call, GetQueueUrlRequest request) {
    Queue queue = queues.find(named(call, request)).orElseThrow(QueueErrors::noQueue);
    return GetQueueUrlResult.builder().queueUrl(queue.url(parts.endpoint().get())).build();
  }

  private ListQueuesResult list(Call call, ListQueuesRequest request) {
    String prefix = Objects.requireNonNullElse(request.queueNamePrefix(), "");
    List<Queue> all =
        parts.store().read(tx -> tx.list(Queue.TABLE, call.scope())).stream()
            .filter(queue -> queue.name().startsWith(prefix))
            .toList();
    Pages.Page<Queue> page =
        page(call, "sqs queues " + prefix, all, request.nextToken(), request.maxResults());
    return ListQueuesResult.builder().queueUrls(urls(page)).nextToken(page.token()).build();
  }

  private ListDeadLetterSourceQueuesResult listSources(
      Call call, ListDeadLetterSourceQueuesRequest request) {
    Queue dead = queues.require(call, request.queueUrl());
    List<Queue> all = parts.store().read(tx -> Redrive.sourcesOf(tx, dead));
    Pages.Page<Queue> page =
        page(call, "sqs sources of " + dead.arn(), all, request.nextToken(), request.maxResults());
    return ListDeadLetterSourceQueuesResult.builder()
        .queueUrls(urls(page))
        .nextToken(page.token())
        .build();
  }

  private List<String> urls(Pages.Page<Queue> page) {
    String endpoint = parts.endpoint().get();
    return page.map(queue -> queue.url(endpoint));
  }

  /** Without a size there is one page, whose end is not told: so AWS has it. */
  private Pages.Page<Queue> page(
      Call call, String list, List<Queue> all, @Nullable String token, @Nullable Integer asked) {
    if (asked != null && (asked < 1 || asked > MOST_LISTED)) {
      throw QueueErrors.invalid(
          "MaxResults", asked, "Must be an integer from 1 to " + MOST_LISTED + ".");
    }
    Pages.Page<Queue> page =
        parts
            .pages()
            .page(
                call,
                list,
                all,
                Queue::name,
                Pages.Wanted.of(
                    token,
                    asked,
                    MOST_LISTED,
                    () -> QueueErrors.invalid("Invalid or expired next token.")));
    return asked == null ? new Pages.Page<>(page.items(), null) : page;
  }
}
