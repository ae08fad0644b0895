package croft.workflow;

import static croft.workflow.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.base.ServiceError;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.StoreUnavailable;
import croft.workflow.Scripted.Input;
import croft.workflow.WorkflowStatus.State;
import croft.workflow.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowEngineTest {
  private static final Input INPUT = new Input("text", 3);

  @TempDir private Path folder;
  private Store store;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final List<WorkflowEngine> engines = new ArrayList<>();

  @BeforeEach
  void open() {
    store = Store.open(StoreConfig.sqlite(folder.resolve("store.db")));
  }

  @AfterEach
  void close() {
    engines.forEach(WorkflowEngine::close);
    store.close();
  }

  private WorkflowEngine engine(String server, InstantSource time, Workflow<?>... workflows) {
    WorkflowEngine engine =
        new WorkflowEngine(
            store,
            time,
            new EngineConfig(
                server, 100, Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofDays(1)));
    engine.register(workflows);
    engines.add(engine);
    return engine;
  }

  private WorkflowEngine started(Scripted workflow) {
    WorkflowEngine engine = engine("one", clock, workflow);
    store.write(t -> engine.start(t, workflow, "id", INPUT));
    return engine;
  }

  private State state(WorkflowEngine engine) {
    return engine.status("id").orElseThrow().state();
  }

  @Test
  void runsStepsOnceAndRemembersTheirResults() {
    AtomicInteger tries = new AtomicInteger();
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              Input made =
                  steps.step(
                      "make",
                      Input.class,
                      context -> {
                        log.add("make " + context.attempt());
                        return new Input(input.text() + "!", input.count() + 1);
                      });
              steps.step("use", context -> log.add("use " + made));
              steps.step(
                  "flaky",
                  context -> {
                    log.add("flaky " + context.attempt());
                    if (tries.incrementAndGet() < 3) {
                      throw new IOException("not yet");
                    }
                  });
            }));
    engine.runDue();
    assertThat(engine.status("id").orElseThrow())
        .extracting(WorkflowStatus::state, WorkflowStatus::attempt, WorkflowStatus::failure)
        .containsExactly(State.RUNNING, 1, "not yet");
    clock.advance(Duration.ofSeconds(1));
    engine.runDue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(engine.runDue()).as("the second pause is twice as long").isZero();
    clock.advance(Duration.ofSeconds(1));
    engine.runDue();
    assertThat(log)
        .containsExactly(
            "make 1", "use Input[text=text!, count=4]", "flaky 1", "flaky 2", "flaky 3");
    assertThat(state(engine)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void startsOnceByIdAndOnlyWithTheTransaction() {
    Scripted workflow =
        Scripted.of((steps, input) -> steps.step("a", context -> log.add(input.text())));
    WorkflowEngine engine = engine("one", clock, workflow);
    assertThatThrownBy(() ->
            store.write(t -> {
              engine.start(t, workflow, "id", INPUT);
              throw new IllegalArgumentException("no");
            }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(engine.status("id")).isEmpty();
    assertThat(store.<Boolean>write(t -> engine.start(t, workflow, "id", INPUT))).isTrue();
    engine.runDue();
    assertThat(store.<Boolean>write(t -> engine.start(t, workflow, "id", INPUT))).isFalse();
    engine.runDue();
    assertThat(log).containsExactly("text");
  }

  @Test
  void undoesInReverseWhenItFailsForGood() {
    List<String> tokens = new ArrayList<>();
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              for (String name : List.of("a", "b", "c")) {
                steps.step(
                    name,
                    context -> {
                      tokens.add(context.token());
                      log.add(name);
                      if (name.equals("c")) {
                        throw new TerminalException("c is broken");
                      }
                    });
                steps.undo(name, context -> log.add("un" + name + ": " + context.failure()));
              }
            }));
    engine.runDue();
    assertThat(log).containsExactly("a", "b", "c", "unb: c is broken", "una: c is broken");
    assertThat(engine.status("id").orElseThrow())
        .extracting(WorkflowStatus::state, WorkflowStatus::failure, WorkflowStatus::finished)
        .containsExactly(State.FAILED, "c is broken", clock.instant());
    assertThat(tokens).doesNotHaveDuplicates().allMatch(token -> token.matches("[0-9a-f]{32}"));
  }

  @Test
  void aSendersErrorIsTerminalAndAServersIsNot() {
    AtomicInteger tries = new AtomicInteger();
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) ->
                steps.step(
                    "call",
                    context -> {
                      if (tries.incrementAndGet() == 1) {
                        throw new ServiceError("ServiceUnavailable", 503, "later");
                      }
                      throw ServiceError.badRequest("ValidationError", "never");
                    })));
    engine.runDue();
    assertThat(state(engine)).isEqualTo(State.RUNNING);
    clock.advance(Duration.ofSeconds(1));
    engine.runDue();
    assertThat(tries).hasValue(2);
    assertThat(state(engine)).isEqualTo(State.FAILED);
  }

  @Test
  void aStoryMayCatchAFailureAndGoAnotherWayAlsoWhenItIsTakenBack() {
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              try {
                steps.step(
                    "first",
                    context -> {
                      throw new TerminalException("no");
                    });
              } catch (TerminalException e) {
                steps.step("other", context -> log.add("other"));
                steps.undo("other", context -> log.add("undo other"));
              }
              steps.step(
                  "last",
                  context -> {
                    throw new TerminalException("end");
                  });
            }));
    engine.runDue();
    assertThat(log).containsExactly("other", "undo other");
    assertThat(state(engine)).isEqualTo(State.FAILED);
  }

  @Test
  void anUndoThatKeepsFailingIsGivenUpAndTheOthersGoOn() {
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              steps.undo("a", context -> log.add("una"));
              steps.undo(
                  "b",
                  context -> {
                    log.add("unb");
                    throw new IOException("stuck");
                  });
              throw new TerminalException("broken");
            }));
    for (int i = 0; i < 5; i++) {
      engine.runDue();
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(log).containsExactly("unb", "unb", "unb", "una");
    assertThat(engine.status("id").orElseThrow())
        .extracting(WorkflowStatus::state, WorkflowStatus::failure)
        .containsExactly(State.UNDO_FAILED, "broken");
  }

  @Test
  void sleepsAndAwaitsWithoutAThread() {
    AtomicBoolean ready = new AtomicBoolean();
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              steps.sleep("nap", Duration.ofHours(1));
              log.add("slept");
              steps.await(
                  "ready", context -> ready.get(), Duration.ofSeconds(10), Duration.ofMinutes(1));
              steps.step("go", context -> log.add("go"));
            }));
    engine.runDue();
    clock.advance(Duration.ofMinutes(59));
    assertThat(engine.runDue()).isZero();
    clock.advance(Duration.ofMinutes(1));
    engine.runDue();
    assertThat(log).containsExactly("slept");
    ready.set(true);
    assertThat(engine.runDue()).isZero();
    store.write(t -> {
      engine.wake(t, "id");
      return null;
    });
    engine.runDue();
    assertThat(log).endsWith("go");
    assertThat(state(engine)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void awaitTimesOut() {
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) ->
                steps.await(
                    "never", context -> false, Duration.ofSeconds(7), Duration.ofSeconds(20))));
    int looks = 0;
    while (!state(engine).isFinished()) {
      engine.runDue();
      clock.advanceTo(engine.nextDue().orElse(clock.instant()));
      looks++;
    }
    assertThat(looks).isEqualTo(4);
    assertThat(engine.status("id").orElseThrow().failure()).contains("never").contains("PT20S");
  }

  @Test
  void aWriteStepSharesItsTransactionWithItsRecord() {
    AtomicInteger bodies = new AtomicInteger();
    Scripted inner = Scripted.of((steps, input) -> log.add(input.text()));
    Scripted child = new Scripted("child", inner.story(), inner.retryPolicy());
    WorkflowEngine[] holder = new WorkflowEngine[1];
    Scripted parent =
        Scripted.of((steps, input) -> {
          boolean first =
              steps.write(
                  "start child",
                  Boolean.class,
                  t -> {
                    bodies.incrementAndGet();
                    return holder[0].start(t, child, "child", new Input("inner", 1));
                  });
          assertThat(first).isTrue();
          steps.sleep("nap", Duration.ofSeconds(1));
        });
    WorkflowEngine engine = engine("one", clock, parent, child);
    holder[0] = engine;
    store.write(t -> engine.start(t, parent, "id", INPUT));
    engine.runDue();
    clock.advance(Duration.ofSeconds(1));
    engine.runDue();
    assertThat(bodies).hasValue(1);
    assertThat(log).contains("inner");
    assertThat(state(engine)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void cancelFailsItBeforeItsNextStep() {
    WorkflowEngine engine =
        started(
            Scripted.of((steps, input) -> {
              steps.step("a", context -> log.add("a"));
              steps.undo("a", context -> log.add("una"));
              steps.sleep("nap", Duration.ofDays(1));
              steps.step("b", context -> log.add("b"));
            }));
    engine.runDue();
    assertThat(store.<Boolean>write(t -> engine.cancel(t, "id", "stopped by the user"))).isTrue();
    engine.runDue();
    assertThat(log).containsExactly("a", "una");
    assertThat(engine.status("id").orElseThrow().failure()).isEqualTo("stopped by the user");
    assertThat(store.<Boolean>write(t -> engine.cancel(t, "id", "again"))).isFalse();
  }

  @Test
  void aServerThatLostItsLeaseRecordsNothing() {
    WorkflowEngine other = engine("two", clock);
    Scripted workflow =
        Scripted.of((steps, input) -> {
          steps.step(
              "slow",
              context -> {
                log.add("slow");
                if (log.size() == 1) {
                  clock.advance(Duration.ofSeconds(4));
                  other.runDue();
                }
              });
          steps.step("next", context -> log.add("next"));
        });
    other.register(workflow);
    WorkflowEngine engine = started(workflow);
    engine.runDue();
    // Two took over and did both steps; one, back from its slow step, did nothing more.
    assertThat(log).containsExactly("slow", "slow", "next");
    assertThat(state(engine)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void aLongStepKeepsItsLease() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    Scripted workflow =
        Scripted.of((steps, input) ->
            steps.step(
                "long",
                context -> {
                  runs.incrementAndGet();
                  assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                }));
    InstantSource real = InstantSource.system();
    WorkflowEngine one = engine("one", real, workflow);
    WorkflowEngine two = engine("two", real, workflow);
    one.launch();
    two.launch();
    store.write(t -> one.start(t, workflow, "id", INPUT));
    Instant began = Instant.now();
    eventually("more than a lease has passed", () -> began.plusSeconds(5).isBefore(Instant.now()));
    end.countDown();
    eventually("it succeeds", () -> state(one) == State.SUCCEEDED);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aNewProcessOfTheSameNameTakesOverAtOnce() {
    AtomicInteger runs = new AtomicInteger();
    Scripted workflow =
        Scripted.of((steps, input) -> {
          steps.step("a", context -> log.add("a"));
          if (runs.incrementAndGet() == 1) {
            throw new RunStop.Crash();
          }
        });
    WorkflowEngine engine = started(workflow);
    engine.runDue();
    assertThat(engine.runDue()).as("the lease still runs").isZero();
    WorkflowEngine next = engine("one", clock, workflow);
    next.launch();
    eventually("it succeeds", () -> state(next) == State.SUCCEEDED);
    assertThat(log).containsExactly("a");
  }

  @Test
  void waitsForAStoreThatCannotRecordAndGoesOn() throws Exception {
    Path file = folder.resolve("locked.db");
    AtomicInteger runs = new AtomicInteger();
    try (Store impatient = Store.open(new StoreConfig.Sqlite(file, Duration.ofMillis(100)));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      Scripted workflow =
          Scripted.of((steps, input) ->
              steps.step(
                  "locked out",
                  context -> {
                    assertThat(context.attempt()).as("no attempt is lost").isEqualTo(1);
                    if (runs.incrementAndGet() == 1) {
                      statement.execute("BEGIN IMMEDIATE");
                    }
                  }));
      try (WorkflowEngine engine =
          new WorkflowEngine(impatient, InstantSource.system(), EngineConfig.of("one"))) {
        engine.register(workflow);
        engine.launch();
        impatient.write(t -> engine.start(t, workflow, "id", INPUT));
        eventually("the step has run", () -> runs.get() == 1);
        assertThatThrownBy(() -> impatient.write(t -> 1)).isInstanceOf(StoreUnavailable.class);
        statement.execute("COMMIT");
        eventually("it succeeds", () -> state(engine) == State.SUCCEEDED);
      }
    }
    assertThat(runs.get()).isBetween(1, 2);
  }

  @Test
  void anEngineWithoutWorkflowsIsIdle() {
    assertThat(engine("one", clock).runDue()).isZero();
  }

  @Test
  void manyRunSideBySideAndCloseLeavesTheRest() throws Exception {
    CountDownLatch all = new CountDownLatch(100);
    Scripted workflow =
        Scripted.of((steps, input) -> {
          steps.step(
              "meet",
              context -> {
                all.countDown();
                assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
              });
          steps.sleep("long", Duration.ofHours(1));
        });
    WorkflowEngine engine = engine("one", InstantSource.system(), workflow);
    engine.launch();
    store.write(t -> {
      for (int i = 0; i < 100; i++) {
        engine.start(t, workflow, "id-" + i, INPUT);
      }
      return null;
    });
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    engine.close();
    WorkflowEngine next = engine("two", clock, workflow);
    for (int i = 0; i < 100; i++) {
      assertThat(next.status("id-" + i).orElseThrow().state()).isEqualTo(State.RUNNING);
    }
  }
}
