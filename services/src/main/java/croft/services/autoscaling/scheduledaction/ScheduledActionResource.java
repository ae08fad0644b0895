package croft.services.autoscaling.scheduledaction;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.autoscaling.DeleteScheduledActionType;
import croft.api.autoscaling.DescribeScheduledActionsType;
import croft.api.autoscaling.PutScheduledUpdateGroupActionType;
import croft.api.autoscaling.ScheduledUpdateGroupAction;
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
 * {@code AWS::AutoScaling::ScheduledAction}. Ref gives its name.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scheduledaction.html">AWS::AutoScaling::ScheduledAction</a>.
 */
public final class ScheduledActionResource implements ResourceType {
  private static final String GROUP = "AutoScalingGroupName";
  private static final String NAME = "ScheduledActionName";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::ScheduledAction", NAME)
          .with(
              Property.of(GROUP, STRING).needed().replacing(),
              Property.of("DesiredCapacity", INTEGER),
              Property.of("EndTime", STRING),
              Property.of("MaxSize", INTEGER),
              Property.of("MinSize", INTEGER),
              Property.of("Recurrence", STRING),
              Property.of("StartTime", STRING),
              Property.of("TimeZone", STRING))
          .attributes(NAME);

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  /** Putting it once more under the same name gives the same action. */
  @Override
  public Made create(ResourceRequest request) {
    String name = request.generatedName(ScalingCalls.LONGEST_NAME);
    put(request, name);
    return Made.of(name);
  }

  private static void put(ResourceRequest request, String name) {
    ScalingCalls.of(request)
        .putScheduledUpdateGroupAction(
            ApiShapes.read(request.properties(), PutScheduledUpdateGroupActionType::read)
                .toBuilder()
                .scheduledActionName(name)
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
            .deleteScheduledAction(
                new DeleteScheduledActionType(request.text(GROUP), request.physicalId())));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return ScalingCalls.empty(() ->
            all(request).stream()
                .filter(there -> request.physicalId().equals(there.scheduledActionName()))
                .filter(there ->
                    request.text(GROUP).isEmpty()
                        || request.text(GROUP).equals(there.autoScalingGroupName()))
                .findFirst())
        .map(ScheduledActionResource::live);
  }

  private static ObjectNode live(ScheduledUpdateGroupAction there) {
    ObjectNode live = ApiShapes.write(there);
    live.retain(SCHEMA.properties().keySet());
    if (there.startTime() != null) {
      live.put("StartTime", there.startTime().toString());
    }
    if (there.endTime() != null) {
      live.put("EndTime", there.endTime().toString());
    }
    return live.put(NAME, there.scheduledActionName());
  }

  private static List<ScheduledUpdateGroupAction> all(ResourceRequest request) {
    return ScalingCalls.pages(
        token ->
            ScalingCalls.of(request)
                .describeScheduledActions(
                    DescribeScheduledActionsType.builder().nextToken(token).build()),
        answer -> answer.scheduledUpdateGroupActionsOrEmpty(),
        answer -> answer.nextToken());
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return all(request).stream()
        .map(there -> Objects.requireNonNull(there.scheduledActionName()))
        .toList();
  }
}
