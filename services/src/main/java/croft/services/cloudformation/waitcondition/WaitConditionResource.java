package croft.services.cloudformation.waitcondition;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.base.ServiceError;
import croft.services.cloudformation.signal.SignalRow;
import croft.services.operation.sealing.Sealing;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import croft.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::CloudFormation::WaitCondition}: there once its handle was signalled often enough, or
 * its CreationPolicy is satisfied.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html">AWS::CloudFormation::WaitCondition</a>.
 */
public final class WaitConditionResource implements ResourceType {
  private static final String BEGUN = "BegunAt";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::CloudFormation::WaitCondition", "Id")
          .with(
              Property.of("Count", INTEGER),
              Property.of("Handle", STRING),
              Property.of("Timeout", INTEGER))
          .attributes("Data", "Id");

  private final Store store;
  private final Sealing sealing;
  private final InstantSource time;

  /**
   * Over the signals in the store.
   *
   * @param time by which it waits
   */
  public WaitConditionResource(Store store, Sealing sealing, InstantSource time) {
    this.store = store;
    this.sealing = sealing;
    this.time = time;
  }

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    ResourceRequest.Owner owner = request.owner();
    return Made.of(owner.stackId() + "/" + request.generatedName(255))
        .remember(BEGUN, time.instant().toString());
  }

  /** A changed wait condition is not waited for again, as AWS's is not. */
  @Override
  public void update(ResourceRequest request) {
    throw ServiceError.badRequest(
        "ValidationError",
        "Update to resource type AWS::CloudFormation::WaitCondition is not supported.");
  }

  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    return Set.of();
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    if (request.text("Handle").isEmpty()) {
      return Progress.done();
    }
    int count = request.properties().path("Count").asInt(1);
    List<SignalRow> came = signals(request);
    Optional<SignalRow> failure = came.stream().filter(one -> !one.success()).findFirst();
    if (failure.isPresent()) {
      throw ServiceError.badRequest(
          "NotStabilized",
          "WaitCondition received failed message: '%s' for uniqueId: %s"
              .formatted(failure.get().reason(), failure.get().uniqueId()));
    }
    if (came.size() >= count) {
      return Progress.done();
    }
    int seconds = request.properties().path("Timeout").asInt(0);
    Instant begun = Instant.parse(request.rememberedText(BEGUN));
    if (!time.instant().isBefore(begun.plusSeconds(seconds))) {
      throw ServiceError.badRequest(
          "NotStabilized",
          "WaitCondition timed out. Received %d conditions when expecting %d"
              .formatted(came.size(), count));
    }
    return Progress.pending();
  }

  private List<SignalRow> signals(ResourceRequest request) {
    Handle handle =
        Handle.of(sealing, request.text("Handle"))
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "NotStabilized",
                    "Value of property Handle is not the URL of a WaitConditionHandle"));
    return store.<List<SignalRow>>read(tx -> tx.list(SignalRow.TABLE, handle.stackId())).stream()
        .filter(one -> one.logicalId().equals(handle.signalsOf()))
        .toList();
  }

  @Override
  public Progress delete(ResourceRequest request) {
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    ObjectNode data = JsonMapper.shared().createObjectNode();
    if (!request.text("Handle").isEmpty()) {
      signals(request).forEach(one -> data.put(one.uniqueId(), one.data()));
    }
    return Optional.of(
        JsonMapper.shared()
            .createObjectNode()
            .put("Id", request.physicalId())
            .put("Data", data.toString()));
  }

  /** Wait conditions are known to their stacks alone. */
  @Override
  public List<String> list(ResourceRequest request) {
    return request.physicalId().isEmpty() ? List.of() : List.of(request.physicalId());
  }
}
