package croft.drivers.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.InstanceState.StopReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every compute driver keeps to. An implementation names the driver and an image. */
public abstract class ComputeDriverContract {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  protected abstract ComputeDriver driver();

  /** An image with a shell and the usual small programs. */
  protected abstract String imageId();

  /** A block device of the host's, the same each time it is asked for. */
  protected abstract Path blockDevice();

  @AfterEach
  void destroyAll() {
    driver().destroyAll();
    assertThat(driver().observeAll()).isEmpty();
  }

  private InstanceSpec spec(String id) {
    return InstanceSpec.of(id, imageId()).withInitMode(InitMode.PLAIN);
  }

  private Shell started(InstanceSpec spec) {
    driver().create(spec);
    driver().start(spec.id());
    return driver().shell(spec.id());
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  @Test
  void anUnknownInstanceIsAbsent() {
    assertThat(driver().observe("i-none")).isEqualTo(new InstanceState.Absent());
    assertReason(Reason.NOT_FOUND, () -> driver().start("i-none"));
    assertReason(Reason.NOT_FOUND, () -> driver().stop("i-none", STOP_TIMEOUT));
    assertReason(Reason.NOT_FOUND, () -> driver().resize("i-none", 1, 64L << 20));
    assertReason(Reason.NOT_FOUND, () -> driver().metrics("i-none"));
    assertReason(Reason.NOT_FOUND, () -> driver().consoleOutput("i-none"));
    assertReason(Reason.NOT_FOUND, () -> driver().shell("i-none"));
    driver().destroy("i-none");
  }

  @Test
  void anUnknownImageIsNotFoundAndLeavesNothing() {
    assertReason(Reason.NOT_FOUND, () -> driver().create(InstanceSpec.of("i-1", "no-such-image")));
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Absent());
  }

  @Test
  void goesFromCreatedToRunningToStoppedAndBack() {
    driver().create(spec("i-1"));
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Created());

    driver().start("i-1");
    InstanceState first = driver().observe("i-1");
    assertThat(first).isInstanceOf(InstanceState.Running.class);
    assertThat(driver().observeAll()).containsOnly(Map.entry("i-1", first));

    driver().stop("i-1", STOP_TIMEOUT);
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Stopped(StopReason.REQUESTED));

    driver().start("i-1");
    assertThat(driver().observe("i-1"))
        .isInstanceOf(InstanceState.Running.class)
        .isNotEqualTo(first);

    driver().destroy("i-1");
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Absent());
  }

  @Test
  void nothingRunsBeforeAllIsReady() {
    driver().create(spec("i-1"));
    assertThatThrownBy(() ->
            driver()
                .start(
                    "i-1",
                    () -> {
                      throw new IllegalStateException("no network");
                    }))
        .hasMessageContaining("no network");
    assertThat(driver().observe("i-1")).isNotInstanceOf(InstanceState.Running.class);

    List<InstanceState> before = new ArrayList<>();
    driver().start("i-1", () -> before.add(driver().observe("i-1")));
    assertThat(before).hasSize(1).noneMatch(state -> state instanceof InstanceState.Running);
    assertThat(driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);

    driver().start("i-1", () -> before.add(driver().observe("i-1")));
    assertThat(before).as("of one that runs it is asked as well").hasSize(2);
  }

  @Test
  void everyCallMayBeRepeated() {
    driver().create(spec("i-1"));
    driver().create(spec("i-1"));
    driver().stop("i-1", STOP_TIMEOUT);
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Created());
    driver().start("i-1");
    InstanceState running = driver().observe("i-1");
    driver().start("i-1");
    driver().create(spec("i-1"));
    driver().recover();
    assertThat(driver().observe("i-1")).isEqualTo(running);
    driver().kill("i-1");
    driver().kill("i-1");
    assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Stopped(StopReason.REQUESTED));
    driver().destroy("i-1");
    driver().destroy("i-1");
  }

  @Test
  void anotherSpecificationForTheSameIdIsInvalid() {
    driver().create(spec("i-1"));
    assertReason(Reason.INVALID, () -> driver().create(spec("i-1").withHostname("another-name")));
  }

  @Test
  void runsCommandsInside() {
    Shell shell = started(spec("i-1").withHostname("ip-10-0-0-4"));
    assertThat(shell.run(Command.of("hostname")).stdout().text()).isEqualTo("ip-10-0-0-4\n");
    assertThat(shell.run(Command.of("true")).succeeded()).isTrue();
    assertThat(shell.run(Command.of("false")).exitStatus()).isEqualTo(1);
    assertThat(shell.run(Command.script("exit 42")).exitStatus()).isEqualTo(42);
    assertThat(shell.run(Command.of("pwd").in("/tmp")).stdout().text()).isEqualTo("/tmp\n");
    assertThat(shell.run(Command.of("whoami")).stdout().text()).isEqualTo("root\n");
    assertThat(
            shell.run(Command.of("env").withEnvironment(Map.of("COLOUR", "red"))).stdout().text())
        .contains("COLOUR=red\n");
    assertThat(shell.run(Command.of("cat").withStdin(Content.text("to itself"))).stdout().text())
        .isEqualTo("to itself");
  }

  @Test
  void aProgramThatIsNotThereIs127() {
    Shell shell = started(spec("i-1"));
    CommandOutput output = shell.run(Command.of("no-such-program"));
    assertThat(output.exitStatus()).isEqualTo(127);
    assertThat(output.stderr().text()).contains("no-such-program");
  }

  @Test
  void aCommandEndsAtItsTimeout() {
    Shell shell = started(spec("i-1"));
    CommandOutput output = shell.run(Command.of("sleep", "60").within(Duration.ofMillis(300)));
    assertThat(output.exitStatus()).isEqualTo(CommandOutput.TIMED_OUT);
  }

  @Test
  void filesArePutIntoTheRootBeforeTheFirstBoot() {
    Shell shell =
        started(
            spec("i-1")
                .withFile(InstanceFile.ofRoot("/etc/one", Content.text("1"), 0644))
                .withFile(InstanceFile.ofRoot("/srv/new/folder/two", Content.text("2"), 0600)));
    assertThat(shell.readFile("/etc/one").text()).isEqualTo("1");
    assertThat(shell.run(Command.of("cat", "/srv/new/folder/two")).stdout().text()).isEqualTo("2");
    assertReason(Reason.NOT_FOUND, () -> shell.readFile("/etc/three"));
  }

  @Test
  void whatIsWrittenInsideSurvivesAStop() {
    Shell shell = started(spec("i-1"));
    shell.writeFile(InstanceFile.ofRoot("/var/lib/some/where/file", Content.text("kept"), 0640));
    driver().stop("i-1", STOP_TIMEOUT);
    driver().start("i-1");
    assertThat(shell.readFile("/var/lib/some/where/file").text()).isEqualTo("kept");
  }

  @Test
  void nothingReachesInsideAnInstanceThatDoesNotRun() {
    driver().create(spec("i-1"));
    Shell shell = driver().shell("i-1");
    assertReason(Reason.NOT_RUNNING, () -> shell.run(Command.of("true")));
    assertReason(Reason.NOT_RUNNING, () -> shell.open(Command.of("sh"), Optional.empty()).close());
    assertReason(Reason.NOT_RUNNING, () -> shell.readFile("/etc/passwd"));
    assertReason(
        Reason.NOT_RUNNING, () -> shell.writeFile(InstanceFile.ofRoot("/x", Content.EMPTY, 0600)));
    assertReason(Reason.NOT_RUNNING, () -> driver().metrics("i-1"));
  }

  @Test
  void aSessionTakesInputAndGivesOutput() throws IOException {
    Shell shell = started(spec("i-1"));
    try (ShellSession session = shell.open(Command.of("/bin/sh"), Optional.empty())) {
      session.input().write("echo one\nexit 3\n".getBytes(StandardCharsets.UTF_8));
      session.input().flush();
      assertThat(session.waitFor()).isEqualTo(3);
      assertThat(new String(session.output().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("one\n");
    }
  }

  @Test
  void tellsItsMetricsAndItsConsole() {
    started(spec("i-1"));
    assertThat(driver().metrics("i-1").cpuNanoseconds()).isGreaterThanOrEqualTo(0);
    assertThat(driver().consoleOutput("i-1").size()).isLessThanOrEqualTo(64 << 10);
  }

  /** What a driver's instance may use now, as the machine itself has it. */
  protected abstract Size limits(String id);

  /** Processors and bytes of memory. */
  public record Size(int virtualCpus, long memoryBytes) {}

  /** False for a driver that cannot change what an instance may use: then it has to say so. */
  protected boolean hasSizesToChange() {
    return true;
  }

  @Test
  void aSizeMayChangeWhileItRunsAndWhileItDoesNot() {
    started(spec("i-1").withSize(1, 256L << 20));
    assertThat(limits("i-1")).isEqualTo(new Size(1, 256L << 20));
    if (!hasSizesToChange()) {
      assertReason(Reason.UNSUPPORTED, () -> driver().resize("i-1", 2, 384L << 20));
      assertThat(limits("i-1")).isEqualTo(new Size(1, 256L << 20));
      return;
    }
    driver().resize("i-1", 2, 384L << 20);
    driver().resize("i-1", 2, 384L << 20);
    assertThat(limits("i-1")).isEqualTo(new Size(2, 384L << 20));
    driver().stop("i-1", STOP_TIMEOUT);
    driver().resize("i-1", 1, 320L << 20);
    driver().start("i-1");
    assertThat(limits("i-1")).isEqualTo(new Size(1, 320L << 20));
    assertReason(Reason.INVALID, () -> driver().resize("i-1", 0, 320L << 20));
    assertReason(Reason.INVALID, () -> driver().resize("i-1", 1, 1));
    driver().create(spec("i-1").withSize(1, 256L << 20));
  }

  @Test
  void instancesDoNotShareFiles() {
    Shell one = started(spec("i-1"));
    Shell two = started(spec("i-2"));
    one.writeFile(InstanceFile.ofRoot("/etc/mark", Content.text("one"), 0644));
    assertReason(Reason.NOT_FOUND, () -> two.readFile("/etc/mark"));
    assertThat(driver().observeAll()).containsOnlyKeys("i-1", "i-2");
  }

  /** False for a driver that cannot give instances disks: then it has to say so. */
  protected boolean hasDisks() {
    return true;
  }

  @Test
  void aDiskIsKeptUntilItIsTakenAway() {
    Disk disk = new Disk("/dev/sdf", blockDevice(), false);
    assertThat(driver().disks("i-none")).isEmpty();
    assertReason(Reason.NOT_FOUND, () -> driver().attachDisk("i-none", disk));
    driver().create(spec("i-1"));
    if (!hasDisks()) {
      assertReason(Reason.UNSUPPORTED, () -> driver().attachDisk("i-1", disk));
      assertThat(driver().disks("i-1")).isEmpty();
      return;
    }
    driver().attachDisk("i-1", disk);
    driver().attachDisk("i-1", disk);
    driver().start("i-1");
    driver().stop("i-1", STOP_TIMEOUT);
    driver().start("i-1");
    assertThat(driver().disks("i-1")).containsExactly(disk);
    driver().whileQuiet("i-1", "/dev/sdf", () -> assertThat(disk.readOnly()).isFalse());
    driver().detachDisk("i-1", "/dev/sdf", false);
    driver().detachDisk("i-1", "/dev/sdf", false);
    assertThat(driver().disks("i-1")).isEmpty();
  }

  @Test
  void aDiskTakesAnothersPlaceOnlyWhileNothingRuns() {
    assumeTrue(hasDisks(), "this driver has no disks beside the root");
    driver().create(spec("i-1"));
    driver().attachDisk("i-1", new Disk("/dev/sdf", Path.of("/dev/none"), false));
    Disk next = new Disk("/dev/sdf", blockDevice(), false);
    driver().attachDisk("i-1", next);
    driver().start("i-1");
    Disk other = new Disk("/dev/sdf", blockDevice(), true);
    assertReason(Reason.INVALID, () -> driver().attachDisk("i-1", other));
    assertReason(Reason.INVALID, () -> new Disk("/dev/../vda", blockDevice(), false));
    assertThat(driver().disks("i-1")).containsExactly(next);
  }

  /** False for a driver that cannot hold a root to a size: then it has to say so. */
  protected boolean hasSizedRoots() {
    return true;
  }

  @Test
  void aRootOfASizeGrows() {
    InstanceSpec sized = spec("i-1").withRootBytes(256L << 20);
    assertReason(Reason.INVALID, () -> spec("i-1").withRootBytes(1000));
    if (!hasSizedRoots()) {
      assertReason(Reason.UNSUPPORTED, () -> driver().create(sized));
      assertThat(driver().observe("i-1")).isEqualTo(new InstanceState.Absent());
      return;
    }
    driver().create(sized);
    driver().create(sized);
    assertThat(driver().growRoot("i-1", 512L << 20)).isTrue();
    assertReason(Reason.INVALID, () -> driver().growRoot("i-1", 256L << 20));
    driver().start("i-1");
    driver().stop("i-1", STOP_TIMEOUT);
    driver().create(spec("i-2"));
    assertReason(Reason.INVALID, () -> driver().growRoot("i-2", 512L << 20));
    assertReason(Reason.NOT_FOUND, () -> driver().growRoot("i-none", 512L << 20));
  }
}
