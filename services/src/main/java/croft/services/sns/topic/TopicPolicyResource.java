package croft.services.sns.topic;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.sns.GetTopicAttributesInput;
import croft.api.sns.SetTopicAttributesInput;
import croft.api.sns.SnsApi;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::SNS::TopicPolicy}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html">AWS::SNS::TopicPolicy</a>.
 */
public final class TopicPolicyResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final String DOCUMENT = "PolicyDocument";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::SNS::TopicPolicy", "Id")
          .with(Property.of(DOCUMENT, JSON).needed(), Property.of("Topics", STRINGS).needed())
          .attributes("Id");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static SnsApi sns(ResourceRequest request) {
    return new SnsApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    return Made.of(request.generatedName(LONGEST_NAME)).then(() -> put(request));
  }

  private static void put(ResourceRequest request) {
    String document = Documents.text(request.properties().path(DOCUMENT));
    Documents.texts(request.properties().path("Topics"))
        .forEach(one -> set(request, one, document));
  }

  private static void set(ResourceRequest request, String topic, String document) {
    sns(request)
        .setTopicAttributes(
            SetTopicAttributesInput.builder()
                .topicArn(topic)
                .attributeName("Policy")
                .attributeValue(document)
                .build());
  }

  private static void remove(ResourceRequest request, String topic) {
    Missing.passedOver(() ->
        sns(request)
            .setTopicAttributes(
                SetTopicAttributesInput.builder()
                    .topicArn(topic)
                    .attributeName("Policy")
                    .attributeValue(ownersPolicy(topic))
                    .build()));
  }

  /** The policy a topic has from the start: its owner's account may do everything with it. */
  private static String ownersPolicy(String topic) {
    String account = topic.split(":", -1)[4];
    ObjectNode statement = Documents.object();
    statement.put("Sid", "__default_statement_ID").put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", "*");
    statement.set(
        "Action",
        Documents.list(
            List.of(
                "SNS:GetTopicAttributes",
                "SNS:SetTopicAttributes",
                "SNS:AddPermission",
                "SNS:RemovePermission",
                "SNS:DeleteTopic",
                "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic",
                "SNS:Publish")));
    statement.put("Resource", topic);
    statement.putObject("Condition").putObject("StringEquals").put("AWS:SourceOwner", account);
    ObjectNode policy = Documents.object().put("Version", "2008-10-17");
    policy.put("Id", "__default_policy_ID").putArray("Statement").add(statement);
    return policy.toString();
  }

  @Override
  public void update(ResourceRequest request) {
    put(request);
    List<String> kept = Documents.texts(request.properties().path("Topics"));
    Documents.texts(request.previous().path("Topics")).stream()
        .filter(one -> !kept.contains(one))
        .forEach(one -> remove(request, one));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Documents.texts(request.properties().path("Topics")).forEach(one -> remove(request, one));
    return Progress.done();
  }

  private static Optional<String> document(ResourceRequest request, String topic) {
    return Missing.empty(() ->
            sns(request)
                .getTopicAttributes(new GetTopicAttributesInput(topic))
                .attributesOrEmpty()
                .getOrDefault("Policy", ""))
        .filter(text -> !text.isEmpty() && !text.contains("__default_policy_ID"));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    JsonNode wanted = request.properties().path(DOCUMENT);
    ObjectNode live = Documents.object().put("Id", request.physicalId());
    ArrayNode there = live.putArray("Topics");
    for (String one : Documents.texts(request.properties().path("Topics"))) {
      Optional<JsonNode> found = document(request, one).map(Documents::tree);
      found.ifPresent(document -> {
        there.add(one);
        if (!live.has(DOCUMENT) || !document.equals(wanted)) {
          live.set(DOCUMENT, document);
        }
      });
    }
    return there.isEmpty() ? Optional.empty() : Optional.of(live);
  }

  /** A policy of several has no place of its own to be listed at. */
  @Override
  public List<String> list(ResourceRequest request) {
    return read(request).map(live -> List.of(request.physicalId())).orElse(List.of());
  }
}
