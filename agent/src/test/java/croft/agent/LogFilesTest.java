package croft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.agent.LogFiles.Listing;
import croft.agent.LogFiles.Reading;
import croft.agent.LogFiles.Seen;
import croft.agent.LogFiles.Slice;
import croft.agent.LogFiles.Wanted;
import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts by this machine's own shell, over files of the test. */
final class LogFilesTest {
  private static final String MARK = "3c1f-mark";

  @TempDir Path directory;
  private final HostShell shell = new HostShell();
  private final LogFiles files = new LogFiles(Duration.ofSeconds(20), () -> MARK);

  /** This machine as if it were an instance that has the agent's configuration. */
  private class HostShell implements Shell {
    @Override
    public CommandOutput run(Command command) {
      String script =
          command.stdin().text().replace(LogFiles.CONFIGURATION, directory + "/agent.json");
      try {
        Process process = new ProcessBuilder(command.arguments()).start();
        process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        return new CommandOutput(process.waitFor(), Content.of(output), Content.EMPTY);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw ComputeException.interrupted("run", e);
      }
    }

    @Override
    public ShellSession open(Command command, Optional<TerminalSize> terminal) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Content readFile(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void writeFile(InstanceFile file) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void configure() throws IOException {
    write("agent.json", "{}");
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void host(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private List<String> matches(String pattern) {
    return files.list(shell, List.of(path(pattern)), List.of()).matches().getFirst().stream()
        .map(seen -> directory.relativize(Path.of(seen.path())).toString())
        .sorted()
        .toList();
  }

  private Seen seen(String name) {
    return files.list(shell, List.of(), List.of(path(name))).known().getFirst();
  }

  @Test
  void patternsFindRegularFilesOnly() throws Exception {
    write("log/a b.log", "1");
    write("log/c'd.log", "22");
    write("log/$(touch x).log", "3");
    write("log/other.txt", "");
    write("log/deep/e.log", "4");
    write("log/deep/er/f.log", "5");
    host("mkfifo", path("log/pipe.log"));
    host("ln", "-s", "/dev/zero", path("log/zero.log"));
    host("ln", "-s", "a b.log", path("log/link.log"));
    host("mkdir", path("log/folder.log"));
    assertThat(matches("log/*.log"))
        .containsExactly("log/$(touch x).log", "log/a b.log", "log/c'd.log", "log/link.log");
    assertThat(matches("log/**.log")).hasSize(6).contains("log/deep/er/f.log", "log/a b.log");
    assertThat(matches("log/**/f.log")).containsExactly("log/deep/er/f.log");
    assertThat(matches("log/other.txt")).containsExactly("log/other.txt");
    assertThat(matches("log/none*")).isEmpty();
    assertThat(seen("log/c'd.log").size()).isEqualTo(2);
    assertThat(seen("log/a b.log").identity()).isEqualTo(seen("log/link.log").identity());
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void withoutConfigurationNothingIsLookedAt() throws IOException {
    Files.delete(directory.resolve("agent.json"));
    assertThat(files.list(shell, List.of("/*"), List.of()))
        .isEqualTo(new Listing(false, List.of(), List.of()));
  }

  @Test
  void readsFromAPlaceInEachFile() throws IOException {
    write("one", "0123456789\n");
    write("two", "");
    write("three", "x".repeat(5000) + "the end");
    write("four", "gone");
    List<Wanted> wanted = new ArrayList<>();
    wanted.add(new Wanted(seen("one").identity(), 3, 4, path("one")));
    wanted.add(new Wanted(seen("two").identity(), 0, 100, path("two")));
    wanted.add(new Wanted(seen("three").identity(), 5000, 100, path("three")));
    wanted.add(new Wanted("0:1", 0, 100, path("four")));
    wanted.add(new Wanted(seen("one").identity(), 0, 100, path("one")));
    Reading reading = files.read(shell, wanted);
    assertThat(reading.answered()).isEqualTo(5);
    assertThat(reading.zone()).matches("[+-]\\d{4}");
    assertThat(reading.hostName()).isNotBlank();
    assertThat(reading.slices())
        .containsExactly(
            Optional.of(new Slice(path("one"), 11, Content.text("3456"))),
            Optional.of(new Slice(path("two"), 0, Content.EMPTY)),
            Optional.of(new Slice(path("three"), 5007, Content.text("the end"))),
            Optional.empty(),
            Optional.of(new Slice(path("one"), 11, Content.text("0123456789\n"))));
  }

  @Test
  void aRenamedFileIsFoundBesideItsOldName() throws Exception {
    write("app.log", "first\n");
    String identity = seen("app.log").identity();
    Files.move(directory.resolve("app.log"), directory.resolve("app.log.1"));
    write("app.log", "second\n");
    Reading reading = files.read(shell, List.of(new Wanted(identity, 0, 100, path("app.log"))));
    assertThat(reading.slices())
        .containsExactly(Optional.of(new Slice(path("app.log.1"), 6, Content.text("first\n"))));
    Files.delete(directory.resolve("app.log.1"));
    assertThat(files.read(shell, List.of(new Wanted(identity, 0, 100, path("app.log")))).slices())
        .containsExactly(Optional.empty());
  }

  @Test
  void whatATimeoutCutOffIsNoAnswer() {
    byte[] output =
        ("+0000 host\n\n"
                + MARK
                + " 0 8 /a\nhalf of\n\n"
                + MARK
                + " 1 gone\n\n"
                + MARK
                + " 2 5 /b\nx")
            .getBytes(StandardCharsets.UTF_8);
    Reading reading = LogFiles.parse(output, MARK, 3, true);
    assertThat(reading.answered()).isEqualTo(2);
    assertThat(reading.slices())
        .containsExactly(
            Optional.of(new Slice("/a", 8, Content.text("half of\n"))),
            Optional.empty(),
            Optional.empty());
    assertThat(LogFiles.parse(output, MARK, 3, false).slices().getLast())
        .isEqualTo(Optional.of(new Slice("/b", 5, Content.text("x"))));
  }

  @Test
  void aMissingProgramIsNamed() {
    Shell bare =
        new HostShell() {
          @Override
          public CommandOutput run(Command command) {
            return super.run(
                command.withStdin(Content.text("PATH=/none\n" + command.stdin().text())));
          }
        };
    assertThatThrownBy(() -> files.list(bare, List.of("/x"), List.of()))
        .isInstanceOf(ComputeException.class)
        .hasMessage("The instance has no stat");
  }

  @Test
  void aLineIsAddedToAFileInANewFolder() throws IOException {
    files.tell(shell, path("new/folder/agent.log"), "it's 1");
    files.tell(shell, path("new/folder/agent.log"), "$(2)");
    assertThat(directory.resolve("new/folder/agent.log")).hasContent("it's 1\n$(2)");
  }
}
