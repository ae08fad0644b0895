package croft.services.cloudwatch.dashboard;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.DashboardEntry;
import croft.api.cloudwatch.DeleteDashboardsInput;
import croft.api.cloudwatch.GetDashboardInput;
import croft.api.cloudwatch.ListDashboardsInput;
import croft.api.cloudwatch.PutDashboardInput;
import croft.services.cloudwatch.CloudWatchFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DashboardTest {
  private static final String BODY =
      """
      {"widgets":[{"type":"metric","x":0,"y":0,"width":12,"height":6,"properties":
      {"metrics":[["AWS/EC2","CPUUtilization"]],"region":"us-west-2"}}]}\
      """;

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

  private void put(String name, String body) {
    fixture.asRoot(
        CloudwatchModel.PUT_DASHBOARD,
        PutDashboardInput.builder().dashboardName(name).dashboardBody(body).build());
  }

  private List<DashboardEntry> list(String prefix) {
    return fixture
        .asRoot(
            CloudwatchModel.LIST_DASHBOARDS,
            ListDashboardsInput.builder().dashboardNamePrefix(prefix).build())
        .dashboardEntriesOrEmpty();
  }

  @Test
  void dashboardsAreKeptAsTheyArePut() {
    put("web-1", BODY);
    put("db", "{\"widgets\":[]}");
    GetDashboardInput wanted = GetDashboardInput.builder().dashboardName("web-1").build();
    assertThat(fixture.asRoot(CloudwatchModel.GET_DASHBOARD, wanted).dashboardBody())
        .isEqualTo(BODY);
    assertThat(fixture.asRoot(CloudwatchModel.GET_DASHBOARD, wanted).dashboardArn())
        .isEqualTo("arn:aws:cloudwatch::123456789012:dashboard/web-1");
    assertThat(list("")).extracting(DashboardEntry::dashboardName).containsExactly("db", "web-1");
    assertThat(list("web"))
        .singleElement()
        .extracting(DashboardEntry::size)
        .isEqualTo((long) BODY.length());
    DeleteDashboardsInput some =
        DeleteDashboardsInput.builder().dashboardNames(List.of("db", "nothing")).build();
    assertRefused(
        () -> fixture.asRoot(CloudwatchModel.DELETE_DASHBOARDS, some),
        "ResourceNotFound",
        404,
        "Dashboard nothing does not exist");
    assertThat(list("")).hasSize(2);
    fixture.asRoot(
        CloudwatchModel.DELETE_DASHBOARDS,
        DeleteDashboardsInput.builder().dashboardNames(List.of("db")).build());
    assertThat(list("")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | valid JSON object",
        "{ | valid JSON object",
        "{} | required property 'widgets'",
        "{\"widgets\":{}} | Should be array",
        "{\"widgets\":[{\"type\":\"pie\"}]} | /widgets/0/type",
        "{\"widgets\":[{\"type\":\"text\"}]} | required property 'properties'",
        "{\"widgets\":[{\"type\":\"text\",\"properties\":{}}]} | 'markdown'",
        "{\"widgets\":[{\"type\":\"text\",\"x\":30,\"y\":1,\"properties\":{\"markdown\":\"\"}}]}"
            + " | Should be <= 23",
      })
  void whatCannotBeShownIsRefusedWithItsPlace(String body, String message) {
    assertRefused(() -> put("bad", body), "InvalidParameterInput", 400, message);
  }

  @Test
  void namesAreChecked() {
    assertRefused(
        () -> put("a b", BODY), "InvalidParameterValue", 400, "contains invalid characters");
  }
}
