package croft.services.sqs.queue;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;

import croft.api.sqs.CreateQueueRequest;
import croft.api.sqs.DeleteQueueRequest;
import croft.api.sqs.GetQueueAttributesRequest;
import croft.api.sqs.GetQueueUrlRequest;
import croft.api.sqs.ListQueueTagsRequest;
import croft.api.sqs.ListQueuesRequest;
import croft.api.sqs.SetQueueAttributesRequest;
import croft.api.sqs.SqsApi;
import croft.api.sqs.TagQueueRequest;
import croft.api.sqs.UntagQueueRequest;
import croft.base.ServiceError;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Pages;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::SQS::Queue}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html">AWS::SQS::Queue</a>.
 */
public final class QueueResource implements ResourceType {
  private static final int LONGEST_NAME = 80;
  private static final String FIFO = "FifoQueue";
  private static final List<String> ATTRIBUTES =
      List.of(
          "ContentBasedDeduplication",
          "DeduplicationScope",
          "DelaySeconds",
          FIFO,
          "FifoThroughputLimit",
          "MaximumMessageSize",
          "MessageRetentionPeriod",
          "ReceiveMessageWaitTimeSeconds",
          "RedriveAllowPolicy",
          "RedrivePolicy",
          "SqsManagedSseEnabled",
          "VisibilityTimeout");

  /** What an attribute goes back to when a template does not name it any more. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ContentBasedDeduplication", "false",
          "DelaySeconds", "0",
          "MaximumMessageSize", "1048576",
          "MessageRetentionPeriod", "345600",
          "ReceiveMessageWaitTimeSeconds", "0",
          "VisibilityTimeout", "30");

  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::SQS::Queue", "QueueUrl")
          .with(
              Property.of("ContentBasedDeduplication", BOOLEAN),
              Property.of("DeduplicationScope", STRING),
              Property.of("DelaySeconds", INTEGER),
              Property.of(FIFO, BOOLEAN).replacing(),
              Property.of("FifoThroughputLimit", STRING),
              Property.of("MaximumMessageSize", INTEGER),
              Property.of("MessageRetentionPeriod", INTEGER),
              Property.of("QueueName", STRING).replacing(),
              Property.of("ReceiveMessageWaitTimeSeconds", INTEGER),
              Property.of("RedriveAllowPolicy", JSON),
              Property.of("RedrivePolicy", JSON),
              Property.of("SqsManagedSseEnabled", BOOLEAN),
              Property.of("VisibilityTimeout", INTEGER))
          .unsupported("KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId")
          .tags()
          .attributes("Arn", "QueueName", "QueueUrl");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static SqsApi sqs(ResourceRequest request) {
    return new SqsApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    boolean fifo = request.properties().path(FIFO).asBoolean(false);
    String suffix = fifo && request.text("QueueName").isEmpty() ? ".fifo" : "";
    String name = request.nameOr("QueueName", LONGEST_NAME - suffix.length()) + suffix;
    if (!request.repeated()
        && Missing.empty(() ->
                sqs(request)
                    .getQueueUrl(GetQueueUrlRequest.builder().queueName(name).build())
                    .queueUrl())
            .isPresent()) {
      throw ServiceError.badRequest("AlreadyExists", name + " already exists");
    }
    Map<String, String> attributes = new HashMap<>();
    for (String attribute : ATTRIBUTES) {
      JsonNode value = request.properties().path(attribute);
      if (!value.isMissingNode() && !(attribute.equals(FIFO) && !fifo)) {
        attributes.put(attribute, Documents.text(value));
      }
    }
    CreateQueueRequest create =
        CreateQueueRequest.builder()
            .queueName(name)
            .attributes(attributes)
            .tags(request.tags())
            .build();
    return Made.of(Objects.requireNonNull(sqs(request).createQueue(create).queueUrl()));
  }

  @Override
  public void update(ResourceRequest request) {
    String url = request.physicalId();
    Map<String, String> changed = new HashMap<>();
    for (String name : ATTRIBUTES) {
      if (request.changed(name)) {
        JsonNode value = request.properties().path(name);
        changed.put(
            name, value.isMissingNode() ? DEFAULTS.getOrDefault(name, "") : Documents.text(value));
      }
    }
    if (!changed.isEmpty()) {
      sqs(request).setQueueAttributes(new SetQueueAttributesRequest(url, changed));
    }
    if (!request.takenTags().isEmpty()) {
      sqs(request).untagQueue(new UntagQueueRequest(url, request.takenTags()));
    }
    if (!request.givenTags().isEmpty()) {
      sqs(request).tagQueue(new TagQueueRequest(url, request.givenTags()));
    }
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(
        () -> sqs(request).deleteQueue(new DeleteQueueRequest(request.physicalId())));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String url = request.physicalId();
    Map<String, String> attributes =
        sqs(request)
            .getQueueAttributes(new GetQueueAttributesRequest(url, List.of("All")))
            .attributesOrEmpty();
    ObjectNode live = Documents.object();
    String arn = attributes.getOrDefault("QueueArn", "");
    live.put("Arn", arn);
    live.put("QueueName", arn.substring(arn.lastIndexOf(':') + 1));
    live.put("QueueUrl", url);
    for (String name : ATTRIBUTES) {
      String value = attributes.get(name);
      Property property = Objects.requireNonNull(SCHEMA.properties().get(name));
      if (value != null && !value.isEmpty()) {
        boolean text = property.type().equals(STRING);
        live.set(name, text ? live.stringNode(value) : Documents.tree(value));
      }
    }
    Map<String, String> tags =
        sqs(request).listQueueTags(new ListQueueTagsRequest(url)).tagsOrEmpty();
    live.set("Tags", Documents.tags(tags));
    return live;
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(next -> {
      var page =
          sqs(request)
              .listQueues(ListQueuesRequest.builder().maxResults(1000).nextToken(next).build());
      return new Pages.Page<>(page.queueUrlsOrEmpty(), page.nextToken());
    });
  }
}
