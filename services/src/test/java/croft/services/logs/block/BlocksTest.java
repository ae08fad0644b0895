package croft.services.logs.block;

import static org.assertj.core.api.Assertions.assertThat;

import croft.store.Store;
import croft.store.StoreConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go in by batches and come out in the order of time, whatever happens to the blocks. */
class BlocksTest {
  private static final long GROUP = 7;
  private static final int STREAMS = 4;

  @TempDir Path directory;
  private Store store;
  private Blocks blocks;
  private final Map<Long, Long> numbers = new HashMap<>();
  private final List<StoredEvent> kept = new ArrayList<>();

  StoreConfig config(Path scratch) {
    return StoreConfig.sqlite(scratch.resolve("croft.db"));
  }

  @BeforeEach
  void open() {
    store = Store.open(config(directory));
    store.register(Removal.TABLE);
    store.migrate(Blocks.ROOM, Blocks.MIGRATIONS);
    blocks = new Blocks(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(long stream, List<Draft> events) {
    long number = numbers.getOrDefault(stream, 1L);
    Blocks.Ready ready = new Blocks.Ready(events, 99);
    store.write(tx -> {
      Blocks.append(tx, GROUP, stream, number, ready);
      return events;
    });
    kept.addAll(ready.stored(stream, number));
    numbers.put(stream, number + ready.numbers());
  }

  /** Batches of several streams whose times overlap and do not grow. */
  private void putMany(Random random, int batches) {
    for (int i = 0; i < batches; i++) {
      long begin = 1000L + random.nextInt(5000);
      List<Draft> events =
          Stream.iterate(begin, at -> at + random.nextInt(50))
              .limit(1 + random.nextInt(20))
              .map(at -> new Draft(at, "ä" + at + " " + random.nextInt()))
              .toList();
      put(1 + random.nextInt(STREAMS), events);
    }
  }

  private List<StoredEvent> read(Selection selection) {
    EventCursor cursor = blocks.read(selection);
    List<StoredEvent> events = new ArrayList<>();
    for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      events.add(next.get());
    }
    return events;
  }

  private List<StoredEvent> expected(Selection selection) {
    Comparator<StoredEvent> order = Comparator.comparing(StoredEvent::position);
    return kept.stream()
        .filter(event ->
            selection.streams().isEmpty()
                || selection.streams().contains(event.position().stream()))
        .filter(event -> selection.has(event.position()))
        .sorted(selection.descending() ? order.reversed() : order)
        .toList();
  }

  private void assertAllWays(Random random) {
    for (Selection selection :
        List.of(
            Selection.of(GROUP, Set.of(), 0, Long.MAX_VALUE),
            Selection.of(GROUP, Set.of(2L, 3L), 2000, 4000),
            Selection.of(GROUP, Set.of(1L), 1500, 1500 + random.nextInt(3000)))) {
      StoredEvent middle = kept.get(random.nextInt(kept.size()));
      for (Selection one :
          List.of(
              selection,
              selection.backwards(),
              selection.beyond(middle.position()),
              selection.backwards().beyond(middle.position()))) {
        assertThat(read(one)).isEqualTo(expected(one));
      }
    }
  }

  @Test
  void readsInOrderInEitherDirectionBeforeAndAfterPacking() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    putMany(random, 150);
    assertAllWays(random);
    assertThat(read(Selection.of(GROUP + 1, Set.of(), 0, Long.MAX_VALUE))).isEmpty();

    blocks.pack();
    long rows = rows();
    assertThat(rows).as("seed %d", seed).isLessThan(STREAMS * 16L);
    assertAllWays(random);

    putMany(random, 100);
    assertAllWays(random);
    blocks.pack();
    assertAllWays(random);
  }

  private long rows() {
    return store.<Integer>read(
        tx -> tx.sql().query("SELECT number FROM logs_block", row -> row.getLong(1)).size());
  }

  @Test
  void aReaderGoesOnWhenBlocksArePackedUnderIt() {
    Random random = new Random(5);
    putMany(random, 200);
    Selection all = Selection.of(GROUP, Set.of(), 0, Long.MAX_VALUE);
    EventCursor cursor = blocks.read(all);
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(cursor.next().orElseThrow());
    }
    blocks.pack();
    cursor.next().ifPresent(events::add);
    for (Optional<StoredEvent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      events.add(next.get());
    }
    assertThat(events).isEqualTo(expected(all));
  }

  @Test
  void cutsWhatIsLargeAndKeepsItsOrder() {
    String large = "x".repeat(50_000);
    List<Draft> events =
        Stream.iterate(1, i -> i + 1).limit(20).map(i -> new Draft(5000, i + large)).toList();
    put(1, events);
    assertThat(rows()).isEqualTo(10);
    Selection all = Selection.of(GROUP, Set.of(), 0, Long.MAX_VALUE);
    assertThat(read(all))
        .extracting(StoredEvent::message)
        .isEqualTo(events.stream().map(Draft::message).toList());
    put(1, List.of(new Draft(1, "y".repeat(1_000_000))));
    assertThat(read(all).getFirst().message()).hasSize(1_000_000);
  }

  @Test
  void packedBlocksAreSmallAndCountAsBefore() {
    for (int i = 0; i < 100; i++) {
      put(1, List.of(new Draft(1000 + i, "GET /index.html 200 " + "agent ".repeat(20) + i)));
    }
    long bytes = store.<Long>read(tx -> Blocks.bytes(tx, GROUP));
    assertThat(bytes)
        .isEqualTo(kept.stream().mapToLong(event -> event.message().length() + 26).sum());
    blocks.pack();
    assertThat(store.<Long>read(tx -> Blocks.bytes(tx, GROUP))).isEqualTo(bytes);
    long stored =
        store.<Long>read(tx ->
            tx.sql()
                .queryFirst("SELECT SUM(LENGTH(body)) FROM logs_block", row -> row.getLong(1))
                .orElseThrow());
    assertThat(stored).isLessThan(bytes / 5);
  }

  @Test
  void removesWhatIsOldAndWhatWasDeleted() {
    for (int i = 0; i < 500; i++) {
      put(1, List.of(new Draft(1000 + i, "a"), new Draft(1001 + i, "b")));
      put(2, List.of(new Draft(1000 + i, "c")));
    }
    blocks.removeOlder(GROUP, 1250);
    Selection all = Selection.of(GROUP, Set.of(), 0, Long.MAX_VALUE);
    // A block goes when its last event is old.
    assertThat(read(all).getFirst().at()).isEqualTo(1249);
    Removal stream = new Removal(GROUP, 2);
    store.write(tx -> {
      tx.put(Removal.TABLE, stream);
      return stream;
    });
    new BlockUpkeep(store, blocks, Map::of).reconcile();
    assertThat(read(all)).isNotEmpty().noneMatch(event -> event.position().stream() == 2);
    store.write(tx -> {
      tx.put(Removal.TABLE, new Removal(GROUP, 0));
      return stream;
    });
    new BlockUpkeep(store, blocks, Map::of).reconcile();
    assertThat(rows()).isZero();
    assertThat(store.<List<Removal>>read(tx -> tx.listAll(Removal.TABLE))).isEmpty();
  }

  @Test
  void anEventsIdTellsWhereItIs() {
    Position position = new Position(1_700_000_000_123L, 123_456_789_012_345L, 17, 9_999);
    assertThat(position.id()).hasSize(56);
    assertThat(Position.parse(position.id())).contains(position);
    assertThat(Position.parse("1")).isEmpty();
    assertThat(Position.parse("9".repeat(56))).isEmpty();
  }
}
