package croft.store;

import com.sun.management.OperatingSystemMXBean;
import croft.store.Samples.Volume;
import croft.store.testing.LocalPostgresql;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Measures a store: {@code cold} times the first uses in a fresh process, {@code sqlite} and {@code
 * postgresql} count durable writes and reads per second. Not a test.
 */
final class StoreBench {
  private static final Duration EACH = Duration.ofSeconds(4);

  private StoreBench() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "cold" -> cold(Path.of(arguments[1]));
      case "sqlite" -> {
        Path folder = Files.createTempDirectory(Path.of(arguments[1]), "store-bench");
        rates(StoreConfig.sqlite(folder.resolve("store.db")));
      }
      case "postgresql" -> {
        try (LocalPostgresql postgresql = LocalPostgresql.startDurable()) {
          rates(postgresql.newDatabase());
        }
      }
      default -> throw new IllegalArgumentException("cold, sqlite or postgresql");
    }
  }

  /** Prints wall and CPU milliseconds of each first use: on a busy machine believe the latter. */
  private static void cold(Path file) {
    Stopwatch watch = new Stopwatch();
    Store store = Store.open(StoreConfig.sqlite(file));
    watch.lap("open");
    store.register(Samples.VOLUMES);
    watch.lap("register");
    Volume volume = Samples.volume("s", "vol-1");
    String text = store.documents().write(volume, Volume.class);
    watch.lap("first document written");
    store.documents().read(text, Volume.class);
    watch.lap("first document read");
    store.write(t -> {
      t.put(Samples.VOLUMES, volume);
      return null;
    });
    watch.lap("first put");
    store.read(t -> t.get(Samples.VOLUMES, "s", "vol-1").orElseThrow());
    watch.lap("first get");
    store.close();
    watch.lap("close");
  }

  /** Times what happens between laps, in this thread and in all others together. */
  private static final class Stopwatch {
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long wall = System.nanoTime();
    private long cpu = system.getProcessCpuTime();

    void lap(String what) {
      long wallNow = System.nanoTime();
      long cpuNow = system.getProcessCpuTime();
      System.out.printf(
          "%s: %.1f ms, CPU %.1f%n", what, (wallNow - wall) / 1e6, (cpuNow - cpu) / 1e6);
      wall = System.nanoTime();
      cpu = system.getProcessCpuTime();
    }
  }

  private static void rates(StoreConfig config) {
    try (Store store = Store.open(config)) {
      store.register(Samples.VOLUMES);
      store.write(t -> {
        for (int i = 0; i < 1_000; i++) {
          t.put(Samples.VOLUMES, Samples.volume("s", "vol-" + i));
        }
        return null;
      });
      for (int threads : new int[] {1, 8, 64}) {
        rate(
            "durable writes, " + threads + " threads",
            threads,
            i ->
                store.write(t -> {
                  t.put(Samples.VOLUMES, Samples.volume("s", "vol-" + i % 1_000));
                  return null;
                }));
      }
      for (int threads : new int[] {1, 2, 8}) {
        rate(
            "reads, " + threads + " threads",
            threads,
            i -> store.read(t -> t.get(Samples.VOLUMES, "s", "vol-" + i % 1_000).orElseThrow()));
      }
    }
  }

  private static void rate(String what, int threads, LongConsumer once) {
    AtomicLong count = new AtomicLong();
    long begin = System.nanoTime();
    long end = begin + EACH.toNanos();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < threads; thread++) {
        pool.execute(() -> {
          while (System.nanoTime() < end) {
            once.accept(count.getAndIncrement());
          }
        });
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("%s: %.0f/s%n", what, count.get() / seconds);
  }
}
