package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance may use is what it can use, whatever its programs believe the machine has. */
class LimitsTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final Command HUNDRED_MEBIBYTES =
      Command.of("dd", "if=/dev/zero", "of=/dev/null", "bs=100M", "count=1");

  private final TestHome home = new TestHome();

  @BeforeEach
  void open() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void start(String id, int virtualCpus, long memoryBytes) {
    home.driver()
        .create(
            InstanceSpec.of(id, Image.HOST_ROOT_ID)
                .withInitMode(InitMode.PLAIN)
                .withSize(virtualCpus, memoryBytes));
    home.driver().start(id);
  }

  private CommandOutput run(String id, Command command) {
    return home.driver().shell(id).run(command);
  }

  @Test
  void threeBusyLoopsOnOneProcessorGetOne() {
    start("i-1", 1, 128 * MEBIBYTE);
    long cpuBefore = home.driver().metrics("i-1").cpuNanoseconds();
    long before = System.nanoTime();
    String loop = "timeout 2 sh -c 'while :; do :; done' & ";
    run("i-1", Command.script(loop.repeat(3) + "wait"));
    long took = System.nanoTime() - before;
    long used = home.driver().metrics("i-1").cpuNanoseconds() - cpuBefore;
    // A period of 0.1 s may be used up at either end.
    assertThat(used).isLessThan(took + 200_000_000L).isGreaterThan(took / 10);
  }

  @Test
  void whoTakesMoreMemoryIsEndedAndNobodyElse() {
    start("i-1", 1, 64 * MEBIBYTE);
    start("i-2", 1, 256 * MEBIBYTE);
    assertThat(run("i-1", HUNDRED_MEBIBYTES).exitStatus()).isEqualTo(137);
    assertThat(run("i-2", HUNDRED_MEBIBYTES).exitStatus()).isZero();
    assertThat(home.driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
    assertThat(run("i-1", Command.of("true")).succeeded()).isTrue();
  }

  @Test
  void aRunningInstanceFeelsItsNewSize() {
    start("i-1", 1, 64 * MEBIBYTE);
    assertThat(run("i-1", HUNDRED_MEBIBYTES).exitStatus()).isEqualTo(137);
    home.driver().resize("i-1", 1, 256 * MEBIBYTE);
    assertThat(run("i-1", HUNDRED_MEBIBYTES).exitStatus()).isZero();
    home.driver().resize("i-1", 1, 64 * MEBIBYTE);
    assertThat(run("i-1", HUNDRED_MEBIBYTES).exitStatus()).isEqualTo(137);
  }

  @Test
  void lessThanItHoldsIsRefusedAndChangesNothing() throws Exception {
    start("i-1", 1, 256 * MEBIBYTE);
    // Its buffer is full and nobody reads: it waits with all of it in memory.
    String holder = "dd if=/dev/zero bs=100M count=1 | sleep 60";
    run("i-1", Command.script("(" + holder + ") >/dev/null 2>&1 &"));
    Duration patience = Duration.ofSeconds(10);
    assertThat(
            Waiting.until(
                patience, () -> home.driver().metrics("i-1").memoryBytes() > 100 * MEBIBYTE))
        .isTrue();
    assertThatThrownBy(() -> home.driver().resize("i-1", 1, 32 * MEBIBYTE))
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).isEqualTo(ComputeException.Reason.FAILED));
    assertThat(new LimitFiles(home.path()).memoryBytes("i-1")).isEqualTo(256 * MEBIBYTE);
    assertThat(home.driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
  }
}
