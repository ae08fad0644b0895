package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java commands, with instances whose programs run as plain processes of this host. */
class CommandsTest {
  private static final String INSTANCE = "i-0123456789abcdef0";

  @TempDir Path home;
  private final FakeHost host = new FakeHost();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Finding> capabilities = new ArrayList<>();
  private String input = "";
  private Optional<Terminal> terminal = Optional.empty();

  @Test
  void execPassesInputOutputErrorsAndStatus() {
    input = "from outside";

    int status = run("exec", INSTANCE, "--", "sh", "-c", "cat; echo no >&2; exit 7");

    assertThat(status).isEqualTo(7);
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("from outside");
    assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("no\n");
  }

  @Test
  void execLeavesOptionsBehindTheDashesToTheCommand() {
    assertThat(run("exec", INSTANCE, "--", "echo", "--help", "-x")).isZero();
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("--help -x\n");
  }

  @Test
  void execOnAnUnknownInstanceSaysSo() {
    assertThat(run("exec", "i-00000000000000000", "--", "true")).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo("croft: No instance i-00000000000000000\n");
  }

  @Test
  void sshWithoutATerminalReadsCommands() {
    input = "echo here; exit 3\n";

    assertThat(run("ssh", INSTANCE)).isEqualTo(3);
    assertThat(output.toString(StandardCharsets.UTF_8)).endsWith("here\n");
  }

  @Test
  void sshSetsTheTerminalAndGivesItBack() {
    RecordingTerminal recording = new RecordingTerminal();
    terminal = Optional.of(recording);
    input = "exit 4\n";

    assertThat(run("ssh", INSTANCE)).isEqualTo(4);
    assertThat(recording.modes).containsExactly("raw", "restored");
  }

  @Test
  void doctorSucceedsOnlyWhenNothingNeededIsMissing() {
    assertThat(run("doctor")).isZero();

    host.programs.remove("haproxy");
    assertThat(run("doctor")).isZero();

    host.programs.remove("crun");
    assertThat(run("doctor")).isEqualTo(1);
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("Instances cannot run here yet.");
  }

  @Test
  void whatADriverTriedReplacesWhatWasSeen() {
    capabilities.add(Finding.missing("crun", "crashes", "nothing runs", "reinstall it"));

    assertThat(run("doctor")).isEqualTo(1);
    assertThat(output.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("crun ")
        .contains("crashes");
  }

  @Test
  void imageImportAsksTheServerWithTheToken() throws Exception {
    List<String> seen = new ArrayList<>();
    HttpServer server = serve(seen, 200, "ami-0123456789abcdef0\n");
    try {
      Path archive = Files.writeString(home.resolve("root fs.tar"), "x");

      assertThat(run("image", "import", archive.toString(), "--name", "debian-12")).isZero();

      assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("ami-0123456789abcdef0\n");
      assertThat(seen.getFirst())
          .startsWith("POST /_croft/images?name=debian-12&file=")
          .contains("root+fs.tar")
          .endsWith("Bearer token-of-the-test");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRefusedImportTellsTheServersReason() throws Exception {
    HttpServer server = serve(new ArrayList<>(), 409, "an image debian-12 is there already");
    try {
      Path archive = Files.writeString(home.resolve("rootfs.tar"), "x");

      assertThat(run("image", "import", archive.toString(), "--name", "debian-12")).isEqualTo(1);
      assertThat(errors.toString(StandardCharsets.UTF_8)).contains("409").contains("already");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void imageImportWithoutServerOrFileSaysWhatToDo() throws Exception {
    assertThat(run("image", "import", "/no/such.tar", "--name", "x")).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("no readable file /no/such.tar");

    Path archive = Files.writeString(home.resolve("rootfs.tar"), "x");
    assertThat(run("image", "import", archive.toString(), "--name", "x")).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("croft up -d");
  }

  @Test
  void imageImportNeedsAName() {
    assertThat(run("image", "import", "/no/such.tar")).isEqualTo(2);
  }

  @Test
  void accountCreatePrintsExportsForItsRoot() throws Exception {
    List<String> seen = new ArrayList<>();
    String answer =
        """
        account=210987654321
        name=staging
        aws_access_key_id=AKIA1
        aws_secret_access_key=s/e=cret
        """;
    HttpServer server = serve(seen, 200, answer);
    try {
      assertThat(run("account", "create", "staging")).isZero();

      assertThat(seen)
          .containsExactly("POST /_croft/accounts?name=staging Bearer token-of-the-test");
      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains(
              "# Account 210987654321, staging\n",
              "export AWS_ACCESS_KEY_ID='AKIA1'\n",
              "export AWS_SECRET_ACCESS_KEY='s/e=cret'\n",
              "export AWS_REGION='us-west-2'\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void accountListAndLimitShowWhatTheServerSays() throws Exception {
    List<String> seen = new ArrayList<>();
    HttpServer server = serve(seen, 200, "123456789012\tdefault\t2026-05-01T12:00:00.123Z\t2\n");
    try {
      assertThat(run("account", "list")).isZero();
      assertThat(output.toString(StandardCharsets.UTF_8))
          .contains("ACCOUNT       NAME ", "123456789012  default ", "2026-05-01T12:00:00   2\n");

      Path policy = Files.writeString(home.resolve("policy.json"), "{}");
      assertThat(run("account", "limit", "default", policy.toString())).isZero();
      assertThat(run("account", "limit", "default", "--none")).isZero();
      assertThat(run("account", "limit", "default", policy.toString(), "--none")).isEqualTo(1);
      String path = " /_croft/accounts/service-control-policies?account=default ";
      assertThat(seen.subList(1, 3))
          .containsExactly(
              "POST" + path + "Bearer token-of-the-test",
              "DELETE" + path + "Bearer token-of-the-test");
    } finally {
      server.stop(0);
    }
  }

  private HttpServer serve(List<String> seen, int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Files.createDirectories(home.resolve("run"));
    Files.writeString(
        home.resolve("run/server"),
        "endpoint=http://127.0.0.1:" + server.getAddress().getPort() + "\nregion=us-west-2\n");
    Files.writeString(home.resolve("run/admin-token"), "token-of-the-test\n");
    return server;
  }

  private int run(String... arguments) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            output,
            errors,
            terminal);
    Environment environment = new Environment(home, streams, host, new ProcessInstances());
    return Main.commandLine(environment).execute(arguments);
  }

  private final class ProcessInstances implements Environment.Instances {
    @Override
    public Shell shell(String instanceId) {
      if (!instanceId.equals(INSTANCE)) {
        throw ComputeException.notFound("instance", instanceId);
      }
      return new ProcessShell();
    }

    @Override
    public List<Finding> capabilities() {
      return capabilities;
    }
  }

  private static final class ProcessShell implements Shell {
    @Override
    public CommandOutput run(Command command) {
      throw new UnsupportedOperationException("commands open sessions");
    }

    @Override
    public ShellSession open(Command command, Optional<TerminalSize> terminal) {
      try {
        return new ProcessSession(new ProcessBuilder(command.arguments()).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Content readFile(String path) {
      throw new UnsupportedOperationException("commands open sessions");
    }

    @Override
    public void writeFile(InstanceFile file) {
      throw new UnsupportedOperationException("commands open sessions");
    }
  }

  private record ProcessSession(Process process) implements ShellSession {
    @Override
    public OutputStream input() {
      return process.getOutputStream();
    }

    @Override
    public InputStream output() {
      return process.getInputStream();
    }

    @Override
    public InputStream errors() {
      return process.getErrorStream();
    }

    @Override
    public void resize(TerminalSize size) {}

    @Override
    public int waitFor() {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        throw ComputeException.interrupted("waiting for a command", e);
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static final class RecordingTerminal implements Terminal {
    final List<String> modes = new ArrayList<>();

    @Override
    public TerminalSize size() {
      return TerminalSize.DEFAULT;
    }

    @Override
    public RawMode raw() {
      modes.add("raw");
      return () -> modes.add("restored");
    }
  }
}
