package croft.services.sns.topic;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.STRING;

import croft.api.sns.CreateTopicInput;
import croft.api.sns.DeleteTopicInput;
import croft.api.sns.GetTopicAttributesInput;
import croft.api.sns.ListSubscriptionsByTopicInput;
import croft.api.sns.ListTagsForResourceRequest;
import croft.api.sns.ListTopicsInput;
import croft.api.sns.SetTopicAttributesInput;
import croft.api.sns.SnsApi;
import croft.api.sns.SubscribeInput;
import croft.api.sns.Subscription;
import croft.api.sns.Tag;
import croft.api.sns.TagResourceRequest;
import croft.api.sns.UnsubscribeInput;
import croft.api.sns.UntagResourceRequest;
import croft.base.ServiceError;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::SNS::Topic}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html">AWS::SNS::Topic</a>.
 */
public final class TopicResource implements ResourceType {
  private static final int LONGEST_NAME = 256;
  private static final List<String> ATTRIBUTES =
      List.of(
          TopicAttributes.CONTENT_DEDUPLICATION,
          TopicAttributes.DISPLAY_NAME,
          TopicAttributes.THROUGHPUT_SCOPE,
          TopicAttributes.SIGNATURE_VERSION,
          "TracingConfig");
  private static final PropertyType SUBSCRIPTION =
      PropertyType.structure(
          Property.of("Endpoint", STRING).needed(), Property.of("Protocol", STRING).needed());
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::SNS::Topic", "TopicArn")
          .with(
              Property.of("ContentBasedDeduplication", BOOLEAN),
              Property.of("DisplayName", STRING),
              Property.of("FifoThroughputScope", STRING),
              Property.of("FifoTopic", BOOLEAN).replacing(),
              Property.of("SignatureVersion", STRING),
              Property.of("Subscription", PropertyType.listOf(SUBSCRIPTION)),
              Property.of("TopicName", STRING).replacing(),
              Property.of("TracingConfig", STRING))
          .unsupported(
              "ArchivePolicy",
              "DataProtectionPolicy",
              "DeliveryStatusLogging",
              "KmsMasterKeyId",
              "MaximumMessageSize")
          .tags()
          .attributes("TopicArn", "TopicName");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static SnsApi sns(ResourceRequest request) {
    return new SnsApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String given = request.text("TopicName");
    if (!given.isEmpty() && !request.repeated()) {
      refuseExisting(request, given);
    }
    boolean fifo = request.properties().path("FifoTopic").asBoolean(false);
    String suffix = given.isEmpty() && fifo ? ".fifo" : "";
    Map<String, String> attributes = new HashMap<>();
    if (fifo) {
      attributes.put(TopicAttributes.FIFO, "true");
    }
    ATTRIBUTES.stream()
        .filter(request.properties()::has)
        .forEach(name -> attributes.put(name, request.text(name)));
    CreateTopicInput create =
        CreateTopicInput.builder()
            .name(request.nameOr("TopicName", LONGEST_NAME - suffix.length()) + suffix)
            .attributes(attributes)
            .tags(tags(request.tags()))
            .build();
    String arn = Objects.requireNonNull(sns(request).createTopic(create).topicArn());
    return Made.of(arn).then(() -> subscribe(request, arn));
  }

  private static void refuseExisting(ResourceRequest request, String name) {
    ResourceRequest.Owner owner = request.owner();
    String arn = "arn:aws:sns:%s:%s:%s".formatted(owner.region(), owner.account(), name);
    if (Missing.empty(() -> attributes(request, arn)).isPresent()) {
      throw ServiceError.badRequest("AlreadyExists", name + " already exists");
    }
  }

  /** Subscribing the same endpoint again gives the subscription that is there. */
  private static void subscribe(ResourceRequest request, String arn) {
    for (JsonNode one : request.properties().path("Subscription")) {
      sns(request)
          .subscribe(
              SubscribeInput.builder()
                  .topicArn(arn)
                  .protocol(one.path("Protocol").asString())
                  .endpoint(one.path("Endpoint").asString())
                  .build());
    }
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  @Override
  public void update(ResourceRequest request) {
    String arn = request.physicalId();
    for (String name : ATTRIBUTES) {
      if (request.changed(name)) {
        sns(request)
            .setTopicAttributes(
                SetTopicAttributesInput.builder()
                    .topicArn(arn)
                    .attributeName(name)
                    .attributeValue(request.text(name))
                    .build());
      }
    }
    subscribe(request, arn);
    unsubscribe(request, arn);
    if (!request.givenTags().isEmpty()) {
      sns(request).tagResource(new TagResourceRequest(arn, tags(request.givenTags())));
    }
    if (!request.takenTags().isEmpty()) {
      sns(request).untagResource(new UntagResourceRequest(arn, request.takenTags()));
    }
  }

  private static void unsubscribe(ResourceRequest request, String arn) {
    for (Subscription one : subscriptions(request, arn)) {
      String subscription = Objects.requireNonNullElse(one.subscriptionArn(), "");
      boolean before = names(request.previous(), one);
      if (before && !names(request.properties(), one) && subscription.startsWith("arn:")) {
        sns(request).unsubscribe(new UnsubscribeInput(subscription));
      }
    }
  }

  private static boolean names(ObjectNode properties, Subscription subscription) {
    for (JsonNode one : properties.path("Subscription")) {
      if (one.path("Endpoint").asString().equals(subscription.endpoint())
          && one.path("Protocol").asString().equals(subscription.protocol())) {
        return true;
      }
    }
    return false;
  }

  private static List<Subscription> subscriptions(ResourceRequest request, String arn) {
    return sns(request)
        .listSubscriptionsByTopic(ListSubscriptionsByTopicInput.builder().topicArn(arn).build())
        .subscriptionsOrEmpty();
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() -> sns(request).deleteTopic(new DeleteTopicInput(request.physicalId())));
    return Progress.done();
  }

  private static Map<String, String> attributes(ResourceRequest request, String arn) {
    return sns(request).getTopicAttributes(new GetTopicAttributesInput(arn)).attributesOrEmpty();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request, request.physicalId()));
  }

  private static ObjectNode live(ResourceRequest request, String arn) {
    Map<String, String> attributes = attributes(request, arn);
    ObjectNode live = JsonMapper.shared().createObjectNode();
    live.put("TopicArn", arn);
    live.put("TopicName", arn.substring(arn.lastIndexOf(':') + 1));
    for (String name : ATTRIBUTES) {
      String value = attributes.get(name);
      if (value != null && name.equals(TopicAttributes.CONTENT_DEDUPLICATION)) {
        live.put(name, Boolean.parseBoolean(value));
      } else if (value != null && !value.isEmpty()) {
        live.put(name, value);
      }
    }
    if (attributes.containsKey(TopicAttributes.FIFO)) {
      live.put("FifoTopic", true);
    }
    ArrayNode subscriptions = live.putArray("Subscription");
    for (Subscription one : subscriptions(request, arn)) {
      subscriptions.addObject().put("Endpoint", one.endpoint()).put("Protocol", one.protocol());
    }
    ArrayNode tags = live.putArray("Tags");
    sns(request)
        .listTagsForResource(new ListTagsForResourceRequest(arn))
        .tagsOrEmpty()
        .forEach(tag -> tags.addObject().put("Key", tag.key()).put("Value", tag.value()));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return sns(request).listTopics(ListTopicsInput.builder().build()).topicsOrEmpty().stream()
        .map(topic -> Objects.requireNonNull(topic.topicArn()))
        .toList();
  }
}
