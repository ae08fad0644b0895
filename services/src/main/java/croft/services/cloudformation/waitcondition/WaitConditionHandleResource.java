package croft.services.cloudformation.waitcondition;

import croft.services.operation.sealing.Sealing;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::CloudFormation::WaitConditionHandle}: a URL that instances reach, to be signalled by
 * whoever knows it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html">AWS::CloudFormation::WaitConditionHandle</a>.
 */
public final class WaitConditionHandleResource implements ResourceType {
  /** Where Croft is asked from inside of every VPC. */
  private static final String INSIDE = "http://169.254.169.254:4566";

  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::CloudFormation::WaitConditionHandle", "Id").attributes("Id");

  private final Sealing sealing;

  public WaitConditionHandleResource(Sealing sealing) {
    this.sealing = sealing;
  }

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    ResourceRequest.Owner owner = request.owner();
    Handle handle =
        new Handle(
            owner.account() + "/" + owner.region(),
            owner.stackId().substring(owner.stackId().lastIndexOf('/') + 1),
            owner.logicalId(),
            request.token());
    return Made.of(INSIDE + handle.path(sealing));
  }

  @Override
  public void update(ResourceRequest request) {
    // It has no properties that could change.
  }

  @Override
  public Progress delete(ResourceRequest request) {
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Optional.of(JsonMapper.shared().createObjectNode().put("Id", request.physicalId()));
  }

  /** Handles are known to their stacks alone. */
  @Override
  public List<String> list(ResourceRequest request) {
    return request.physicalId().isEmpty() ? List.of() : List.of(request.physicalId());
  }
}
