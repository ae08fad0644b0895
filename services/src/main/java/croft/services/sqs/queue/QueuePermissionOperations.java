package croft.services.sqs.queue;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.AddPermissionRequest;
import croft.api.sqs.AddPermissionResponse;
import croft.api.sqs.RemovePermissionRequest;
import croft.api.sqs.RemovePermissionResponse;
import croft.api.sqs.SqsModel;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** AddPermission and RemovePermission: statements of a queue's policy, by their labels. */
public final class QueuePermissionOperations {
  private static final int MOST_ACTIONS = 7;
  private static final Set<String> ACTIONS =
      Set.of(
          "*",
          "SendMessage",
          "ReceiveMessage",
          "DeleteMessage",
          "ChangeMessageVisibility",
          "GetQueueAttributes",
          "GetQueueUrl",
          "ListDeadLetterSourceQueues",
          "PurgeQueue");

  private final SqsParts parts;
  private final Queues queues;

  public QueuePermissionOperations(SqsParts parts, Queues queues) {
    this.parts = parts;
    this.queues = queues;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.ADD_PERMISSION,
            (call, request) -> queues.access(call, "sqs:AddPermission", request.queueUrl()),
            this::add),
        bind(
            SqsModel.REMOVE_PERMISSION,
            (call, request) -> queues.access(call, "sqs:RemovePermission", request.queueUrl()),
            this::remove));
  }

  private AddPermissionResponse add(Call call, AddPermissionRequest request) {
    String label = label(request.label());
    check(request);
    change(
        call,
        request.queueUrl(),
        (queue, policy) -> {
          if (index(policy, label) >= 0) {
            throw QueueErrors.invalid("Label", label, "Already exists.");
          }
          statements(policy).add(statement(queue, label, request));
        });
    return AddPermissionResponse.builder().build();
  }

  private static String label(@Nullable String given) {
    String label = Objects.requireNonNullElse(given, "");
    if (!label.matches("[A-Za-z0-9_-]{1,80}")) {
      throw QueueErrors.invalid(
          "Label", label, "Must be 1 to 80 alphanumeric characters, hyphens or underscores.");
    }
    return label;
  }

  private static void check(AddPermissionRequest request) {
    if (request.actionsOrEmpty().isEmpty()) {
      throw QueueErrors.missing("Actions");
    }
    if (request.awsAccountIdsOrEmpty().isEmpty()) {
      throw QueueErrors.invalid("PrincipalId", "[]", "Unable to verify.");
    }
    for (String account : request.awsAccountIdsOrEmpty()) {
      if (!account.matches("\\d{12}")) {
        throw QueueErrors.invalid("PrincipalId", "[" + account + "]", "Unable to verify.");
      }
    }
    if (request.actionsOrEmpty().size() > MOST_ACTIONS) {
      throw new ServiceError(
          "OverLimit",
          403,
          request.actionsOrEmpty().size() + " Actions were found, maximum allowed is 7.");
    }
    for (String action : request.actionsOrEmpty()) {
      if (!ACTIONS.contains(action)) {
        throw QueueErrors.invalid(
            "ActionName", action, "Only the queue owner is allowed to invoke this action.");
      }
    }
  }

  private static ObjectNode statement(Queue queue, String label, AddPermissionRequest request) {
    ObjectNode statement = Json.MAPPER.createObjectNode().put("Sid", label).put("Effect", "Allow");
    ArrayNode accounts = statement.putObject("Principal").putArray("AWS");
    request
        .awsAccountIdsOrEmpty()
        .forEach(account -> accounts.add("arn:aws:iam::" + account + ":root"));
    ArrayNode actions = statement.putArray("Action");
    request.actionsOrEmpty().forEach(action -> actions.add("SQS:" + action));
    return statement.put("Resource", queue.arn().toString());
  }

  private RemovePermissionResponse remove(Call call, RemovePermissionRequest request) {
    String label = label(request.label());
    change(
        call,
        request.queueUrl(),
        (queue, policy) -> {
          int found = index(policy, label);
          if (found < 0) {
            throw QueueErrors.invalid("Label", label, "can't find label on existing policy.");
          }
          statements(policy).remove(found);
        });
    return RemovePermissionResponse.builder().build();
  }

  private static ArrayNode statements(ObjectNode policy) {
    JsonNode statements = policy.get("Statement");
    if (statements instanceof ArrayNode array) {
      return array;
    }
    ArrayNode array = Json.MAPPER.createArrayNode();
    if (statements != null) {
      array.add(statements);
    }
    policy.set("Statement", array);
    return array;
  }

  private static int index(ObjectNode policy, String label) {
    ArrayNode statements = statements(policy);
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).path("Sid").asString("").equals(label)) {
        return i;
      }
    }
    return -1;
  }

  private void change(Call call, @Nullable String url, BiConsumer<Queue, ObjectNode> change) {
    parts
        .store()
        .write(tx -> {
          Queue queue = Queues.require(tx, call, url);
          ObjectNode policy = policy(queue);
          change.accept(queue, policy);
          Map<String, String> wanted =
              new TreeMap<>(
                  Map.of(
                      QueueAttributes.POLICY,
                      statements(policy).isEmpty() ? "" : Json.MAPPER.writeValueAsString(policy)));
          tx.put(
              Queue.TABLE,
              queue.withAttributes(
                  QueueAttributes.set(queue.attributes(), wanted, parts.policies()),
                  parts.time().instant().getEpochSecond()));
          return queue;
        });
  }

  private static ObjectNode policy(Queue queue) {
    String document = queue.attribute(QueueAttributes.POLICY);
    return document.isEmpty()
        ? Json.MAPPER
            .createObjectNode()
            .put("Version", "2008-10-17")
            .put("Id", queue.arn() + "/SQSDefaultPolicy")
        : Json.object(QueueAttributes.POLICY, document);
  }
}
