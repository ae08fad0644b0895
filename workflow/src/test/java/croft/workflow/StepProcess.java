package croft.workflow;

import croft.store.Store;
import croft.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of its own that only runs {@link #workflow}: tests start several and kill them.
 * Arguments: store, server's name, log file.
 */
final class StepProcess {
  static final int STEPS = 10;
  private static final Duration STEP = Duration.ofMillis(10);

  private StepProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Store store = Store.open(StoreConfig.parse(arguments[0]));
    WorkflowEngine engine = engine(store, arguments[1]);
    engine.register(workflow(Path.of(arguments[2])));
    engine.launch();
    System.out.println("launched");
    new CountDownLatch(1).await();
  }

  static WorkflowEngine engine(Store store, String server) {
    return new WorkflowEngine(
        store,
        InstantSource.system(),
        new EngineConfig(
            server, 8, Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofDays(1)));
  }

  /** Steps that log when they begin and end, and give what their token says. */
  static Scripted workflow(Path log) {
    return Scripted.of((steps, input) -> {
      for (int i = 0; i < STEPS; i++) {
        String name = "step " + i;
        steps.step(
            name,
            String.class,
            context -> {
              append(log, "begin", steps.workflowId(), name);
              LockSupport.parkNanos(STEP.toNanos());
              append(log, "end", steps.workflowId(), name);
              return context.token();
            });
      }
    });
  }

  /** One short write to a file opened for appending: whole lines, from any number of processes. */
  private static void append(Path log, String what, String id, String step) throws IOException {
    String line = ProcessHandle.current().pid() + "," + what + "," + id + "," + step + "\n";
    Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
