package croft.services.sqs.queue;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.sqs.GetQueueAttributesRequest;
import croft.api.sqs.SetQueueAttributesRequest;
import croft.api.sqs.SqsApi;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::SQS::QueuePolicy}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html">AWS::SQS::QueuePolicy</a>.
 */
public final class QueuePolicyResource implements ResourceType {
  private static final int LONGEST_NAME = 128;
  private static final String DOCUMENT = "PolicyDocument";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::SQS::QueuePolicy", "Id")
          .with(Property.of(DOCUMENT, JSON).needed(), Property.of("Queues", STRINGS).needed())
          .attributes("Id");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static SqsApi sqs(ResourceRequest request) {
    return new SqsApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    return Made.of(request.generatedName(LONGEST_NAME)).then(() -> put(request));
  }

  private static void put(ResourceRequest request) {
    String document = Documents.text(request.properties().path(DOCUMENT));
    Documents.texts(request.properties().path("Queues"))
        .forEach(one -> set(request, one, document));
  }

  private static void set(ResourceRequest request, String queue, String document) {
    sqs(request)
        .setQueueAttributes(new SetQueueAttributesRequest(queue, Map.of("Policy", document)));
  }

  private static void remove(ResourceRequest request, String queue) {
    Missing.passedOver(() ->
        sqs(request)
            .setQueueAttributes(new SetQueueAttributesRequest(queue, Map.of("Policy", ""))));
  }

  @Override
  public void update(ResourceRequest request) {
    put(request);
    List<String> kept = Documents.texts(request.properties().path("Queues"));
    Documents.texts(request.previous().path("Queues")).stream()
        .filter(one -> !kept.contains(one))
        .forEach(one -> remove(request, one));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Documents.texts(request.properties().path("Queues")).forEach(one -> remove(request, one));
    return Progress.done();
  }

  private static Optional<String> document(ResourceRequest request, String queue) {
    return Missing.empty(() ->
            sqs(request)
                .getQueueAttributes(new GetQueueAttributesRequest(queue, List.of("Policy")))
                .attributesOrEmpty()
                .getOrDefault("Policy", ""))
        .filter(text -> !text.isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    JsonNode wanted = request.properties().path(DOCUMENT);
    ObjectNode live = Documents.object().put("Id", request.physicalId());
    ArrayNode there = live.putArray("Queues");
    for (String one : Documents.texts(request.properties().path("Queues"))) {
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
