package croft.store;

import static croft.store.Samples.VOLUMES;
import static croft.store.Samples.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite locked, full, killed: the store says so, loses nothing and goes on. */
class SqliteFaultTest {
  @TempDir private Path folder;

  private static void put(Store store, String id) {
    store.write(t -> {
      t.put(VOLUMES, volume("s", id));
      return null;
    });
  }

  private static List<String> ids(Store store) {
    return store.read(t -> t.listAll(VOLUMES).stream().map(Samples.Volume::id).toList());
  }

  @Test
  void saysWhenAnotherProcessHoldsTheLockAndGoesOnAfterwards() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 to hold the lock");
    Path file = folder.resolve("store.db");
    try (Store store = Store.open(new StoreConfig.Sqlite(file, Duration.ofMillis(300)))) {
      store.register(VOLUMES);
      put(store, "before");
      Process holder =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  "-c",
                  """
                  import sqlite3, sys
                  c = sqlite3.connect(sys.argv[1], isolation_level=None)
                  c.execute('BEGIN IMMEDIATE')
                  print('held', flush=True)
                  sys.stdin.read()
                  """,
                  file.toString())
              .start();
      try (BufferedReader out = holder.inputReader()) {
        assertThat(out.readLine()).isEqualTo("held");
        assertThatThrownBy(() -> put(store, "during"))
            .isInstanceOf(StoreUnavailable.class)
            .hasMessageContaining("locked by another process");
        assertThat(ids(store)).as("reading goes on").containsExactly("before");
      } finally {
        holder.destroyForcibly().waitFor();
      }
      put(store, "after");
      assertThat(ids(store)).containsExactly("after", "before");
    }
  }

  @Test
  void saysWhenTheDiskIsFullAndGoesOnAfterwards() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a small disk");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString()) == 0,
        "a tmpfs cannot be mounted here");
    try (Store store = Store.open(StoreConfig.sqlite(disk.resolve("store.db")))) {
      store.register(VOLUMES);
      put(store, "before");
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      List<String> kept = new ArrayList<>(List.of("before"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  put(store, "during-" + i);
                  kept.add("during-" + i);
                }
              })
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("full");
      assertThat(ids(store)).containsExactlyInAnyOrderElementsOf(kept);
      Files.delete(ballast);
      put(store, "after");
      kept.add("after");
      assertThat(ids(store)).containsExactlyInAnyOrderElementsOf(kept);
    } finally {
      run("umount", disk.toString());
    }
  }

  private static void fill(Path ballast) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(ballast)) {
      for (int i = 0; i < 10_000; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }

  @Test
  void refusesWhatIsNoStore() throws IOException {
    Path file = Files.writeString(folder.resolve("store.db"), "not a database ".repeat(100));
    assertThatThrownBy(() -> Store.open(StoreConfig.sqlite(file)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("damaged");
    Path under = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Store.open(StoreConfig.sqlite(under.resolve("store.db"))))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aKilledProcessLosesNothingItSaidWasCommitted() throws Exception {
    Path file = folder.resolve("store.db");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = child.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        said.add(line);
        if (said.size() == 300) {
          child.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    }
    assertThat(said).hasSizeGreaterThanOrEqualTo(300);
    try (Store store = Store.open(StoreConfig.sqlite(file))) {
      store.register(VOLUMES);
      assertThat(ids(store)).containsAll(said);
    }
  }

  /** Commits rows from several threads and says each one after its commit. */
  static final class CommittingProcess {
    private CommittingProcess() {}

    public static void main(String[] arguments) {
      Store store = Store.open(StoreConfig.sqlite(Path.of(arguments[0])));
      store.register(VOLUMES);
      for (int thread = 0; thread < 4; thread++) {
        String name = "t" + thread;
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 1_000_000; i++) {
                String id = name + "-" + i;
                put(store, id);
                System.out.println(id);
              }
            });
      }
    }
  }

  @Test
  void oneFailingBodyDoesNotHarmThoseCommittedWithIt() throws Exception {
    try (Store store = Store.open(StoreConfig.sqlite(folder.resolve("store.db")));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      store.register(VOLUMES);
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(1);
      Future<?> first =
          threads.submit(() ->
              store.write(t -> {
                entered.countDown();
                awaitQuietly(queued);
                t.put(VOLUMES, volume("s", "first"));
                return null;
              }));
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      List<Future<?>> rest = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        rest.add(
            threads.submit(() ->
                store.write(t -> {
                  t.put(VOLUMES, volume("s", "n" + number));
                  if (number % 2 == 1) {
                    throw new IllegalArgumentException("odd");
                  }
                  return null;
                })));
      }
      queued.countDown();
      first.get(10, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        Future<?> one = rest.get(i);
        if (i % 2 == 1) {
          assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("odd");
        } else {
          one.get(10, TimeUnit.SECONDS);
        }
      }
      assertThat(ids(store)).hasSize(11).doesNotContain("n1", "n19").contains("first", "n0", "n18");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
