package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.logfile.EventReader.Ending;
import croft.services.ec2.logfile.EventReader.Event;
import croft.services.ec2.logfile.EventReader.Events;
import croft.services.ec2.logfile.FilePosition.Skipping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventReaderTest {
  private static CollectedFile file(String more) {
    AgentConfiguration configuration =
        AgentConfiguration.parse(
            """
            {"logs": {"logs_collected": {"files": {"collect_list": [
              {"file_path": "/var/log/app.log"%s}]}}}}
            """
                .formatted(more));
    assertThat(configuration.faults()).isEmpty();
    return configuration.files().getFirst();
  }

  private static Events read(String more, String text, Ending ending) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return EventReader.read(file(more), bytes, 0, Skipping.NOTHING, ending);
  }

  private static List<String> messages(Events events) {
    return events.events().stream().map(Event::message).toList();
  }

  @Test
  void theLastEventWaitsForTheNextLine() {
    Events open = read("", "one\ntwo\r\n", Ending.OPEN);
    assertThat(messages(open)).containsExactly("one");
    assertThat(open.end()).isEqualTo(4);
    assertThat(open.events().getFirst().end()).isEqualTo(4);
    Events quiet = read("", "one\ntwo\r\nthr", Ending.QUIET);
    assertThat(messages(quiet)).containsExactly("one", "two");
    assertThat(quiet.end()).isEqualTo(9);
    Events last = read("", "one\ntwo\r\nthr", Ending.FINAL);
    assertThat(messages(last)).containsExactly("one", "two", "thr");
    assertThat(last.end()).isEqualTo(12);
  }

  @Test
  void indentedLinesBelongToTheLineBefore() {
    assertThat(messages(read("", "Error\n  at a\n\n\tat b\nnext\n", Ending.QUIET)))
        .containsExactly("Error\n  at a\n\n\tat b", "next");
    assertThat(messages(read("", "\n\n  first\n", Ending.QUIET))).containsExactly("  first");
  }

  @Test
  void aPatternSaysWhereEventsBegin() {
    String pattern = ", \"multi_line_start_pattern\": \"^\\\\[\"";
    assertThat(messages(read(pattern, "[1] a\nb\n[2] c\n", Ending.QUIET)))
        .containsExactly("[1] a\nb", "[2] c");
    String byTime =
        ", \"timestamp_format\": \"%H:%M:%S\", \"multi_line_start_pattern\": \"{timestamp_format}\"";
    assertThat(messages(read(byTime, "12:00:01 a\nb\n12:00:02 c\n", Ending.QUIET)))
        .containsExactly("12:00:01 a\nb", "12:00:02 c");
  }

  @Test
  void filtersChooseEvents() {
    String filters =
        """
        , "filters": [{"type": "include", "expression": "GET|POST"},
          {"type": "exclude", "expression": "health"}]\
        """;
    Events events = read(filters, "GET /\nHEAD /\nPOST /health\nPOST /order\nend\n", Ending.OPEN);
    assertThat(messages(events)).containsExactly("GET /", "POST /order");
    assertThat(events.end()).isEqualTo("GET /\nHEAD /\nPOST /health\nPOST /order\n".length());
  }

  @Test
  void otherEncodingsAreRead() {
    byte[] bytes = "Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);
    Events events =
        EventReader.read(
            file(", \"encoding\": \"iso-8859-1\""), bytes, 0, Skipping.NOTHING, Ending.QUIET);
    assertThat(messages(events)).containsExactly("Gr\u00fc\u00dfe");
  }

  @Test
  void anEventTooLongIsCutAndItsRestLeftOut() {
    String text = "short\n" + "\u00e9".repeat(200_000) + "\n  indented\nnext\n";
    Events events = read("", text, Ending.QUIET);
    assertThat(messages(events)).hasSize(3).startsWith("short").endsWith("next");
    String cut = messages(events).get(1);
    assertThat(cut).endsWith("\u00e9[Truncated...]");
    assertThat(cut.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(EventReader.LONGEST - 1, EventReader.LONGEST);
  }

  @Test
  void aLineWithoutEndIsCutToo() {
    byte[] part = "x".repeat(400_000).getBytes(StandardCharsets.UTF_8);
    CollectedFile file = file("");
    Events first = EventReader.read(file, part, 0, Skipping.NOTHING, Ending.OPEN);
    assertThat(messages(first)).hasSize(1);
    assertThat(first.end()).isEqualTo(part.length);
    assertThat(first.skipping()).isEqualTo(Skipping.LINE);
    Events second = EventReader.read(file, part, 0, first.skipping(), Ending.OPEN);
    assertThat(second.events()).isEmpty();
    assertThat(second.skipping()).isEqualTo(Skipping.LINE);
    byte[] rest = "xx\n  also left out\nnext\n".getBytes(StandardCharsets.UTF_8);
    Events third = EventReader.read(file, rest, 0, second.skipping(), Ending.QUIET);
    assertThat(messages(third)).containsExactly("next");
    assertThat(third.skipping()).isEqualTo(Skipping.NOTHING);
  }

  @Test
  void whereverItIsInterruptedEachLineIsReadOnce() {
    StringBuilder text = new StringBuilder();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("line " + i + " \u20ac");
      text.append(lines.getLast()).append(i % 3 == 0 ? "\r\n" : "\n");
    }
    byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      List<String> found = new ArrayList<>();
      int at = 0;
      while (at < all.length) {
        int to = Math.min(all.length, at + 1 + random.nextInt(200));
        byte[] part = Arrays.copyOfRange(all, at, to);
        Ending ending = random.nextInt(4) == 0 || to == all.length ? Ending.QUIET : Ending.OPEN;
        Events events = EventReader.read(file(""), part, 0, Skipping.NOTHING, ending);
        found.addAll(messages(events));
        at += events.end();
      }
      assertThat(found).isEqualTo(lines);
    }
  }
}
