package croft.services.autoscaling.lifecyclehook;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.autoscaling.DeleteLifecycleHookType;
import croft.api.autoscaling.DescribeLifecycleHooksType;
import croft.api.autoscaling.LifecycleHook;
import croft.api.autoscaling.PutLifecycleHookType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::AutoScaling::LifecycleHook}. Ref gives its name, which is one of its group's.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-lifecyclehook.html">AWS::AutoScaling::LifecycleHook</a>.
 */
public final class LifecycleHookResource implements ResourceType {
  private static final String GROUP = "AutoScalingGroupName";
  private static final String NAME = "LifecycleHookName";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::LifecycleHook", NAME)
          .with(
              Property.of(GROUP, STRING).needed().replacing(),
              Property.of("DefaultResult", STRING),
              Property.of("HeartbeatTimeout", INTEGER),
              Property.of(NAME, STRING).replacing(),
              Property.of("LifecycleTransition", STRING).needed(),
              Property.of("NotificationMetadata", STRING),
              Property.of("NotificationTargetARN", STRING),
              Property.of("RoleARN", STRING));

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  /** Putting it once more under the same name gives the same hook. */
  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr(NAME, ScalingCalls.LONGEST_NAME);
    if (!request.repeated() && find(request, name).isPresent()) {
      throw ServiceError.badRequest("AlreadyExists", name + " already exists");
    }
    put(request, name);
    return Made.of(name);
  }

  private static void put(ResourceRequest request, String name) {
    ScalingCalls.of(request)
        .putLifecycleHook(
            ApiShapes.read(request.properties(), PutLifecycleHookType::read).toBuilder()
                .lifecycleHookName(name)
                .build());
  }

  @Override
  public void update(ResourceRequest request) {
    put(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    ScalingCalls.passedOver(() ->
        ScalingCalls.of(request)
            .deleteLifecycleHook(
                new DeleteLifecycleHookType(request.physicalId(), request.text(GROUP))));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request, request.physicalId())
        .map(there -> ApiShapes.write(there).retain(SCHEMA.properties().keySet()));
  }

  private static Optional<LifecycleHook> find(ResourceRequest request, String name) {
    return ScalingCalls.empty(() ->
        hooks(request).stream()
            .filter(there -> name.equals(there.lifecycleHookName()))
            .findFirst());
  }

  private static List<LifecycleHook> hooks(ResourceRequest request) {
    return ScalingCalls.of(request)
        .describeLifecycleHooks(
            DescribeLifecycleHooksType.builder().autoScalingGroupName(request.text(GROUP)).build())
        .lifecycleHooksOrEmpty();
  }

  /** Those of the group that the request names: hooks are only found by theirs. */
  @Override
  public List<String> list(ResourceRequest request) {
    return request.text(GROUP).isEmpty()
        ? List.of()
        : hooks(request).stream()
            .map(there -> Objects.requireNonNull(there.lifecycleHookName()))
            .toList();
  }
}
