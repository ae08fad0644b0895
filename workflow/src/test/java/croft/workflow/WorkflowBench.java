package croft.workflow;

import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.testing.LocalPostgresql;
import croft.workflow.Scripted.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Counts durable steps per second, on {@code sqlite FOLDER} or {@code postgresql}. Not a test. */
final class WorkflowBench {
  private static final int WORKFLOWS = 500;
  private static final int STEPS = 20;

  private WorkflowBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments[0]) {
      case "sqlite" -> {
        Path folder = Files.createTempDirectory(Path.of(arguments[1]), "workflow-bench");
        measure(StoreConfig.sqlite(folder.resolve("store.db")));
      }
      case "postgresql" -> {
        try (LocalPostgresql postgresql = LocalPostgresql.startDurable()) {
          measure(postgresql.newDatabase());
        }
      }
      default -> throw new IllegalArgumentException("sqlite or postgresql");
    }
  }

  private static void measure(StoreConfig config) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(WORKFLOWS);
    Scripted workflow =
        Scripted.of((steps, input) -> {
          for (int i = 0; i < STEPS; i++) {
            steps.step("step " + i, String.class, StepContext::token);
          }
          left.countDown();
        });
    try (Store store = Store.open(config);
        WorkflowEngine engine =
            new WorkflowEngine(
                store,
                InstantSource.system(),
                new EngineConfig(
                    "bench",
                    64,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1)))) {
      engine.register(workflow);
      store.write(t -> {
        for (int i = 0; i < WORKFLOWS; i++) {
          engine.start(t, workflow, "id-" + i, new Input("x", i));
        }
        return null;
      });
      long begin = System.nanoTime();
      engine.launch();
      left.await();
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf("%.0f durable steps/s%n", WORKFLOWS * STEPS / seconds);
    }
  }
}
