package croft.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.store.Store;
import croft.store.Table;
import croft.workflow.testing.WorkflowTrial;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The kit passes a workflow done well and finds the usual mistakes. */
class WorkflowTrialTest {
  record Row(String scope, String id) {}

  private static final Table<Row> ROWS = Table.of("trial_row", Row.class, Row::scope, Row::id);

  /** A cloud that makes things by token, and the store. */
  private static final class World {
    final Store store;
    final Map<String, String> things = new TreeMap<>();
    int count;

    World(Store store) {
      this.store = store;
      store.register(ROWS);
    }

    String make(String token, String name) {
      things.put(name, things.getOrDefault(name, token));
      return name;
    }

    Map<String, Object> state() {
      Map<String, Object> state = new HashMap<>();
      state.put("things", Map.copyOf(things));
      state.put("rows", store.read(t -> t.listAll(ROWS)));
      state.put("count", count);
      return state;
    }
  }

  private static WorkflowTrial<World, Scripted.Input> trial(Function<World, Scripted.Story> story) {
    return new WorkflowTrial<>(
        World::new,
        world -> Scripted.of(story.apply(world)),
        World::state,
        new Scripted.Input("x", 1));
  }

  private static Scripted.Story sound(World world) {
    return (steps, input) -> {
      steps.undo("volume", context -> world.things.remove("volume"));
      steps.step("volume", context -> world.make(context.token(), "volume"));
      steps.undo("row", context -> world.store.<Boolean>write(t -> t.delete(ROWS, "s", "row")));
      steps.write(
          "row",
          Boolean.class,
          t -> {
            t.insert(ROWS, new Row("s", "row"));
            return true;
          });
      steps.sleep("settle", Duration.ofMinutes(5));
      steps.await(
          "there",
          context -> world.things.containsKey("volume"),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1));
      steps.undo("instance", context -> world.things.remove("instance"));
      steps.step("instance", context -> world.make(context.token(), "instance"));
    };
  }

  @Test
  void passesASoundWorkflow() {
    WorkflowTrial<World, Scripted.Input> trial = trial(WorkflowTrialTest::sound);
    assertThat(trial.endsAlike())
        .containsExactly("volume", "row", "settle deadline", "there deadline", "there", "instance");
    trial.takesBack();
    trial.takesBackHalfDone();
  }

  @Test
  void findsAStepThatIsNotIdempotent() {
    WorkflowTrial<World, Scripted.Input> trial =
        trial(world -> (steps, input) -> steps.step("count", context -> world.count++));
    assertThatThrownBy(trial::endsAlike)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("AFTER_BODY")
        .hasMessageContaining("count=2");
  }

  @Test
  void findsAMissingUndo() {
    WorkflowTrial<World, Scripted.Input> trial =
        trial(world ->
            (steps, input) -> {
              steps.step("volume", context -> world.make("t", "volume"));
              steps.step("instance", context -> world.make("t", "instance"));
            });
    assertThatThrownBy(trial::takesBack)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("instance")
        .hasMessageContaining("volume=t");
  }
}
