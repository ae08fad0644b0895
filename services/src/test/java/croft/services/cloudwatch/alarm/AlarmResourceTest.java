package croft.services.cloudwatch.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.cloudwatch.CloudWatchFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlarmResourceTest {
  @TempDir Path directory;

  @Test
  void anAlarmLives() {
    try (CloudWatchFixture fixture = new CloudWatchFixture(directory)) {
      Caller root = Caller.root(CloudWatchFixture.ACCOUNT, "AKIAIOSFODNN7EXAMPLE");
      ResourceTrial trial =
          new ResourceTrial(
                  new AlarmResource(), fixture.operations.as(fixture.call(root)), () -> {})
              .stackTags(Map.of("team", "shop"));
      String alarm =
          """
          {'AlarmDescription': 'busy', 'Namespace': 'AWS/EC2', 'MetricName': 'CPUUtilization',
           'Statistic': 'Average', 'Period': 60, 'EvaluationPeriods': 2, 'Threshold': 90,
           'ComparisonOperator': 'GreaterThanThreshold',
           'Dimensions': [{'Name': 'InstanceId', 'Value': 'i-1'}]}
          """;
      String name = trial.create(alarm);
      assertThat(trial.attribute("Arn").asString()).endsWith(":alarm:" + name);
      assertThat(trial.read().path("Tags").toString()).contains("shop");
      trial.update(alarm.replace("90", "50"));
      assertThat(trial.read().path("Threshold").asDouble()).isEqualTo(50);
      assertThat(trial.replacedBy("{'AlarmName': 'x'}")).contains("AlarmName");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new AlarmResource().schema());
  }
}
