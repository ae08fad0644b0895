package croft.services.sns.topic;

import static croft.services.operation.Binding.bind;

import croft.api.sns.AddPermissionInput;
import croft.api.sns.AddPermissionResponse;
import croft.api.sns.RemovePermissionInput;
import croft.api.sns.RemovePermissionResponse;
import croft.api.sns.SnsModel;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** AddPermission and RemovePermission: statements of a topic's policy, by their labels. */
public final class TopicPermissionOperations {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> ACTIONS =
      Set.of(
          "Publish",
          "RemovePermission",
          "SetTopicAttributes",
          "DeleteTopic",
          "ListSubscriptionsByTopic",
          "GetTopicAttributes",
          "Receive",
          "AddPermission",
          "Subscribe");

  private final SnsParts parts;

  public TopicPermissionOperations(SnsParts parts) {
    this.parts = parts;
  }

  /** The operations with the access each needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SnsModel.ADD_PERMISSION,
            (call, request) ->
                Topics.access(parts.store(), "sns:AddPermission", request.topicArn(), Map.of()),
            this::add),
        bind(
            SnsModel.REMOVE_PERMISSION,
            (call, request) ->
                Topics.access(parts.store(), "sns:RemovePermission", request.topicArn(), Map.of()),
            this::remove));
  }

  private AddPermissionResponse add(Call call, AddPermissionInput request) {
    String label = Objects.requireNonNullElse(request.label(), "");
    if (request.actionNameOrEmpty().isEmpty() || request.awsAccountIdOrEmpty().isEmpty()) {
      throw TopicErrors.invalid("AWSAccountId and ActionName Reason: none given");
    }
    change(
        call,
        request.topicArn(),
        policy -> {
          if (index(policy, label) >= 0) {
            throw TopicErrors.invalid("Statement already exists");
          }
          statements(policy).add(statement(request, label));
        });
    return AddPermissionResponse.builder().build();
  }

  private static ObjectNode statement(AddPermissionInput request, String label) {
    ObjectNode statement = MAPPER.createObjectNode().put("Sid", label).put("Effect", "Allow");
    ArrayNode accounts = statement.putObject("Principal").putArray("AWS");
    for (String account : request.awsAccountIdOrEmpty()) {
      if (!account.matches("\\d{12}")) {
        throw TopicErrors.invalid("AWSAccountId Reason: Invalid value [" + account + "]");
      }
      accounts.add("arn:aws:iam::" + account + ":root");
    }
    ArrayNode actions = statement.putArray("Action");
    for (String action : request.actionNameOrEmpty()) {
      if (!ACTIONS.contains(action)) {
        throw TopicErrors.invalid("Policy statement action out of service scope!");
      }
      actions.add("SNS:" + action);
    }
    return statement.put("Resource", request.topicArn());
  }

  private RemovePermissionResponse remove(Call call, RemovePermissionInput request) {
    String label = Objects.requireNonNullElse(request.label(), "");
    change(
        call,
        request.topicArn(),
        policy -> {
          int found = index(policy, label);
          if (found >= 0) {
            statements(policy).remove(found);
          }
        });
    return RemovePermissionResponse.builder().build();
  }

  private static ArrayNode statements(ObjectNode policy) {
    JsonNode statements = policy.get("Statement");
    if (statements instanceof ArrayNode array) {
      return array;
    }
    ArrayNode array = MAPPER.createArrayNode();
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

  private void change(Call call, @Nullable String topicArn, Consumer<ObjectNode> change) {
    parts
        .store()
        .write(tx -> {
          Topic topic = Topics.require(tx, call, topicArn);
          ObjectNode policy = (ObjectNode) MAPPER.readTree(topic.policy());
          change.accept(policy);
          Map<String, String> attributes = new TreeMap<>(topic.attributes());
          if (statements(policy).isEmpty()) {
            attributes.remove(TopicAttributes.POLICY);
          } else {
            String document = MAPPER.writeValueAsString(policy);
            TopicAttributes.checkPolicy(document, parts.policies());
            attributes.put(TopicAttributes.POLICY, document);
          }
          tx.put(Topic.TABLE, topic.withAttributes(attributes));
          return topic;
        });
  }
}
