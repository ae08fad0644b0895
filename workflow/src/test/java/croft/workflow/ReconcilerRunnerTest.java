package croft.workflow;

import static croft.workflow.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.store.Store;
import croft.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerRunnerTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path folder;
  private Store store;
  private final List<ReconcilerRunner> runners = new ArrayList<>();

  /** A reconciler made of its parts. */
  private record Single(String name, Duration period, SingleDuty.Look look) implements Reconciler {
    @Override
    public void reconcile() throws Exception {
      look.look();
    }
  }

  /** What a test does with a key. */
  @FunctionalInterface
  private interface Each {
    void look(String key) throws Exception;
  }

  private record Keyed(String name, Duration period, Set<String> due, Each each)
      implements KeyedReconciler {
    @Override
    public void reconcile(String key) throws Exception {
      each.look(key);
    }
  }

  @BeforeEach
  void open() {
    store = Store.open(StoreConfig.sqlite(folder.resolve("store.db")));
  }

  @AfterEach
  void close() {
    runners.forEach(ReconcilerRunner::close);
    store.close();
  }

  private ReconcilerRunner runner(String server) {
    ReconcilerRunner runner =
        new ReconcilerRunner(
            store,
            InstantSource.system(),
            new EngineConfig(server, 1, Duration.ofSeconds(2), Duration.ofMillis(50), LONG));
    runners.add(runner);
    return runner;
  }

  @Test
  void looksAtLaunchByTimerAndBySignal() {
    AtomicInteger timed = new AtomicInteger();
    AtomicInteger signalled = new AtomicInteger();
    ReconcilerRunner runner = runner("one");
    runner.add(new Single("timed", Duration.ofMillis(20), timed::incrementAndGet));
    runner.add(new Single("signalled", LONG, signalled::incrementAndGet));
    runner.launch();
    eventually("the timer", () -> timed.get() > 3);
    eventually("the launch", () -> signalled.get() == 1);
    store.write(t -> {
      runner.wakeAfter(t, "signalled");
      return null;
    });
    eventually("the signal", () -> signalled.get() == 2);
    assertThatThrownBy(() ->
            store.write(t -> {
              runner.wakeAfter(t, "signalled");
              throw new IllegalArgumentException("rolled back");
            }))
        .isInstanceOf(IllegalArgumentException.class);
    int before = timed.get();
    eventually("some time", () -> timed.get() > before + 3);
    assertThat(signalled).hasValue(2);
  }

  @Test
  void aFailingOneIsRepeatedAndOthersGoOn() {
    AtomicInteger failing = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    ReconcilerRunner runner = runner("one");
    runner.add(
        new Single(
            "failing",
            LONG,
            () -> {
              if (failing.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
            }));
    runner.add(new Single("other", Duration.ofMillis(20), other::incrementAndGet));
    runner.launch();
    eventually("repeated after a second", () -> failing.get() == 2);
    assertThat(other.get()).isGreaterThan(5);
  }

  @Test
  void signalsMeanwhileAreOneMoreLookAndNeverTwoAtOnce() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ReconcilerRunner runner = runner("one");
    runner.add(
        new Single(
            "slow",
            LONG,
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              looks.incrementAndGet();
              began.countDown();
              assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
              inside.decrementAndGet();
            }));
    runner.launch();
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 10; i++) {
      runner.wake("slow");
    }
    go.countDown();
    eventually("one more look", () -> looks.get() == 2);
    runner.close();
    assertThat(looks).hasValue(2);
    assertThat(most).hasValue(1);
  }

  @Test
  void aHundredKeysRunSideBySide() throws Exception {
    Set<String> keys = IntStream.range(0, 100).mapToObj(i -> "i-" + i).collect(Collectors.toSet());
    CountDownLatch all = new CountDownLatch(100);
    ReconcilerRunner runner = runner("one");
    runner.add(
        new Keyed(
            "instances",
            LONG,
            keys,
            key -> {
              all.countDown();
              assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            }));
    runner.launch();
    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aKeyIsLookedAtOnceAtATimeAndAgainWhenWoken() throws Exception {
    List<String> looked = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    ReconcilerRunner runner = runner("one");
    runner.add(
        new Keyed(
            "instances",
            LONG,
            Set.of("a"),
            key -> {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              looked.add(key);
              began.countDown();
              assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
              inside.decrementAndGet();
            }));
    runner.launch();
    assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 5; i++) {
      runner.wake("instances", "a");
    }
    go.countDown();
    eventually("one more look", () -> looked.size() == 2);
    store.write(t -> {
      runner.wakeAfter(t, "instances", "a");
      return null;
    });
    eventually("woken again", () -> looked.size() == 3);
  }

  @Test
  void aFailingKeyIsRepeatedAndAWakeDoesNotWait() {
    AtomicInteger looks = new AtomicInteger();
    ReconcilerRunner runner = runner("one");
    runner.add(
        new Keyed(
            "instances",
            LONG,
            Set.of("a"),
            key -> {
              if (looks.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            }));
    runner.launch();
    eventually("the first failure", () -> looks.get() == 1);
    runner.wake("instances", "a");
    eventually("repeated until it succeeds", () -> looks.get() == 3);
  }

  @Test
  void oneServerAtATimeAndTheOtherTakesOver() {
    AtomicInteger one = new AtomicInteger();
    AtomicInteger two = new AtomicInteger();
    ReconcilerRunner first = runner("one");
    first.add(new Single("shared", LONG, one::incrementAndGet));
    first.launch();
    eventually("one looks", () -> one.get() == 1);
    ReconcilerRunner second = runner("two");
    second.add(new Single("shared", LONG, two::incrementAndGet));
    second.launch();
    second.wake("shared");
    eventually("a wake on two reaches one", () -> one.get() == 2);
    assertThat(two).hasValue(0);
    first.close();
    eventually("two takes over", () -> two.get() == 1);
  }
}
