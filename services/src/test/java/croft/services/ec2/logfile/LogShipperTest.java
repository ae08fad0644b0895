package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Lines that are sent, and where they go. */
final class LogShipperTest extends ShippedFiles {
  @Test
  void linesAreSentOnceInTheirOrder() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    assertThat(app()).containsExactly("one", "two");
    assertThat(region).isEqualTo("us-west-2");
    append("app.log", "three\nfo");
    look(3);
    assertThat(app()).containsExactly("one", "two", "three");
    append("app.log", "ur\n");
    look(3);
    assertThat(app()).containsExactly("one", "two", "three", "four");
    assertThat(agentLog()).isEmpty();
  }

  @Test
  void whereNothingChangedOneCommandLooks() throws IOException {
    write("app.log", "one\ntwo\npart");
    collectApp();
    look(3);
    int before = commands.get();
    look(10);
    assertThat(commands.get() - before).isEqualTo(10);
    assertThat(app()).containsExactly("one", "two");
  }

  @Test
  void aServerThatStartsAnewGoesOnAtItsPlace() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    append("app.log", "three\n");
    restart();
    collectApp();
    look(2);
    assertThat(app()).containsExactly("one", "two", "three");
  }

  @Test
  void aFileRotatedByItsNameIsReadToItsEnd() throws IOException {
    write("app.log", "one\n");
    collectApp();
    look(2);
    append("app.log", "two\nthree");
    rename("app.log", "app.log.1");
    write("app.log", "new one\n");
    look(2);
    append("app.log.1", " late\nlast without end");
    append("app.log", "new two\n");
    look(3);
    assertThat(app())
        .containsExactly("one", "two", "new one", "three late", "last without end", "new two");
    rename("app.log", "app.log.2");
    look(1);
    restart();
    collectApp();
    append("app.log.2", "still written\n");
    look(3);
    assertThat(app()).hasSize(7).contains("still written");
  }

  @Test
  void aRotatedFileThatThePatternMatchesIsNotReadAgain() throws IOException {
    write("app.log", "one\n");
    collect(
        "{\"file_path\": \"DIR/app.log*\", \"log_group_name\": \"app\","
            + " \"publish_multi_logs\": true}");
    look(2);
    rename("app.log", "app.log.1");
    write("app.log", "two\n");
    look(200);
    restart();
    collect(
        "{\"file_path\": \"DIR/app.log*\", \"log_group_name\": \"app\","
            + " \"publish_multi_logs\": true}");
    look(3);
    String stream = "app/" + id + "_" + directory.resolve("app.log").toString().replace('/', '_');
    assertThat(logs.messages(stream)).containsExactlyInAnyOrder("one", "two");
    assertThat(logs.streams).hasSize(1);
  }

  @Test
  void aTruncatedFileBeginsAnew() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    write("app.log", "");
    append("app.log", "three\n");
    look(2);
    // As long as what was there, and longer.
    write("app.log", "seven\n");
    look(2);
    write("app.log", "another that is longer\n");
    look(2);
    assertThat(app()).containsExactly("one", "two", "three", "seven", "another that is longer");
  }

  @Test
  void theNewestOfManyIsFollowedAndThoseFollowedBefore() throws Exception {
    write("a.log", "old\n");
    Files.setLastModifiedTime(
        directory.resolve("a.log"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    write("b.log", "b1\n");
    collect("{\"file_path\": \"DIR/*.log\", \"log_group_name\": \"app\"}");
    look(2);
    assertThat(app()).containsExactly("b1");
    write("c.log", "c1\n");
    look(2);
    append("b.log", "b2\n");
    look(2);
    assertThat(app()).containsExactly("b1", "c1", "b2");
  }

  @Test
  void namesHavePlaceholdersAndDefaults() throws IOException {
    write("x.y.log", "1\n");
    write("z.log", "2\n");
    collect(
        "{\"file_path\": \"DIR/x.y.log\", \"log_stream_name\": \"{instance_id}-{ip_address}\","
            + " \"retention_in_days\": 14},"
            + "{\"file_path\": \"DIR/z.log\", \"log_group_name\": \"g/{hostname}\"}");
    look(2);
    String group = directory + "/x.y";
    assertThat(logs.messages(group + "/" + id + "-172.31.0.4"))
        .as(logs.streams.keySet().toString())
        .containsExactly("1");
    assertThat(logs.messages("g/ip-172-31-0-4.us-west-2.compute.internal/" + id))
        .containsExactly("2");
    assertThat(logs.retentions).containsOnlyKeys(group).containsValue(14);
  }

  @Test
  void timesComeFromLinesAndFromTheLineBefore() throws IOException {
    write("app.log", "2026-05-01 11:00:00 b\nno time\n2026-05-01 10:00:00 a\n");
    collect(
        "{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\", \"timezone\": \"UTC\","
            + " \"timestamp_format\": \"%Y-%m-%d %H:%M:%S\"}");
    look(2);
    assertThat(app())
        .containsExactlyInAnyOrder("2026-05-01 10:00:00 a", "2026-05-01 11:00:00 b", "no time");
    assertThat(logs.streams.get("app/" + id))
        .extracting(
            event -> Instant.ofEpochMilli(Objects.requireNonNull(event.timestamp())).toString())
        .contains("2026-05-01T11:00:00Z", "2026-05-01T10:00:00Z");
  }

  @Test
  void muchIsReadInOneLook() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      lines.add("line number " + i);
    }
    write("app.log", String.join("\n", lines) + "\n");
    collectApp();
    look(2);
    assertThat(app()).isEqualTo(lines);
  }
}
