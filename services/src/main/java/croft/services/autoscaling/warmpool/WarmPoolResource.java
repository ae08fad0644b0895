package croft.services.autoscaling.warmpool;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.autoscaling.DeleteWarmPoolType;
import croft.api.autoscaling.DescribeWarmPoolType;
import croft.api.autoscaling.PutWarmPoolType;
import croft.api.autoscaling.WarmPoolConfiguration;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::AutoScaling::WarmPool}: a group has one at most, so Ref gives the group's name.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-warmpool.html">AWS::AutoScaling::WarmPool</a>.
 */
public final class WarmPoolResource implements ResourceType {
  private static final String GROUP = "AutoScalingGroupName";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::WarmPool", GROUP)
          .with(
              Property.of(GROUP, STRING).needed().replacing(),
              Property.of(
                  "InstanceReusePolicy",
                  PropertyType.structure(Property.of("ReuseOnScaleIn", BOOLEAN))),
              Property.of("MaxGroupPreparedCapacity", INTEGER),
              Property.of("MinSize", INTEGER),
              Property.of("PoolState", STRING));

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    update(request);
    return Made.of(request.text(GROUP));
  }

  @Override
  public void update(ResourceRequest request) {
    ScalingCalls.of(request)
        .putWarmPool(ApiShapes.read(request.properties(), PutWarmPoolType::read));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Optional<WarmPoolConfiguration> there = find(request);
    if (there.isPresent() && there.get().status() == null) {
      ScalingCalls.passedOver(() ->
          ScalingCalls.of(request)
              .deleteWarmPool(new DeleteWarmPoolType(request.physicalId(), true)));
    }
    return Progress.doneWhen(find(request).isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request)
        .map(there ->
            ApiShapes.write(there)
                .retain(SCHEMA.properties().keySet())
                .put(GROUP, request.physicalId()));
  }

  private static Optional<WarmPoolConfiguration> find(ResourceRequest request) {
    return ScalingCalls.empty(() ->
        Optional.ofNullable(
            ScalingCalls.of(request)
                .describeWarmPool(
                    DescribeWarmPoolType.builder()
                        .autoScalingGroupName(request.physicalId())
                        .build())
                .warmPoolConfiguration()));
  }

  /** The one of the group that the request names, if it has one. */
  @Override
  public List<String> list(ResourceRequest request) {
    return find(request).isPresent() ? List.of(request.physicalId()) : List.of();
  }
}
