package croft.services.logs.block;

import croft.services.logs.block.BlockTable.Loose;
import croft.services.logs.block.BlockTable.Place;
import croft.services.logs.block.BlockTable.Row;
import croft.services.logs.block.BlockTable.Source;
import croft.store.Migration;
import croft.store.Store;
import croft.store.Transaction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps events and gives them back. All that is known of them is in the store. */
public final class Blocks {
  /** Its own table's schema, for {@link Store#migrate} under {@link #ROOM}. */
  public static final List<Migration> MIGRATIONS = BlockTable.MIGRATIONS;

  public static final String ROOM = "logs";

  /** How many blocks are removed in one transaction: others wait for it. */
  private static final int AT_ONCE = 200;

  /** How many small blocks a stream may have before they are put together. */
  private static final int LOOSE = 16;

  /** How many are put together in one transaction. */
  private static final int MOST_PACKED = 256;

  private final Store store;

  public Blocks(Store store) {
    this.store = store;
  }

  /** Events made ready to be kept, before the transaction in which others wait. */
  public static final class Ready {
    private final List<Batch> batches;
    private final long ingestedAt;

    /**
     * Makes them ready.
     *
     * @param events in the order of time
     * @param ingestedAt milliseconds since the epoch
     */
    public Ready(List<Draft> events, long ingestedAt) {
      this.batches = Batch.of(events, ingestedAt);
      this.ingestedAt = ingestedAt;
    }

    /** When they came, in milliseconds since the epoch. */
    public long ingestedAt() {
      return ingestedAt;
    }

    /** How many numbers they need. */
    public int numbers() {
      return batches.size();
    }

    /**
     * The events as they are kept.
     *
     * @param stream the stream's key
     * @param firstNumber the number the first batch got
     */
    public List<StoredEvent> stored(long stream, long firstNumber) {
      List<StoredEvent> events = new ArrayList<>();
      for (int i = 0; i < batches.size(); i++) {
        List<Draft> drafts = batches.get(i).events();
        for (int index = 0; index < drafts.size(); index++) {
          Draft draft = drafts.get(index);
          Position position = new Position(draft.at(), stream, firstNumber + i, index);
          events.add(new StoredEvent(position, ingestedAt, draft.message()));
        }
      }
      return events;
    }
  }

  /**
   * Keeps events, in the caller's transaction.
   *
   * @param firstNumber above all that the stream had before
   */
  public static void append(
      Transaction tx, long group, long stream, long firstNumber, Ready events) {
    for (int i = 0; i < events.batches.size(); i++) {
      Batch batch = events.batches.get(i);
      long number = firstNumber + i;
      Place place = new Place(group, stream, number, batch.begins(), batch.ends());
      BlockTable.insert(tx.sql(), new Row(place, batch.bytes(), false, batch.numbered(number)));
    }
  }

  /** Reads events. */
  public EventCursor read(Selection selection) {
    return new EventCursor(store, selection);
  }

  /** How many bytes a group has, as AWS counts them. */
  public static long bytes(Transaction tx, long group) {
    return BlockTable.bytes(tx.sql(), group);
  }

  /** Removes the blocks of a group whose events all are older, a few at a time. */
  void removeOlder(long group, long before) {
    removeAll(tx -> BlockTable.older(tx.sql(), group, before, AT_ONCE));
  }

  /** Removes all events of what was deleted. */
  void remove(Removal removal) {
    if (removal.stream() == 0) {
      removeOlder(removal.group(), Long.MAX_VALUE);
    } else {
      Source source = new Source(removal.group(), removal.stream());
      removeAll(tx -> BlockTable.some(tx.sql(), source, AT_ONCE));
    }
    store.write(tx ->
        tx.delete(Removal.TABLE, Long.toString(removal.group()), Long.toString(removal.stream())));
  }

  private void removeAll(Function<Transaction, List<Place>> some) {
    int removed;
    do {
      removed =
          store.<Integer>write(tx -> {
            List<Place> places = some.apply(tx);
            places.forEach(place -> BlockTable.delete(tx.sql(), place));
            return places.size();
          });
    } while (removed == AT_ONCE);
  }

  /** Puts small blocks together and packs them. */
  void pack() {
    List<Source> sources = store.<List<Source>>read(tx -> BlockTable.loose(tx.sql(), LOOSE));
    for (Source source : sources) {
      int left;
      do {
        left = store.<Integer>write(tx -> packSome(tx, source));
      } while (left >= LOOSE);
    }
  }

  /** How many of those it looked at are left. */
  private static int packSome(Transaction tx, Source source) {
    List<Loose> loose = BlockTable.loose(tx.sql(), source, MOST_PACKED);
    List<Loose> some = new ArrayList<>();
    int size = 0;
    for (Loose block : loose) {
      if (!some.isEmpty() && size + block.length() > Batch.LARGEST_BODY) {
        break;
      }
      some.add(block);
      size += block.length();
    }
    if (!some.isEmpty()) {
      Row joined = joined(tx, some);
      some.forEach(block -> BlockTable.delete(tx.sql(), block.place()));
      BlockTable.insert(tx.sql(), joined);
    }
    return loose.size() - some.size();
  }

  private static Row joined(Transaction tx, List<Loose> blocks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Loose block : blocks) {
      body.writeBytes(BlockTable.body(tx.sql(), block.place()).orElseThrow());
    }
    Place first = blocks.getFirst().place();
    Place place =
        new Place(
            first.group(),
            first.stream(),
            first.number(),
            blocks.stream().mapToLong(block -> block.place().begins()).min().orElseThrow(),
            blocks.stream().mapToLong(block -> block.place().ends()).max().orElseThrow());
    long bytes = blocks.stream().mapToLong(Loose::bytes).sum();
    return new Row(place, bytes, true, Packing.pack(body.toByteArray()));
  }
}
