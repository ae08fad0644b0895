package croft.services.autoscaling.policy;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.NUMBER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.autoscaling.DeletePolicyType;
import croft.api.autoscaling.DescribePoliciesType;
import croft.api.autoscaling.PutScalingPolicyType;
import croft.api.autoscaling.ScalingPolicy;
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
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::AutoScaling::ScalingPolicy}. Ref gives the ARN, which alarms call.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html">AWS::AutoScaling::ScalingPolicy</a>.
 */
public final class ScalingPolicyResource implements ResourceType {
  private static final String GROUP = "AutoScalingGroupName";
  private static final PropertyType STEP =
      PropertyType.structure(
          Property.of("MetricIntervalLowerBound", NUMBER),
          Property.of("MetricIntervalUpperBound", NUMBER),
          Property.of("ScalingAdjustment", INTEGER).needed());
  private static final PropertyType DIMENSIONS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.of("Name", STRING).needed(), Property.of("Value", STRING).needed()));
  private static final PropertyType METRIC_STAT =
      PropertyType.structure(
          Property.of(
                  "Metric",
                  PropertyType.structure(
                      Property.of("Dimensions", DIMENSIONS),
                      Property.of("MetricName", STRING).needed(),
                      Property.of("Namespace", STRING).needed()))
              .needed(),
          Property.of("Period", INTEGER),
          Property.of("Stat", STRING).needed(),
          Property.of("Unit", STRING));
  private static final PropertyType QUERY =
      PropertyType.structure(
          Property.of("Expression", STRING),
          Property.of("Id", STRING).needed(),
          Property.of("Label", STRING),
          Property.of("MetricStat", METRIC_STAT),
          Property.unsupported("Period"),
          Property.of("ReturnData", BOOLEAN));
  private static final PropertyType CUSTOMIZED =
      PropertyType.structure(
          Property.of("Dimensions", DIMENSIONS),
          Property.of("MetricName", STRING),
          Property.of("Metrics", PropertyType.listOf(QUERY)),
          Property.of("Namespace", STRING),
          Property.unsupported("Period"),
          Property.of("Statistic", STRING),
          Property.of("Unit", STRING));
  private static final PropertyType TARGET_TRACKING =
      PropertyType.structure(
          Property.of("CustomizedMetricSpecification", CUSTOMIZED),
          Property.of("DisableScaleIn", BOOLEAN),
          Property.of(
              "PredefinedMetricSpecification",
              PropertyType.structure(
                  Property.of("PredefinedMetricType", STRING).needed(),
                  Property.of("ResourceLabel", STRING))),
          Property.of("TargetValue", NUMBER).needed());
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::ScalingPolicy", "Arn")
          .with(
              Property.of("AdjustmentType", STRING),
              Property.of(GROUP, STRING).needed().replacing(),
              Property.of("Cooldown", INTEGER),
              Property.of("EstimatedInstanceWarmup", INTEGER),
              Property.of("MetricAggregationType", STRING),
              Property.of("MinAdjustmentMagnitude", INTEGER),
              Property.of("PolicyType", STRING),
              Property.of("ScalingAdjustment", INTEGER),
              Property.of("StepAdjustments", PropertyType.listOf(STEP)),
              Property.of("TargetTrackingConfiguration", TARGET_TRACKING))
          .unsupported("PredictiveScalingConfiguration")
          .attributes("Arn", "PolicyName");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  /** Putting it once more under the same name gives the same policy. */
  @Override
  public Made create(ResourceRequest request) {
    return Made.of(put(request, request.generatedName(ScalingCalls.LONGEST_NAME)));
  }

  private static String put(ResourceRequest request, String name) {
    PutScalingPolicyType put =
        ApiShapes.read(request.properties(), PutScalingPolicyType::read).toBuilder()
            .policyName(name)
            .build();
    return Objects.requireNonNull(ScalingCalls.of(request).putScalingPolicy(put).policyARN());
  }

  @Override
  public void update(ResourceRequest request) {
    String arn = request.physicalId();
    put(request, arn.substring(arn.indexOf(":policyName/") + ":policyName/".length()));
  }

  @Override
  public Progress delete(ResourceRequest request) {
    ScalingCalls.passedOver(() ->
        ScalingCalls.of(request)
            .deletePolicy(DeletePolicyType.builder().policyName(request.physicalId()).build()));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return ScalingCalls.empty(
            () -> all(request, List.of(request.physicalId())).stream().findFirst())
        .map(ScalingPolicyResource::live);
  }

  private static ObjectNode live(ScalingPolicy there) {
    ObjectNode live = ApiShapes.write(there);
    live.retain(SCHEMA.properties().keySet());
    live.put("Arn", there.policyARN());
    live.put("PolicyName", there.policyName());
    return live;
  }

  private static List<ScalingPolicy> all(ResourceRequest request, List<String> arns) {
    return ScalingCalls.pages(
        token ->
            ScalingCalls.of(request)
                .describePolicies(
                    DescribePoliciesType.builder().policyNames(arns).nextToken(token).build()),
        answer -> answer.scalingPoliciesOrEmpty(),
        answer -> answer.nextToken());
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return all(request, List.of()).stream()
        .map(there -> Objects.requireNonNull(there.policyARN()))
        .toList();
  }
}
