package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import croft.cli.LauncherTree.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher's way from sources to a serving process and back, with a Maven that makes one jar
 * and a server that only answers its health question: what they would do is tested elsewhere.
 */
class LauncherServesTest {
  /** Makes a jar where the build profile would, and counts the builds. */
  private static final String MAVEN =
      """
      #!/bin/sh
      for argument in "$@"; do
        case $argument in -Dcroft.dist.directory=*) lib=${argument#*=} ;; esac
      done
      echo built >> "$0.log"
      if [ -e "$0.fails" ]; then echo '[ERROR] it does not compile'; exit 1; fi
      mkdir -p "$lib" && echo jar > "$lib/croft.jar"
      """;

  /** Plays the server, the training client and the purge, by the main class that is named. */
  private static final String JAVA =
      """
      #!/bin/bash
      echo "$*" >> "$(dirname "$0")/calls"
      for argument in "$@"; do
        case $argument in -XX:AOTCacheOutput=*) echo cache > "${argument#*=}" ;; esac
      done
      case "$*" in
        *croft.cli.Main*) exit 0 ;;
        *croft.server.Main\\ purge*) exit "${PURGE_STATUS:-0}" ;;
        *CRASH*) echo 'disk is full' >&2; exit 3 ;;
      esac
      exec "$REAL_JAVA" -XX:TieredStopAtLevel=1 -cp "$FAKE_SERVER" Server
      """;

  @TempDir static Path fakeServer;
  @TempDir Path directory;
  private LauncherTree tree;
  private Path jdk;

  @BeforeAll
  static void compileServer() throws Exception {
    Path source = fakeServer.resolve("Server.java");
    try (var text =
        Objects.requireNonNull(
            LauncherServesTest.class.getResourceAsStream("/launcher/Server.java.txt"))) {
      Files.copy(text, source);
    }
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    int status =
        compiler.run(
            null, null, null, "-proc:none", "-d", fakeServer.toString(), source.toString());
    assertThat(status).isZero();
  }

  @BeforeEach
  void makeTree() throws Exception {
    tree = new LauncherTree(directory);
    tree.addProgram("mvn", MAVEN);
    Path realJava = Path.of(System.getProperty("java.home"), "bin", "java");
    jdk = tree.addJdk("jdk-25", "25", JAVA);
    tree.environment.put("REAL_JAVA", realJava.toString());
    tree.environment.put("FAKE_SERVER", fakeServer.toString());
    tree.environment.put("JAVA_HOME", jdk.toString());
    tree.environment.put("CROFT_DRIVERS", "memory");
  }

  @AfterEach
  void stop() throws Exception {
    tree.croft("down");
  }

  @Test
  void upBuildsRecordsServesAndReturns() throws Exception {
    Result up = tree.croft("up", "-d", "--region", "eu-west-1");

    assertThat(up.status()).as(up.errors()).isZero();
    assertThat(up.errors()).contains("building").contains("recording the AOT cache");
    assertThat(up.output()).contains("endpoint     http://127.0.0.1:").contains("AKIAFAKE");
    assertThat(tree.croft("status").status()).isZero();
    assertThat(LauncherTree.read(jdk.resolve("bin/calls")))
        .contains("croft.cli.Main train")
        .containsPattern("-XX:AOTCache=\\S+ .*croft.server.Main --region=eu-west-1\n");
  }

  @Test
  void aSecondUpSaysItRunsAndBuildsNothing() throws Exception {
    tree.croft("up", "-d");

    Result second = tree.croft("up", "-d");

    assertThat(second.status()).isZero();
    assertThat(second.errors()).contains("already running");
    assertThat(second.output()).contains("endpoint ");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void onlyChangedSourcesAreBuiltAgain() throws Exception {
    tree.croft("up", "-d");
    tree.croft("down");
    tree.croft("up", "-d");
    assertThat(builds()).isEqualTo(1);

    tree.croft("down");
    Files.writeString(tree.root.resolve("pom.xml"), "<project><!-- changed --></project>");
    tree.croft("up", "-d");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildShowsItsErrors() throws Exception {
    Files.writeString(tree.programs.resolve("mvn.fails"), "");

    Result up = tree.croft("up", "-d");

    assertThat(up.status()).isEqualTo(1);
    assertThat(up.errors()).contains("it does not compile").contains("the build failed");
  }

  @Test
  void aServerThatEndsWhileStartingShowsItsLog() throws Exception {
    Result up = tree.croft("up", "-d", "--log-level", "CRASH");

    assertThat(up.status()).isEqualTo(1);
    assertThat(up.errors()).contains("disk is full").contains("ended while starting");
    assertThat(tree.croft("status").status()).isEqualTo(3);
  }

  @Test
  void aKilledServerIsSeenAsStopped() throws Exception {
    tree.croft("up", "-d");
    ProcessHandle server = server();
    server.destroyForcibly();
    await(() -> !server.isAlive());

    assertThat(tree.croft("status").status()).isEqualTo(3);
    assertThat(tree.croft("up", "-d").status()).isZero();
  }

  @Test
  void downStopsTheServerAndKeepsItsData() throws Exception {
    tree.croft("up", "-d");
    ProcessHandle server = server();
    Path data = Files.createDirectories(tree.home.resolve("data"));

    assertThat(tree.croft("down").status()).isZero();

    await(() -> !server.isAlive());
    assertThat(data).exists();
    assertThat(tree.croft("status").status()).isEqualTo(3);
  }

  @Test
  void purgeAsksTheServersCodeFirstAndLeavesNothing() throws Exception {
    tree.croft("up", "-d");
    Files.createDirectories(tree.home.resolve("data/instances"));

    assertThat(tree.croft("down", "--purge").status()).isZero();

    assertThat(tree.home).doesNotExist();
    assertThat(LauncherTree.read(jdk.resolve("bin/calls"))).contains("croft.server.Main purge");
  }

  @Test
  void purgeRemovesADataDirectoryElsewhereOnlyIfItWasEmpty() throws Exception {
    Path own = directory.resolve("own-data");
    tree.croft("up", "-d", "--data", own.toString());
    Files.createFile(own.resolve("croft.db"));
    tree.croft("down", "--purge");
    assertThat(own).doesNotExist();
    assertThat(LauncherTree.read(jdk.resolve("bin/calls"))).contains("purge --data=" + own + "\n");

    Path shared = Files.createDirectories(directory.resolve("shared-data"));
    Path precious = Files.createFile(shared.resolve("precious"));
    tree.croft("up", "-d", "--data", shared.toString());
    tree.croft("down", "--purge");
    assertThat(precious).exists();
  }

  @Test
  void aHomeThatHoldsOtherThingsIsRefused() throws Exception {
    Files.createDirectories(tree.home);
    Path precious = Files.createFile(tree.home.resolve("precious"));

    Result up = tree.croft("up", "-d");

    assertThat(up.status()).isEqualTo(1);
    assertThat(up.errors()).contains("not empty");
    assertThat(tree.home).isDirectoryContaining(precious::equals);
  }

  @Test
  void aPurgeThatFailsKeepsTheData() throws Exception {
    tree.croft("up", "-d");
    Path data = Files.createDirectories(tree.home.resolve("data"));
    tree.environment.put("PURGE_STATUS", "1");

    assertThat(tree.croft("down", "--purge").status()).isEqualTo(1);

    assertThat(data).exists();
  }

  @Test
  void inTheForegroundItServesUntilItIsTold() throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process up = tree.start(out, err, "up");
    await(() -> Files.exists(out) && LauncherTree.read(out).contains("endpoint"));
    ProcessHandle server = server();

    up.destroy();

    assertThat(up.waitFor(20, TimeUnit.SECONDS)).as(LauncherTree.read(err)).isTrue();
    assertThat(up.exitValue()).as(LauncherTree.read(err)).isZero();
    await(() -> !server.isAlive());
  }

  @Test
  void theHomeIsTheOwnersAlone() throws Exception {
    tree.croft("up", "-d");

    assertThat(Files.getPosixFilePermissions(tree.home)).hasSize(3);
    assertThat(Files.getPosixFilePermissions(tree.home.resolve("logs/croft.log"))).hasSize(2);
  }

  private long builds() {
    return LauncherTree.read(tree.programs.resolve("mvn.log")).lines().count();
  }

  private ProcessHandle server() {
    String pid =
        LauncherTree.read(tree.home.resolve("run/server"))
            .lines()
            .filter(line -> line.startsWith("pid="))
            .findFirst()
            .orElseThrow()
            .substring("pid=".length());
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
