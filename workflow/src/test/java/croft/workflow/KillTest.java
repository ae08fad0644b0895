package croft.workflow;

import static croft.workflow.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.testing.LocalPostgresql;
import croft.workflow.Scripted.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, really killed: every step is recorded once, and no workflow runs twice at once.
 */
class KillTest {
  private static final int WORKFLOWS = 30;
  private static final int ALL_STEPS = WORKFLOWS * StepProcess.STEPS;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  /** A line of the log that the processes share. */
  private record Line(String pid, String what, String id, String step) {
    static Line parse(String text) {
      String[] parts = text.split(",", -1);
      return new Line(parts[0], parts[1], parts[2], parts[3]);
    }
  }

  private Process launch(String store, String server) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StepProcess.class.getName(),
                store,
                server,
                log().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(server + ".out").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static void startAll(Store store) {
    WorkflowEngine engine = StepProcess.engine(store, "starter");
    Scripted workflow = StepProcess.workflow(Path.of("unused"));
    engine.register(workflow);
    store.write(t -> {
      for (int i = 0; i < WORKFLOWS; i++) {
        engine.start(t, workflow, "id-" + i, new Input("x", i));
      }
      return null;
    });
  }

  private static int recorded(Store store) {
    return store.read(t ->
        t.sql().queryFirst("SELECT COUNT(*) FROM workflow_step", row -> row.getInt(1)).orElse(0));
  }

  private static int succeeded(Store store) {
    return store.read(t ->
        t.sql()
            .queryFirst(
                "SELECT COUNT(*) FROM workflow_run WHERE state = 'SUCCEEDED'", row -> row.getInt(1))
            .orElse(0));
  }

  /** Kills two servers in the midst of their work; a third and a fourth finish it. */
  private void everyStepIsRecordedOnce(String url) throws Exception {
    try (Store store = Store.open(StoreConfig.parse(url))) {
      startAll(store);
      Process first = launch(url, "first");
      Process second = launch(url, "second");
      eventually("a third is done", Duration.ofMinutes(1), () -> recorded(store) > ALL_STEPS / 3);
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
      assertThat(succeeded(store)).isLessThan(WORKFLOWS);
      launch(url, "first");
      launch(url, "third");
      eventually("all is done", Duration.ofMinutes(2), () -> succeeded(store) == WORKFLOWS);
      assertThat(recorded(store)).isEqualTo(ALL_STEPS);
      Set<String> tokens =
          new HashSet<>(
              store.<List<String>>read(
                  t -> t.sql().query("SELECT result FROM workflow_step", r -> r.getString(1))));
      assertThat(tokens).hasSize(ALL_STEPS);
    }
    checkLog(List.of(processes.get(0).pid(), processes.get(1).pid()));
  }

  /**
   * Steps ran in order and one at a time per workflow. Only a step that was under way at a kill may
   * have run twice.
   */
  private void checkLog(List<Long> killed) throws IOException {
    Map<String, Line> running = new HashMap<>();
    Map<String, Integer> times = new HashMap<>();
    for (String text : Files.readAllLines(log())) {
      Line line = Line.parse(text);
      if (line.what.equals("begin")) {
        Line before = running.put(line.id, line);
        if (before != null) {
          assertThat(killed).as("%s while %s", line, before).contains(Long.valueOf(before.pid));
        }
        times.merge(line.id + " " + line.step, 1, Integer::sum);
      } else {
        Line begun = running.remove(line.id);
        assertThat(begun).isEqualTo(new Line(line.pid, "begin", line.id, line.step));
      }
    }
    assertThat(times).hasSize(ALL_STEPS);
    long twice = times.values().stream().filter(count -> count > 1).count();
    assertThat(twice).as("steps repeated").isLessThanOrEqualTo(8L * killed.size());
  }

  @Test
  void everyStepIsRecordedOnceOnSqlite() throws Exception {
    everyStepIsRecordedOnce("sqlite:" + folder.resolve("store.db"));
  }

  @Test
  void everyStepIsRecordedOnceOnPostgresql() throws Exception {
    try (LocalPostgresql postgresql = postgresql()) {
      everyStepIsRecordedOnce(postgresql.newUrl());
    }
  }

  @Test
  void twoServersShareTheWorkAndNeverRunOneWorkflowAtOnce() throws Exception {
    try (LocalPostgresql postgresql = postgresql()) {
      String url = postgresql.newUrl();
      try (Store store = Store.open(StoreConfig.parse(url))) {
        StepProcess.engine(store, "migrates");
        launch(url, "first");
        launch(url, "second");
        for (String server : List.of("first", "second")) {
          eventually(server + " is launched", Duration.ofMinutes(1), () -> isLaunched(server));
        }
        startAll(store);
        eventually("all is done", Duration.ofMinutes(2), () -> succeeded(store) == WORKFLOWS);
        assertThat(recorded(store)).isEqualTo(ALL_STEPS);
      }
      checkLog(List.of());
      Set<String> pids = new HashSet<>();
      Files.readAllLines(log()).forEach(line -> pids.add(Line.parse(line).pid));
      assertThat(pids).as("both took part").hasSize(2);
    }
  }

  private boolean isLaunched(String server) {
    try {
      return Files.readString(folder.resolve(server + ".out")).contains("launched");
    } catch (IOException e) {
      return false;
    }
  }

  private static LocalPostgresql postgresql() {
    String missing = LocalPostgresql.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    return LocalPostgresql.start();
  }
}
