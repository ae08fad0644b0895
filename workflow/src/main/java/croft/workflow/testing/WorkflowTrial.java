package croft.workflow.testing;

import croft.store.Store;
import croft.store.StoreConfig;
import croft.workflow.EngineConfig;
import croft.workflow.RunStop;
import croft.workflow.StepProbe;
import croft.workflow.StepProbe.Moment;
import croft.workflow.TerminalException;
import croft.workflow.Workflow;
import croft.workflow.WorkflowEngine;
import croft.workflow.WorkflowStatus;
import croft.workflow.WorkflowStatus.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs a workflow with every fault at every step and compares the ends:
 *
 * <ul>
 *   <li>{@link #endsAlike}: a step that fails once before or after its deed, or whose process dies
 *       before the deed, before the record or after it, leaves the same world as an untroubled run.
 *   <li>{@link #takesBack}: a step that fails for good, before or after its deed, leaves the world
 *       as it was, also when the process dies at any undo.
 * </ul>
 *
 * <p>Each run has a fresh world over a fresh SQLite store, and a clock that jumps over waits, so a
 * trial takes well under a tenth of a second per fault.
 *
 * @param <W> the world: fakes of what the workflow touches
 * @param <I> the workflow's input
 */
public final class WorkflowTrial<W, I> {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_RUNS = 10_000;

  private final Function<Store, W> world;
  private final Function<W, Workflow<I>> workflow;
  private final Function<W, ?> state;
  private final I input;

  /**
   * A trial.
   *
   * @param world makes a world, its tables registered with the store and its content set up
   * @param workflow makes the workflow over a world
   * @param state what to compare of a world, by equals; best with a readable toString
   */
  public WorkflowTrial(
      Function<Store, W> world, Function<W, Workflow<I>> workflow, Function<W, ?> state, I input) {
    this.world = world;
    this.workflow = workflow;
    this.state = state;
    this.input = input;
  }

  /** One fault: what happens at a moment of a step, once. */
  private record Fault(Moment moment, String step, Kind kind) {
    enum Kind {
      FAIL,
      FAIL_FOR_GOOD,
      DIE
    }

    void strike() throws IOException {
      switch (kind) {
        case FAIL -> throw new IOException("a trial's fault");
        case FAIL_FOR_GOOD -> throw new TerminalException("a trial's fault");
        case DIE -> throw new RunStop.Crash();
      }
    }
  }

  /** How a run ended. */
  private record End(State state, Object before, Object after, List<String> steps) {}

  /**
   * Proves that faults which pass do not show in the end.
   *
   * @return the steps that were tried, in their order
   * @throws AssertionError naming the fault and both ends
   */
  public List<String> endsAlike() {
    End untroubled = run(List.of());
    check(untroubled.state == State.SUCCEEDED, "An untroubled run ended as " + untroubled.state);
    for (String step : untroubled.steps) {
      for (Fault fault : passing(step)) {
        End troubled = run(List.of(fault));
        check(troubled.state == State.SUCCEEDED, fault + " ended as " + troubled.state);
        checkSame(untroubled.after, troubled.after, fault.toString());
      }
    }
    return untroubled.steps;
  }

  /**
   * Proves that a failure for good before the deed of any step leaves the world as it was.
   *
   * @return the steps that were tried, in their order
   * @throws AssertionError naming the fault and what was left
   */
  public List<String> takesBack() {
    return takesBack(Moment.BEFORE_BODY);
  }

  /**
   * As {@link #takesBack}, with the failure after the deed of the step: for workflows whose undos
   * are said before the steps they take back.
   */
  public List<String> takesBackHalfDone() {
    return takesBack(Moment.AFTER_BODY);
  }

  private List<String> takesBack(Moment moment) {
    List<String> steps = run(List.of()).steps;
    for (String step : steps) {
      takesBackFrom(new Fault(moment, step, Fault.Kind.FAIL_FOR_GOOD));
    }
    return steps;
  }

  private void takesBackFrom(Fault fault) {
    End failed = run(List.of(fault));
    if (!failed.steps.contains(fault.step) || failed.state == State.SUCCEEDED) {
      // A write has no moment between its deed and its record.
      return;
    }
    check(failed.state == State.FAILED, fault + " ended as " + failed.state);
    checkSame(failed.before, failed.after, fault.toString());
    for (String undo : failed.steps) {
      if (!undo.startsWith("undo ")) {
        continue;
      }
      for (Fault second : passing(undo)) {
        End again = run(List.of(fault, second));
        check(again.state == State.FAILED, fault + ", " + second + " ended as " + again.state);
        checkSame(again.before, again.after, fault + ", " + second);
      }
    }
  }

  private static List<Fault> passing(String step) {
    return List.of(
        new Fault(Moment.BEFORE_BODY, step, Fault.Kind.FAIL),
        new Fault(Moment.AFTER_BODY, step, Fault.Kind.FAIL),
        new Fault(Moment.BEFORE_BODY, step, Fault.Kind.DIE),
        new Fault(Moment.AFTER_BODY, step, Fault.Kind.DIE),
        new Fault(Moment.AFTER_RECORD, step, Fault.Kind.DIE));
  }

  private End run(List<Fault> faults) {
    Path folder = makeFolder();
    try (Store store = Store.open(StoreConfig.sqlite(folder.resolve("trial.db")))) {
      W here = world.apply(store);
      Object before = state.apply(here);
      Set<String> steps = new LinkedHashSet<>();
      List<Fault> left = new ArrayList<>(faults);
      StepProbe probe =
          (moment, step) -> {
            steps.add(step);
            for (Fault fault : left) {
              if (fault.moment == moment && fault.step.equals(step)) {
                left.remove(fault);
                fault.strike();
                break;
              }
            }
          };
      State end = runToEnd(store, workflow.apply(here), probe);
      return new End(end, before, state.apply(here), List.copyOf(steps));
    } finally {
      delete(folder);
    }
  }

  /** Runs on one server after another: each crash leaves the rest to the next one. */
  private State runToEnd(Store store, Workflow<I> tried, StepProbe probe) {
    ManualClock clock = new ManualClock(START);
    EngineConfig config =
        new EngineConfig(
            "trial", 1, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofDays(9));
    WorkflowEngine engine = new WorkflowEngine(store, clock, config, probe);
    engine.register(tried);
    store.write(transaction -> engine.start(transaction, tried, "trial", input));
    for (int i = 0; i < MOST_RUNS; i++) {
      engine.runDue();
      WorkflowStatus status = engine.status("trial").orElseThrow();
      if (status.state().isFinished()) {
        return status.state();
      }
      clock.advanceTo(engine.nextDue().orElseThrow());
    }
    throw new AssertionError("The workflow does not end within " + MOST_RUNS + " runs");
  }

  private static void checkSame(Object expected, Object actual, String fault) {
    check(expected.equals(actual), fault + " left\n  " + actual + "\nin place of\n  " + expected);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static Path makeFolder() {
    try {
      // In memory where there is such a folder: a trial syncs often and needs nothing to last.
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "workflow-trial")
          : Files.createTempDirectory("workflow-trial");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
