package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentConfigurationTest {
  private static AgentConfiguration parse(String entries) {
    return AgentConfiguration.parse(
        "{\"agent\": {\"region\": \"eu-west-1\"}, \"logs\": {\"force_flush_interval\": 20,"
            + " \"log_stream_name\": \"all\", \"logs_collected\": {\"files\": {\"collect_list\": ["
            + entries
            + "]}}}}");
  }

  @Test
  void namesAndIntervalsHaveTheirDefaults() {
    AgentConfiguration configuration =
        parse(
            """
            {"file_path": "/var/log/app.log.2026"}, {"file_path": "/etc/v1.2/file"},
            {"file_path": "/x.log", "log_group_name": "g", "log_stream_name": "s"},
            {"file_path": "/x.log", "log_group_name": "h"},
            {"file_path": "/y z.log", "publish_multi_logs": true},
            {"file_path": "/y z.log", "publish_multi_logs": true, "log_group_name": "g"}\
            """);
    assertThat(configuration.faults()).isEmpty();
    assertThat(configuration.region()).isEqualTo("eu-west-1");
    assertThat(configuration.flush()).isEqualTo(Duration.ofSeconds(20));
    assertThat(configuration.files())
        .extracting(file -> file.groupOf("/y z.log") + " " + file.streamOf("/y z.log"))
        .containsExactly(
            "/var/log/app.log all",
            "/etc/v1.2/file all",
            "g s",
            "h all",
            "/y_z.log all",
            "g all__y_z.log");
    assertThat(configuration.files()).extracting(CollectedFile::key).doesNotHaveDuplicates();
    assertThat(AgentConfiguration.parse("{}").flush()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"encoding\": \"utf-16\" | encoding utf-16 is not supported",
        "\"encoding\": \"ibm037\" | encoding ibm037 is not supported",
        "\"encoding\": \"no such\" | encoding no such is not supported",
        "\"retention_in_days\": 2 | retention_in_days: 2 is none of the allowed values",
        "\"filters\": [{\"type\": \"keep\", \"expression\": \"x\"}] | filters: the type is include or"
            + " exclude",
        "\"filters\": [{\"type\": \"include\", \"expression\": \"(\"}] | filters: error parsing regexp:"
            + " missing closing ): `(`",
        "\"timestamp_format\": \"%Q\" | timestamp_format: %Q is not supported",
        "\"multi_line_start_pattern\": \"{timestamp_format}\" | multi_line_start_pattern: no"
            + " timestamp_format",
        "\"auto_removal\": true | auto_removal is not supported",
      })
  void whatIsNotHonouredIsSaidAndLeavesTheRest(String setting, String fault) {
    AgentConfiguration configuration =
        parse("{\"file_path\": \"/a\", " + setting + "}, {\"file_path\": \"/b\"}");
    assertThat(configuration.faults()).containsExactly("file_path /a: " + fault);
    assertThat(configuration.files()).extracting(CollectedFile::pattern).containsExactly("/b");
  }

  @Test
  void expressionsCannotHang() {
    AgentConfiguration configuration =
        parse(
            "{\"file_path\": \"/a\", \"filters\": [{\"type\": \"exclude\", \"expression\":"
                + " \"^(a+)+$\"}]}");
    assertThat(configuration.files().getFirst().passes("a".repeat(200_000) + "!")).isTrue();
  }

  @Test
  void credentialsOfAnotherRoleShipNothing() {
    AgentConfiguration configuration =
        AgentConfiguration.parse(
            """
            {"logs": {"credentials": {"role_arn": "arn:aws:iam::123456789012:role/other"},
              "logs_collected": {"files": {"collect_list": [{"file_path": "/a"}]}}}}\
            """);
    assertThat(configuration.files()).isEmpty();
    assertThat(configuration.faults()).hasSize(1);
    assertThat(AgentConfiguration.parse("no JSON").faults()).containsExactly("The file is no JSON");
    assertThat(AgentConfiguration.parse("[]").faults()).isEmpty();
  }
}
