package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import croft.cli.LauncherTree.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's questions: help, the JDK, and what files and one request answer. */
class LauncherAnswersTest {
  @TempDir Path directory;
  private LauncherTree tree;
  private Optional<HttpServer> server = Optional.empty();

  @BeforeEach
  void makeTree() throws Exception {
    tree = new LauncherTree(directory);
  }

  @AfterEach
  void stopServer() {
    server.ifPresent(running -> running.stop(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", "down", "status", "logs", "env", "aws", "ssh", "exec", "image", "account", "ca",
        "doctor", "test", "jdk"
      })
  void everyCommandHasHelpWithExamples(String command) throws Exception {
    Result help = tree.croft(command, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.output()).startsWith("Usage: croft " + command).contains("Example");
    assertThat(tree.croft("help").output()).contains("\n  " + command + " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          frobnicate             | unknown command 'frobnicate'
          up --prot 5000         | up has no option '--prot'
          up --port              | --port needs a value
          down --everything      | down has no option '--everything'
          status now             | status takes no arguments
          logs -n many           | -n needs a number
          env x                  | env takes no arguments
          ssh                    | ssh takes one instance id
          ssh web-1              | 'web-1' is no instance id
          exec i-0123456789abcdef0 ls | exec takes an instance id, -- and a command
          image build            | image knows import, list and remove
          """)
  void wrongCallsEndWithStatusTwoAndSayWhy(String arguments, String message) throws Exception {
    Result result = tree.croft(arguments.split(" ", -1));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errors()).contains(message);
    assertThat(result.output()).isEmpty();
  }

  @Test
  void upNamesEveryOptionOfTheExampleFile() throws Exception {
    String help = tree.croft("up", "--help").output();

    Files.readAllLines(Path.of("../croft.example.properties")).stream()
        .filter(line -> line.matches("#[a-z-]+=.*"))
        .map(line -> "--" + line.substring(1, line.indexOf('=')) + " ")
        .forEach(option -> assertThat(help).contains(option));
  }

  @Test
  void theJdkOfJavaHomeComesFirst() throws Exception {
    Path own = LauncherTree.makeJdk(directory.resolve("own"), "25.0.1", "#!/bin/sh\n");
    tree.addJdk("other", "25", "#!/bin/sh\n");
    tree.environment.put("JAVA_HOME", own.toString());

    assertThat(tree.croft("jdk").output()).isEqualTo(own + "\n");
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws Exception {
    Path old = LauncherTree.makeJdk(directory.resolve("old"), "17.0.2", "#!/bin/sh\n");
    Path wanted = tree.addJdk("jdk-25", "25", "#!/bin/sh\n");
    tree.addJdk("jdk-1.8", "1.8.0_392", "#!/bin/sh\n");
    tree.environment.put("JAVA_HOME", old.toString());
    tree.environment.put("PATH", tree.programs + ":/usr/bin:/bin");

    assertThat(tree.croft("jdk").output()).isEqualTo(wanted + "\n");
  }

  @Test
  void theJdkOfThePathIsFoundThroughLinks() throws Exception {
    Path jdk = LauncherTree.makeJdk(directory.resolve("linked"), "26-ea", "#!/bin/sh\n");
    Files.createSymbolicLink(tree.programs.resolve("java"), jdk.resolve("bin/java"));

    assertThat(tree.croft("jdk").output()).isEqualTo(jdk.toRealPath() + "\n");
  }

  @Test
  void withoutAnyJdkItSaysWhatToInstall() throws Exception {
    tree.addJdk("too-old", "21.0.4", "#!/bin/sh\n");
    tree.addProgram("java", "#!/bin/sh\n");
    tree.addProgram("apt-get", "#!/bin/sh\n");
    tree.addProgram("apt-cache", "#!/bin/sh\necho '  Candidate: (none)'\n");

    Result result = tree.croft("jdk");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errors()).contains("no JDK 25 or newer").contains("Eclipse Temurin 25");
  }

  @Test
  void withoutAServerStatusAndEnvSaySo() throws Exception {
    assertThat(tree.croft("status")).isEqualTo(new Result(3, "stopped  " + tree.home + "\n", ""));
    Result env = tree.croft("env");
    assertThat(env.status()).isEqualTo(1);
    assertThat(env.output()).isEmpty();
    assertThat(env.errors()).contains("croft up -d");
  }

  @Test
  void aServerFileOfAnotherProcessIsNotBelieved() throws Exception {
    startServer(200);
    Path file = tree.home.resolve("run/server");
    Files.writeString(file, LauncherTree.read(file).replaceAll("startTime=.*", "startTime=1"));

    assertThat(tree.croft("status").status()).isEqualTo(3);
  }

  @Test
  void statusTellsAServingServer() throws Exception {
    startServer(200);

    Result result = tree.croft("status");

    assertThat(result.status()).isZero();
    assertThat(result.output()).startsWith("running  http://127.0.0.1:").contains("eu-central-1");
  }

  @Test
  void statusTellsAServerThatDoesNotServe() throws Exception {
    startServer(503);

    assertThat(tree.croft("status").status()).isEqualTo(1);
    assertThat(tree.croft("status").output()).startsWith("not answering");
  }

  @Test
  void envIsReadBackByAShell() throws Exception {
    startServer(200);
    Path script = directory.resolve("read-back");
    Files.writeString(
        script,
        """
        AWS_PROFILE=other
        eval "$("$1" env)"
        echo "$AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY"
        echo "$AWS_DEFAULT_REGION $AWS_REGION ${AWS_PROFILE:-unset}"
        """);
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString(), tree.root.resolve("croft").toString());
    builder.environment().putAll(tree.environment);
    Process shell = builder.start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    String[] lines = output.split("\n", -1);
    assertThat(lines[0]).matches("http://127\\.0\\.0\\.1:\\d+ AKIAEXAMPLE a/b\\+c='d");
    assertThat(lines[1]).isEqualTo("eu-central-1 eu-central-1 unset");
  }

  @Test
  void awsGetsEndpointAndCredentials() throws Exception {
    startServer(200);
    tree.addProgram("aws", "#!/bin/sh\necho \"$*\"; env | grep ^AWS_ | sort\n");
    tree.environment.put("AWS_PROFILE", "other");

    String output = tree.croft("aws", "s3", "ls", "--help").output();

    assertThat(output)
        .matches("(?s)--endpoint-url http://127\\.0\\.0\\.1:\\d+ s3 ls --help\n.*")
        .contains("AWS_ACCESS_KEY_ID=AKIAEXAMPLE")
        .contains("AWS_DEFAULT_REGION=eu-central-1")
        .doesNotContain("AWS_PROFILE");
  }

  @Test
  void logsShowsTheEndOfTheLog() throws Exception {
    assertThat(tree.croft("logs").status()).isEqualTo(1);
    Files.createDirectories(tree.home.resolve("logs"));
    Files.writeString(tree.home.resolve("logs/croft.log"), "one\ntwo\nthree\n");

    assertThat(tree.croft("logs", "-n", "2").output()).isEqualTo("two\nthree\n");
  }

  @Test
  void caPrintsTheCertificate() throws Exception {
    assertThat(tree.croft("ca").status()).isEqualTo(1);
    Files.createDirectories(tree.home.resolve("tls"));
    Files.writeString(tree.home.resolve("tls/ca.pem"), "-----BEGIN CERTIFICATE-----\n");

    assertThat(tree.croft("ca").output()).isEqualTo("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void purgeRefusesADirectoryThatIsNoHome() throws Exception {
    Files.createDirectories(tree.home);
    Path kept = Files.writeString(tree.home.resolve("precious"), "x");

    assertThat(tree.croft("down", "--purge").status()).isEqualTo(1);
    assertThat(kept).exists();
  }

  @Test
  void theScriptsPassShellcheck() throws Exception {
    Optional<Path> shellcheck =
        new LocalHost(System.getenv().getOrDefault("PATH", ""), "").program("shellcheck");
    assumeTrue(
        shellcheck.isPresent(), "shellcheck is not installed: the launcher's scripts go unchecked");
    Process check =
        new ProcessBuilder(
                shellcheck.get().toString(), "--external-sources", "--check-sourced", "croft")
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(check.waitFor()).isZero();
  }

  private void startServer(int health) throws Exception {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/_croft/health",
        exchange -> {
          exchange.sendResponseHeaders(health, -1);
          exchange.close();
        });
    http.start();
    server = Optional.of(http);
    String stat = LauncherTree.read(Path.of("/proc/self/stat"));
    String startTime = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    Files.createDirectories(tree.home.resolve("run"));
    Files.writeString(
        tree.home.resolve("run/server"),
        """
        pid=%d
        startTime=%s
        endpoint=http://127.0.0.1:%d
        region=eu-central-1
        account=123456789012
        """
            .formatted(ProcessHandle.current().pid(), startTime, http.getAddress().getPort()));
    Files.writeString(
        tree.home.resolve("credentials"),
        "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = a/b+c='d\n");
  }
}
