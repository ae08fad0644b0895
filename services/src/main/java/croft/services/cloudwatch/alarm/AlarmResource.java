package croft.services.cloudwatch.alarm;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.NUMBER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.cloudwatch.CloudwatchApi;
import croft.api.cloudwatch.DeleteAlarmsInput;
import croft.api.cloudwatch.DescribeAlarmsInput;
import croft.api.cloudwatch.ListTagsForResourceInput;
import croft.api.cloudwatch.MetricAlarm;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.api.cloudwatch.Tag;
import croft.api.cloudwatch.TagResourceInput;
import croft.api.cloudwatch.UntagResourceInput;
import croft.base.ServiceError;
import croft.services.resource.ApiShapes;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Pages;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::CloudWatch::Alarm}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html">AWS::CloudWatch::Alarm</a>.
 */
public final class AlarmResource implements ResourceType {
  private static final int LONGEST_NAME = 255;
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
                      Property.of("MetricName", STRING),
                      Property.of("Namespace", STRING)))
              .needed(),
          Property.of("Period", INTEGER).needed(),
          Property.of("Stat", STRING).needed(),
          Property.of("Unit", STRING));
  private static final PropertyType METRICS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.of("AccountId", STRING),
              Property.of("Expression", STRING),
              Property.of("Id", STRING).needed(),
              Property.of("Label", STRING),
              Property.of("MetricStat", METRIC_STAT),
              Property.of("Period", INTEGER),
              Property.of("ReturnData", BOOLEAN)));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::CloudWatch::Alarm", "AlarmName")
          .with(
              Property.of("ActionsEnabled", BOOLEAN),
              Property.of("AlarmActions", STRINGS),
              Property.of("AlarmDescription", STRING),
              Property.of("AlarmName", STRING).replacing(),
              Property.of("ComparisonOperator", STRING),
              Property.of("DatapointsToAlarm", INTEGER),
              Property.of("Dimensions", DIMENSIONS),
              Property.of("EvaluateLowSampleCountPercentile", STRING),
              Property.of("EvaluationPeriods", INTEGER),
              Property.of("ExtendedStatistic", STRING),
              Property.of("InsufficientDataActions", STRINGS),
              Property.of("MetricName", STRING),
              Property.of("Metrics", METRICS),
              Property.of("Namespace", STRING),
              Property.of("OKActions", STRINGS),
              Property.of("Period", INTEGER),
              Property.of("Statistic", STRING),
              Property.of("Threshold", NUMBER),
              Property.of("ThresholdMetricId", STRING),
              Property.of("TreatMissingData", STRING),
              Property.of("Unit", STRING))
          .unsupported(
              "ActionConfiguration",
              "EvaluationCriteria",
              "EvaluationInterval",
              "EvaluationWindow",
              "WarmUpConfiguration")
          .tags()
          .attributes("Arn");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static CloudwatchApi cloudWatch(ResourceRequest request) {
    return new CloudwatchApi(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr("AlarmName", LONGEST_NAME);
    if (!request.repeated() && find(request, name).isPresent()) {
      throw ServiceError.badRequest("AlreadyExists", name + " already exists");
    }
    put(request, name);
    return Made.of(name);
  }

  private static void put(ResourceRequest request, String name) {
    PutMetricAlarmInput alarm =
        ApiShapes.read(request.properties().deepCopy().without("Tags"), PutMetricAlarmInput::read);
    cloudWatch(request)
        .putMetricAlarm(alarm.toBuilder().alarmName(name).tags(tags(request.tags())).build());
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  private static Optional<MetricAlarm> find(ResourceRequest request, String name) {
    return cloudWatch(request)
        .describeAlarms(DescribeAlarmsInput.builder().alarmNames(List.of(name)).build())
        .metricAlarmsOrEmpty()
        .stream()
        .findFirst();
  }

  /** Putting an alarm that is there leaves its tags alone. */
  @Override
  public void update(ResourceRequest request) {
    String name = request.physicalId();
    put(request, name);
    String arn = find(request, name).map(MetricAlarm::alarmArn).orElse(name);
    if (!request.takenTags().isEmpty()) {
      cloudWatch(request).untagResource(new UntagResourceInput(arn, request.takenTags()));
    }
    if (!request.givenTags().isEmpty()) {
      cloudWatch(request).tagResource(new TagResourceInput(arn, tags(request.givenTags())));
    }
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        cloudWatch(request).deleteAlarms(new DeleteAlarmsInput(List.of(request.physicalId()))));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request, request.physicalId())
        .map(alarm -> {
          ObjectNode live = ApiShapes.write(alarm);
          live.retain(SCHEMA.properties().keySet());
          live.put("Arn", alarm.alarmArn());
          Map<String, String> tags = new HashMap<>();
          cloudWatch(request)
              .listTagsForResource(new ListTagsForResourceInput(alarm.alarmArn()))
              .tagsOrEmpty()
              .forEach(tag -> tags.put(tag.key(), tag.value()));
          live.set("Tags", Documents.tags(tags));
          return live;
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Pages.all(next -> {
      var page =
          cloudWatch(request).describeAlarms(DescribeAlarmsInput.builder().nextToken(next).build());
      return new Pages.Page<>(
          page.metricAlarmsOrEmpty().stream()
              .map(alarm -> Objects.requireNonNull(alarm.alarmName()))
              .toList(),
          page.nextToken());
    });
  }
}
