package croft.services.cloudwatch.alarm;

import static croft.services.cloudwatch.CloudWatchFixture.dimension;
import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.cloudwatch.AlarmHistoryItem;
import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.CompositeAlarm;
import croft.api.cloudwatch.DeleteAlarmsInput;
import croft.api.cloudwatch.DescribeAlarmHistoryInput;
import croft.api.cloudwatch.DescribeAlarmsForMetricInput;
import croft.api.cloudwatch.DescribeAlarmsInput;
import croft.api.cloudwatch.DescribeAlarmsOutput;
import croft.api.cloudwatch.DisableAlarmActionsInput;
import croft.api.cloudwatch.ListTagsForResourceInput;
import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricAlarm;
import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import croft.api.cloudwatch.PutCompositeAlarmInput;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.api.cloudwatch.SetAlarmStateInput;
import croft.api.cloudwatch.Tag;
import croft.api.cloudwatch.TagResourceInput;
import croft.base.ServiceError;
import croft.services.cloudwatch.CloudWatchFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlarmTest {
  private static final String TOPIC = "arn:aws:sns:us-west-2:123456789012:ops";
  private static final String POLICY =
      "arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:1-2-3:autoScalingGroupName/web"
          + ":policyName/grow";

  @TempDir Path directory;
  private CloudWatchFixture fixture;

  @BeforeEach
  void open() {
    fixture = new CloudWatchFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static PutMetricAlarmInput.Builder alarm(String name) {
    return PutMetricAlarmInput.builder()
        .alarmName(name)
        .namespace("Test")
        .metricName("load")
        .statistic("Average")
        .period(60)
        .evaluationPeriods(1)
        .threshold(80.0)
        .comparisonOperator("GreaterThanThreshold");
  }

  private void put(PutMetricAlarmInput.Builder request) {
    fixture.asRoot(CloudwatchModel.PUT_METRIC_ALARM, request.build());
  }

  private void put(String name, String rule) {
    fixture.asRoot(
        CloudwatchModel.PUT_COMPOSITE_ALARM,
        PutCompositeAlarmInput.builder()
            .alarmName(name)
            .alarmRule(rule)
            .alarmActions(List.of(TOPIC))
            .build());
  }

  private DescribeAlarmsOutput describe(DescribeAlarmsInput.Builder request) {
    return fixture.asRoot(CloudwatchModel.DESCRIBE_ALARMS, request.build());
  }

  private MetricAlarm get(String name) {
    return describe(DescribeAlarmsInput.builder().alarmNames(List.of(name)))
        .metricAlarmsOrEmpty()
        .getFirst();
  }

  private CompositeAlarm composite(String name) {
    return describe(
            DescribeAlarmsInput.builder()
                .alarmNames(List.of(name))
                .alarmTypes(List.of("CompositeAlarm")))
        .compositeAlarmsOrEmpty()
        .getFirst();
  }

  private List<AlarmHistoryItem> history(String name, String type) {
    return fixture
        .asRoot(
            CloudwatchModel.DESCRIBE_ALARM_HISTORY,
            DescribeAlarmHistoryInput.builder()
                .alarmName(name)
                .historyItemType(type)
                .scanBy("TimestampAscending")
                .build())
        .alarmHistoryItemsOrEmpty();
  }

  /** A value now, then the minute ends and the watch looks. */
  private void minute(double load) {
    fixture.put("load", load);
    minute();
  }

  private void minute() {
    fixture.pass(Duration.ofMinutes(1));
    fixture.alarms.reconcile();
    fixture.actions.reconcile();
  }

  @Test
  void firesAndRecoversWithHistoryAndMessages() {
    put(alarm("hot").alarmActions(List.of(TOPIC)).okActions(List.of(TOPIC)));
    assertThat(get("hot").stateValue()).isEqualTo("INSUFFICIENT_DATA");
    assertThat(get("hot").stateReason()).isEqualTo("Unchecked: Initial alarm creation");
    minute(50);
    assertThat(get("hot").stateValue()).isEqualTo("OK");
    assertThat(get("hot").stateReason())
        .isEqualTo(
            "Threshold Crossed: 1 datapoint [50.0 (01/05/26 12:00:00)] was not greater than the"
                + " threshold (80.0).");
    minute(99);
    MetricAlarm fired = get("hot");
    assertThat(fired.stateValue()).isEqualTo("ALARM");
    assertThat(fired.stateReason())
        .isEqualTo(
            "Threshold Crossed: 1 datapoint [99.0 (01/05/26 12:01:00)] was greater than the"
                + " threshold (80.0).");
    assertThat(fired.stateReasonData())
        .contains(
            "\"statistic\":\"Average\",\"period\":60,\"recentDatapoints\":[99.0],\"threshold\":80.0");
    assertThat(fixture.outside.published).hasSize(2);
    assertThat(fixture.outside.published.getLast().subject())
        .isEqualTo("ALARM: \"hot\" in US West (Oregon)");
    assertThat(fixture.outside.published.getLast().message())
        .contains(
            "\"NewStateValue\":\"ALARM\"", "\"OldStateValue\":\"OK\"", "\"Statistic\":\"AVERAGE\"");
    assertThat(history("hot", "StateUpdate"))
        .extracting(AlarmHistoryItem::historySummary)
        .containsExactly(
            "Alarm updated from INSUFFICIENT_DATA to OK", "Alarm updated from OK to ALARM");
    assertThat(history("hot", "Action"))
        .extracting(AlarmHistoryItem::historySummary)
        .contains("Successfully executed action " + TOPIC);
    assertThat(history("hot", "ConfigurationUpdate"))
        .extracting(AlarmHistoryItem::historySummary)
        .containsExactly("Alarm \"hot\" created");
    assertThat(fixture.wokenActions.get()).isEqualTo(2);
  }

  @Test
  void missingDataEndsInInsufficientData() {
    put(alarm("hot"));
    minute(99);
    minute();
    minute();
    assertThat(get("hot").stateValue()).isEqualTo("ALARM");
    minute();
    assertThat(get("hot").stateValue()).isEqualTo("INSUFFICIENT_DATA");
    assertThat(get("hot").stateReason()).isEqualTo("Insufficient Data: 1 datapoint was unknown.");
    put(alarm("strict").treatMissingData("breaching").metricName("silent"));
    minute();
    assertThat(get("strict").stateReason())
        .isEqualTo(
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint"
                + " was treated as [Breaching].");
  }

  @Test
  void someOfManyDatapointsAreEnough() {
    put(alarm("some").evaluationPeriods(3).datapointsToAlarm(2));
    minute(99);
    minute(10);
    assertThat(get("some").stateValue()).isEqualTo("OK");
    minute(95);
    assertThat(get("some").stateReason())
        .isEqualTo(
            "Threshold Crossed: 2 out of the last 3 datapoints [95.0 (01/05/26 12:02:00), 99.0"
                + " (01/05/26 12:00:00)] were greater than the threshold (80.0) (minimum 2"
                + " datapoints for OK -> ALARM transition).");
  }

  @Test
  void alarmsOutliveTheServer() {
    put(alarm("hot").alarmActions(List.of(TOPIC)));
    fixture.put("load", 99);
    fixture.pass(Duration.ofMinutes(1));
    fixture.alarms.reconcile();
    java.time.Instant now = fixture.now;
    fixture.close();
    fixture = new CloudWatchFixture(directory);
    fixture.now = now;
    fixture.alarms.reconcile();
    assertThat(get("hot").stateValue()).isEqualTo("ALARM");
    fixture.actions.reconcile();
    fixture.actions.reconcile();
    assertThat(fixture.outside.published).hasSize(1);
  }

  @Test
  void dataThatComesLateIsSeenInTheSameMinute() {
    put(alarm("hot"));
    minute(10);
    fixture.pass(Duration.ofSeconds(60));
    fixture.alarms.reconcile();
    fixture.pass(Duration.ofSeconds(5));
    fixture.put("Test", fixture.datum("load", 99).timestamp(fixture.now.minusSeconds(30)).build());
    fixture.pass(Duration.ofSeconds(16));
    fixture.alarms.reconcile();
    assertThat(get("hot").stateValue()).isEqualTo("ALARM");
  }

  @Test
  void shortPeriodsAreLookedAtOften() {
    put(alarm("fast").period(10));
    fixture.alarms.reconcile();
    fixture.put("Test", fixture.datum("load", 99).storageResolution(1).build());
    fixture.pass(Duration.ofSeconds(10));
    fixture.alarms.reconcile();
    assertThat(get("fast").stateValue()).isEqualTo("ALARM");
  }

  @Test
  void scalingPoliciesAreAskedAgainWhileItLasts() {
    put(alarm("hot").alarmActions(List.of(POLICY)));
    minute(99);
    assertThat(fixture.outside.calls).containsExactly("web 99.0 80.0");
    minute(98);
    minute(97);
    assertThat(fixture.outside.calls)
        .containsExactly("web 99.0 80.0", "web 98.0 80.0", "web 97.0 80.0");
    minute(1);
    minute(1);
    assertThat(fixture.outside.calls).hasSize(3);
  }

  @Test
  void instancesAreStoppedAndTerminated() {
    put(
        alarm("dead")
            .dimensions(List.of(dimension("InstanceId", "i-1")))
            .alarmActions(
                List.of(
                    "arn:aws:automate:us-west-2:ec2:stop",
                    "arn:aws:swf:us-west-2:123456789012:action/actions/AWS_EC2.InstanceId.Terminate/1.0")));
    fixture.put(
        "Test",
        fixture.datum("load", 99).dimensions(List.of(dimension("InstanceId", "i-1"))).build());
    minute();
    assertThat(fixture.outside.calls).containsExactlyInAnyOrder("stop [i-1]", "terminate [i-1]");
  }

  @Test
  void anActionThatCannotBeHadIsTriedAgainAndHoldsNoOtherUp() {
    fixture.outside.refusal = new ServiceError("InternalError", 500, "The disk is full.");
    put(
        alarm("dead")
            .dimensions(List.of(dimension("InstanceId", "i-1")))
            .alarmActions(List.of(TOPIC, POLICY)));
    fixture.put(
        "Test",
        fixture.datum("load", 99).dimensions(List.of(dimension("InstanceId", "i-1"))).build());
    fixture.pass(Duration.ofMinutes(1));
    fixture.alarms.reconcile();
    assertThatThrownBy(() -> fixture.actions.reconcile()).hasMessageContaining("disk is full");
    assertThat(fixture.outside.calls).containsExactly("web 99.0 80.0");
    fixture.outside.refusal = null;
    fixture.actions.reconcile();
    assertThat(fixture.outside.published).hasSize(1);
    assertThat(fixture.outside.calls).hasSize(1);
  }

  @Test
  void anActionThatIsRefusedIsInTheHistory() {
    fixture.outside.refusal = ServiceError.badRequest("NotFound", "Topic does not exist");
    put(alarm("hot").alarmActions(List.of(TOPIC)));
    minute(99);
    fixture.actions.reconcile();
    assertThat(history("hot", "Action"))
        .extracting(AlarmHistoryItem::historySummary)
        .containsExactly(
            "Failed to execute action " + TOPIC + ". Received error: \"Topic does not exist\"");
    put(alarm("quiet").alarmActions(List.of(TOPIC)));
    fixture.asRoot(
        CloudwatchModel.DISABLE_ALARM_ACTIONS,
        DisableAlarmActionsInput.builder().alarmNames(List.of("quiet")).build());
    minute(99);
    assertThat(get("quiet").stateValue()).isEqualTo("ALARM");
    assertThat(history("quiet", "Action")).isEmpty();
  }

  @Test
  void expressionsHaveAlarmsToo() {
    MetricDataQuery metric =
        MetricDataQuery.builder()
            .id("m1")
            .metricStat(
                MetricStat.builder()
                    .metric(Metric.builder().namespace("Test").metricName("load").build())
                    .stat("Sum")
                    .period(60)
                    .build())
            .returnData(false)
            .build();
    MetricDataQuery twice = MetricDataQuery.builder().id("e1").expression("m1 * 2").build();
    put(
        PutMetricAlarmInput.builder()
            .alarmName("math")
            .metrics(List.of(metric, twice))
            .evaluationPeriods(1)
            .threshold(100.0)
            .comparisonOperator("GreaterThanOrEqualToThreshold"));
    minute(50);
    assertThat(get("math").stateValue()).isEqualTo("ALARM");
    assertThat(get("math").metricsOrEmpty()).hasSize(2);
    assertThat(get("math").stateReason()).contains("[100.0 (");
  }

  @Test
  void compositesFollowTheirChildren() {
    put(alarm("a"));
    put(alarm("b").metricName("other"));
    put("both", "ALARM(a) AND NOT ALARM(\"b\")");
    put("upper", "ALARM(both) OR FALSE");
    minute(10);
    assertThat(composite("both").stateValue()).isEqualTo("OK");
    minute(99);
    assertThat(composite("both").stateValue()).isEqualTo("ALARM");
    assertThat(composite("upper").stateValue()).isEqualTo("ALARM");
    assertThat(composite("both").stateReason())
        .isEqualTo(
            "arn:aws:cloudwatch:us-west-2:123456789012:alarm:a transitioned to ALARM at Friday 01"
                + " May, 2026 12:02:00 UTC");
    assertThat(fixture.outside.published).hasSize(2);
    assertRefused(
        () ->
            fixture.asRoot(
                CloudwatchModel.DELETE_ALARMS,
                DeleteAlarmsInput.builder().alarmNames(List.of("a")).build()),
        "ValidationError",
        400,
        "used by the composite alarm both");
    assertThat(
            describe(DescribeAlarmsInput.builder().childrenOfAlarmName("both"))
                .metricAlarmsOrEmpty())
        .extracting(MetricAlarm::alarmName)
        .containsExactly("a", "b");
    fixture.asRoot(
        CloudwatchModel.DELETE_ALARMS,
        DeleteAlarmsInput.builder().alarmNames(List.of("upper", "both", "a")).build());
    assertThat(describe(DescribeAlarmsInput.builder()).metricAlarmsOrEmpty()).hasSize(1);
  }

  @Test
  void aSuppressorHoldsActionsBack() {
    put(alarm("cause"));
    put(alarm("repair").metricName("repair"));
    fixture.asRoot(
        CloudwatchModel.PUT_COMPOSITE_ALARM,
        PutCompositeAlarmInput.builder()
            .alarmName("page")
            .alarmRule("ALARM(cause)")
            .alarmActions(List.of(TOPIC))
            .actionsSuppressor("repair")
            .actionsSuppressorWaitPeriod(60)
            .actionsSuppressorExtensionPeriod(60)
            .build());
    fixture.put("repair", 99);
    minute(99);
    assertThat(composite("page").actionsSuppressedBy()).isEqualTo("Alarm");
    fixture.put("repair", 1);
    minute(99);
    assertThat(composite("page").actionsSuppressedBy()).isEqualTo("ExtensionPeriod");
    assertThat(fixture.outside.published).isEmpty();
    fixture.put("repair", 1);
    minute(99);
    assertThat(composite("page").actionsSuppressedBy()).isNull();
    fixture.actions.reconcile();
    assertThat(fixture.outside.published).hasSize(1);
  }

  @Test
  void aStateThatIsSetLastsUntilTheNextLook() {
    put(alarm("hot").alarmActions(List.of(TOPIC)));
    minute(10);
    fixture.asRoot(
        CloudwatchModel.SET_ALARM_STATE,
        SetAlarmStateInput.builder()
            .alarmName("hot")
            .stateValue("ALARM")
            .stateReason("testing")
            .build());
    assertThat(get("hot").stateReason()).isEqualTo("testing");
    minute(10);
    assertThat(get("hot").stateValue()).isEqualTo("OK");
    assertThat(fixture.outside.published).hasSize(1);
    assertRefused(
        () ->
            fixture.asRoot(
                CloudwatchModel.SET_ALARM_STATE,
                SetAlarmStateInput.builder()
                    .alarmName("none")
                    .stateValue("OK")
                    .stateReason("x")
                    .build()),
        "ResourceNotFound",
        404,
        "none");
  }

  @Test
  void percentilesOfFewSamplesAreLeftAlone() {
    put(
        alarm("slow")
            .statistic(null)
            .extendedStatistic("p90")
            .evaluateLowSampleCountPercentile("ignore"));
    minute(99);
    assertThat(get("slow").stateValue()).isEqualTo("INSUFFICIENT_DATA");
    put(alarm("slow").statistic(null).extendedStatistic("p90"));
    minute(99);
    assertThat(get("slow").stateValue()).isEqualTo("ALARM");
  }

  @Test
  void tagsAndMetricsFindAlarms() {
    put(alarm("hot").tags(List.of(Tag.builder().key("team").value("a").build())));
    String arn = Objects.requireNonNull(get("hot").alarmArn());
    fixture.asRoot(
        CloudwatchModel.TAG_RESOURCE,
        TagResourceInput.builder()
            .resourceARN(arn)
            .tags(List.of(Tag.builder().key("more").value("b").build()))
            .build());
    assertThat(
            fixture
                .asRoot(
                    CloudwatchModel.LIST_TAGS_FOR_RESOURCE,
                    ListTagsForResourceInput.builder().resourceARN(arn).build())
                .tagsOrEmpty())
        .extracting(Tag::key)
        .containsExactly("more", "team");
    assertThat(
            fixture
                .asRoot(
                    CloudwatchModel.DESCRIBE_ALARMS_FOR_METRIC,
                    DescribeAlarmsForMetricInput.builder()
                        .namespace("Test")
                        .metricName("load")
                        .build())
                .metricAlarmsOrEmpty())
        .hasSize(1);
  }

  @Test
  void whatCannotBeWatchedIsRefused() {
    assertRefused(() -> put(alarm("x").period(45)), "ValidationError", 400, "Period");
    assertRefused(
        () -> put(alarm("x").evaluationPeriods(1500)), "ValidationError", 400, "more than a day");
    assertRefused(
        () -> put(alarm("x").datapointsToAlarm(2)), "ValidationError", 400, "DatapointsToAlarm");
    assertRefused(() -> put(alarm("x").treatMissingData("maybe")), "ValidationError", 400, "maybe");
    assertRefused(
        () -> put(alarm("x").alarmActions(List.of("nonsense"))),
        "ValidationError",
        400,
        "Invalid arn syntax: nonsense");
    assertRefused(
        () ->
            put(
                alarm("x")
                    .alarmActions(List.of("arn:aws:lambda:us-west-2:123456789012:function:f"))),
        "UnsupportedOperation",
        400,
        "lambda");
    assertRefused(
        () -> put(alarm("x").comparisonOperator("GreaterThanUpperThreshold")),
        "UnsupportedOperation",
        400,
        "anomaly detection");
    assertRefused(() -> put("c", "ALARM(nobody)"), "ValidationError", 400, "do not exist");
    assertRefused(() -> put("c", "ALARM(x"), "ValidationError", 400, "AlarmRule");
    assertRefused(() -> put("c", "WRONG(x)"), "ValidationError", 400, "Unexpected WRONG");
  }
}
