package croft.store;

import static croft.store.Samples.VOLUMES;
import static croft.store.Samples.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.store.Samples.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever the database. */
abstract class StoreContract {
  private static final String HERE = "111122223333/eu-test-1";
  private static final String THERE = "111122223333/eu-test-2";

  private Store store;

  /** An empty database, the same one at every call within a test. */
  abstract StoreConfig config();

  @BeforeEach
  void open() {
    store = Store.open(config());
    store.register(VOLUMES);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(Volume... volumes) {
    store.write(transaction -> {
      for (Volume volume : volumes) {
        transaction.put(VOLUMES, volume);
      }
      return null;
    });
  }

  private List<String> ids(List<Volume> volumes) {
    return volumes.stream().map(Volume::id).toList();
  }

  @Test
  void readsBackWhatWasWritten() {
    Volume attached =
        new Volume(
            HERE,
            "vol-2",
            "a",
            "i-1",
            500,
            false,
            null,
            new Samples.State.Attached(Instant.ofEpochSecond(1, 5), "/dev/sdf"),
            List.of(),
            Map.of());
    put(volume(HERE, "vol-1"), attached);
    assertThat(store.<List<Volume>>read(t -> t.list(VOLUMES, HERE)))
        .containsExactly(volume(HERE, "vol-1"), attached);
    assertThat(store.<Boolean>read(t -> t.get(VOLUMES, THERE, "vol-1").isPresent())).isFalse();
  }

  @Test
  void storesComponentsOnly() {
    put(volume(HERE, "vol-1"));
    List<String> documents =
        store.read(t -> t.sql().query("SELECT document FROM t_test_volume", r -> r.getString(1)));
    assertThat(documents.getFirst())
        .doesNotContain("never stored", "large", "null")
        .contains("\"is\":\"Available\"", "2026-01-02T03:04:05.678901234Z");
  }

  @Test
  void readsOldDocuments() {
    put(volume(HERE, "vol-1"));
    store.write(t ->
        t.sql()
            .update(
                "UPDATE t_test_volume SET document = ?",
                "{\"scope\":\"s\",\"id\":\"vol-1\",\"gone\":{\"a\":[1]}}"));
    Volume old = store.read(t -> t.get(VOLUMES, HERE, "vol-1").orElseThrow());
    assertThat(old.labels()).isEmpty();
    assertThat(old.gibibytes()).isZero();
  }

  @Test
  void listsByScopeInOrderOfBytesAndPages() {
    put(volume(THERE, "c"), volume(HERE, "b"), volume(HERE, "\u00e9"), volume(HERE, "B"));
    put(volume(HERE, "\ud83d\ude00"), volume(HERE, "\uffee"), volume(HERE, "a"));
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE))))
        .containsExactly("B", "a", "b", "\u00e9", "\uffee", "\ud83d\ude00");
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE, "", 2)))).containsExactly("B", "a");
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE, "aa", 2)))).containsExactly("b", "\u00e9");
    assertThat(ids(store.read(t -> t.listAll(VOLUMES)))).hasSize(7).endsWith("c");
  }

  @Test
  void findsByIndex() {
    put(
        volume(HERE, "1").attached("i-1"),
        volume(HERE, "2").attached("i-1"),
        volume(THERE, "3").attached("i-1"),
        volume(HERE, "4").attached("i-2"),
        volume(HERE, "5"));
    assertThat(ids(store.read(t -> t.find(VOLUMES, "instance", "i-1"))))
        .containsExactly("1", "2", "3");
    assertThat(ids(store.read(t -> t.findIn(VOLUMES, HERE, "instance", "i-1"))))
        .containsExactly("1", "2");
    assertThat(ids(store.read(t -> t.findBetween(VOLUMES, "instance", "i-1", "i-3", 4))))
        .containsExactly("1", "2", "3", "4");
    assertThat(ids(store.read(t -> t.findBetween(VOLUMES, "instance", "i-1", "i-2", 2))))
        .containsExactly("1", "2");
    assertThatThrownBy(() -> store.read(t -> t.find(VOLUMES, "size", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void indexesFollowChanges() {
    put(volume(HERE, "1").attached("i-1"));
    put(volume(HERE, "1").attached("i-2"));
    assertThat(store.<List<Volume>>read(t -> t.find(VOLUMES, "instance", "i-1"))).isEmpty();
    store.write(t -> {
      long version = t.getVersioned(VOLUMES, HERE, "1").orElseThrow().version();
      t.update(VOLUMES, volume(HERE, "1").attached("i-3"), version);
      return null;
    });
    assertThat(ids(store.read(t -> t.find(VOLUMES, "instance", "i-3")))).containsExactly("1");
  }

  @Test
  void insertRefusesWhatIsThereAndTheTransactionGoesOn() {
    put(volume(HERE, "1"));
    store.write(t -> {
      assertThatThrownBy(() -> t.insert(VOLUMES, volume(HERE, "1")))
          .isInstanceOf(AlreadyExistsException.class);
      t.insert(VOLUMES, volume(HERE, "2"));
      return null;
    });
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE)))).containsExactly("1", "2");
  }

  @Test
  void updateRefusesAnotherVersion() {
    put(volume(HERE, "1"));
    long version = version("1");
    put(volume(HERE, "1"));
    assertThat(version("1")).isGreaterThan(version);
    assertThatThrownBy(() -> update("1", version)).isInstanceOf(StaleVersionException.class);
    update("1", version("1"));
    assertThatThrownBy(() -> update("2", 1)).isInstanceOf(StaleVersionException.class);
  }

  @Test
  void aRowMadeAgainHasAnotherVersion() {
    put(volume(HERE, "1"));
    long version = version("1");
    assertThat(store.<Boolean>write(t -> t.delete(VOLUMES, HERE, "1"))).isTrue();
    assertThat(store.<Boolean>write(t -> t.delete(VOLUMES, HERE, "1"))).isFalse();
    put(volume(HERE, "1"));
    assertThatThrownBy(() -> update("1", version)).isInstanceOf(StaleVersionException.class);
  }

  private long version(String id) {
    return store.read(t -> t.getVersioned(VOLUMES, HERE, id).orElseThrow().version());
  }

  private void update(String id, long version) {
    store.write(t -> {
      t.update(VOLUMES, volume(HERE, id), version);
      return null;
    });
  }

  @Test
  void aThrowingBodyLeavesNothing() {
    RuntimeException mine = new IllegalArgumentException("mine");
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(() ->
            store.write(t -> {
              t.afterCommit(() -> ran.add("after"));
              t.put(VOLUMES, volume(HERE, "1"));
              throw mine;
            }))
        .isSameAs(mine);
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE)))).isEmpty();
    assertThat(ran).isEmpty();
  }

  @Test
  void afterCommitRunsOnceOnTheCallersThreadAndSeesTheCommit() {
    List<Object> ran = new ArrayList<>();
    store.write(t -> {
      t.put(VOLUMES, volume(HERE, "1"));
      t.afterCommit(() -> {
        throw new IllegalStateException("only logged");
      });
      t.afterCommit(() -> ran.add(Thread.currentThread()));
      t.afterCommit(() -> ran.add(store.<Boolean>read(r -> r.get(VOLUMES, HERE, "1").isPresent())));
      return null;
    });
    assertThat(ran).containsExactly(Thread.currentThread(), true);
  }

  @Test
  void changesTellsOfEachCommittedChangeBeforeTheWriteReturns() {
    LongSupplier changes = store.changes(VOLUMES);
    long before = changes.getAsLong();
    List<Long> seenByActions = new ArrayList<>();
    store.write(t -> {
      t.afterCommit(() -> seenByActions.add(changes.getAsLong()));
      t.put(VOLUMES, volume(HERE, "1"));
      return null;
    });
    long after = changes.getAsLong();
    assertThat(after).isNotEqualTo(before);
    assertThat(seenByActions).hasSize(1).doesNotContain(before);
    store.write(t -> t.delete(VOLUMES, HERE, "1"));
    assertThat(changes.getAsLong()).isNotEqualTo(after);
  }

  @Test
  void anErrorOfTheDatabaseDoomsTheTransactionEvenIfCaught() {
    assertThatThrownBy(() ->
            store.write(t -> {
              t.put(VOLUMES, volume(HERE, "1"));
              assertThatThrownBy(() -> t.sql().update("UPDATE nowhere SET a = 1"))
                  .isInstanceOf(IllegalStateException.class);
              return null;
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nowhere");
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE)))).isEmpty();
    put(volume(HERE, "2"));
  }

  @Test
  void refusesMisuse() {
    assertThatThrownBy(() -> store.write(t -> store.read(r -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("within");
    assertThatThrownBy(() -> store.read(t -> store.write(w -> 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            store.read(t -> {
              t.put(VOLUMES, volume(HERE, "1"));
              return null;
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write");
    Transaction over = store.write(t -> t);
    assertThatThrownBy(() -> over.list(VOLUMES, HERE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("over");
    Table<Volume> stranger = Table.of("stranger", Volume.class, Volume::scope, Volume::id);
    assertThatThrownBy(() -> store.read(t -> t.list(stranger, HERE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("registered");
    put(volume(HERE, "still works"));
  }

  @Test
  void aReadSeesOneSnapshot() throws Exception {
    put(volume(HERE, "1"));
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> sizes =
          threads.submit(() ->
              store.read(t -> {
                int before = t.list(VOLUMES, HERE).size();
                began.countDown();
                await(written);
                return List.of(before, t.list(VOLUMES, HERE).size());
              }));
      await(began);
      put(volume(HERE, "2"));
      written.countDown();
      assertThat(sizes.get(10, TimeUnit.SECONDS)).containsExactly(1, 1);
    }
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE)))).hasSize(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void concurrentDecisionsActAsIfAlone() throws Exception {
    put(volume(HERE, "counter"));
    AtomicInteger refused = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        String id = "v-" + i;
        all.add(
            threads.submit(() -> {
              try {
                store.write(t -> {
                  // At most ten may be attached: read, decide, write.
                  if (t.find(VOLUMES, "instance", "i-1").size() >= 10) {
                    throw new IllegalArgumentException("full");
                  }
                  t.insert(VOLUMES, volume(HERE, id).attached("i-1"));
                  return null;
                });
              } catch (IllegalArgumentException e) {
                refused.incrementAndGet();
              }
            }));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(ids(store.read(t -> t.find(VOLUMES, "instance", "i-1")))).hasSize(10);
    assertThat(refused).hasValue(50);
  }

  @Test
  void survivesReopening() {
    put(volume(HERE, "1"));
    store.close();
    open();
    assertThat(ids(store.read(t -> t.list(VOLUMES, HERE)))).containsExactly("1");
  }

  @Test
  void fillsANewIndexFromDocuments() {
    put(
        IntStream.range(0, 1_001)
            .mapToObj(i -> volume(i % 2 == 0 ? HERE : THERE, "v" + i))
            .toArray(Volume[]::new));
    store.close();
    Table<Volume> more =
        Table.of("test_volume", Volume.class, Volume::scope, Volume::id)
            .index("zone", Volume::zone)
            .index("size", v -> "s" + v.gibibytes());
    store = Store.open(config());
    store.register(more);
    assertThat(store.<List<Volume>>read(t -> t.find(more, "size", "s8"))).hasSize(1_001);
    store.close();
    open();
    assertThat(store.<List<Volume>>read(t -> t.find(VOLUMES, "instance", "i-1"))).isEmpty();
    put(volume(HERE, "1").attached("i-1"));
    assertThat(store.<List<Volume>>read(t -> t.find(VOLUMES, "instance", "i-1"))).hasSize(1);
  }

  @Test
  void aLaterRevisionFillsIndexesAnewAndAnEarlierOneIsRefused() {
    put(volume(HERE, "1"));
    store.close();
    Table<Volume> later =
        Table.of("test_volume", Volume.class, Volume::scope, Volume::id)
            .index("instance", Volume::instance)
            .index("zone", v -> "zone " + v.zone())
            .revision(2);
    store = Store.open(config());
    store.register(later);
    assertThat(store.<List<Volume>>read(t -> t.find(later, "zone", "zone eu-test-1a"))).hasSize(1);
    store.close();
    store = Store.open(config());
    assertThatThrownBy(() -> store.register(VOLUMES))
        .isInstanceOf(NewerSchemaException.class)
        .hasMessageContaining("newer Croft");
  }

  @Test
  void migratesForwardOnly() {
    Migration first =
        new Migration(
            1, "first", List.of("CREATE TABLE room_a (id {key} PRIMARY KEY, data {blob})"));
    Migration second =
        new Migration(2, "second", List.of("ALTER TABLE room_a ADD COLUMN at BIGINT"));
    store.migrate("room", List.of(first));
    store.migrate("room", List.of(first, second));
    store.migrate("room", List.of(first, second));
    byte[] bytes = {0, 1, -1};
    store.write(t ->
        t.sql().update("INSERT INTO room_a (id, data, at) VALUES (?, ?, ?)", "1", bytes, null));
    assertThat(
            store.<byte[]>read(
                t -> t.sql().query("SELECT data FROM room_a", r -> r.getBytes(1)).getFirst()))
        .isEqualTo(bytes);
    assertThatThrownBy(() -> store.migrate("room", List.of(first)))
        .isInstanceOf(NewerSchemaException.class);
  }

  @Test
  void refusesAStoreOfANewerSchema() {
    store.write(t ->
        t.sql()
            .update(
                "INSERT INTO croft_schema (room, number, name, applied_at)"
                    + " VALUES ('store', 99, 'from the future', 0)"));
    assertThatThrownBy(() -> Store.open(config()))
        .isInstanceOf(NewerSchemaException.class)
        .hasMessageContaining("99");
  }
}
