package croft.drivers.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of blobs must do. */
public abstract class BlobStoreContract {
  /** An empty store. */
  protected abstract BlobStore store() throws IOException;

  protected static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  protected static void put(BlobStore store, String id, byte[] bytes) throws IOException {
    try (BlobWriter writer = store.create(id)) {
      int half = bytes.length / 2;
      writer.write(bytes, 0, half);
      writer.write(bytes, half, bytes.length - half);
      writer.commit();
    }
  }

  protected static byte[] all(BlobStore store, String id) throws IOException {
    try (InputStream in = store.open(id, 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private static List<String> ids(BlobStore store) throws IOException {
    return store.list("", 1000).stream().map(BlobEntry::id).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 9_000_001, 20_000_000})
  void givesBackWhatWasCommitted(int size) throws IOException {
    BlobStore store = store();
    put(store, "abcdef01", bytes(size));
    assertThat(all(store, "abcdef01")).isEqualTo(bytes(size));
    assertThat(store.list("", 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.id()).isEqualTo("abcdef01");
          assertThat(entry.sizeBytes()).isEqualTo(size);
        });
  }

  @Test
  void readsRanges() throws IOException {
    BlobStore store = store();
    byte[] bytes = bytes(100_000);
    put(store, "abcdef01", bytes);
    assertRange(store, 0, 1, bytes);
    assertRange(store, 99_999, 1, bytes);
    assertRange(store, 40_000, 30_000, bytes);
    assertRange(store, 50, 0, bytes);
    try (InputStream in = store.open("abcdef01", 99_990, 100)) {
      assertThat(in.readAllBytes()).hasSize(10);
    }
  }

  private static void assertRange(BlobStore store, int from, int count, byte[] bytes)
      throws IOException {
    try (InputStream in = store.open("abcdef01", from, count)) {
      assertThat(in.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, from, from + count));
    }
  }

  @Test
  void showsNothingOfWhatWasNotCommitted() throws IOException {
    BlobStore store = store();
    try (BlobWriter writer = store.create("abcdef01")) {
      writer.write(bytes(10_000_000), 0, 10_000_000);
      assertThat(store.list("", 10)).isEmpty();
      assertMissing(store, "abcdef01");
    }
    assertThat(store.list("", 10)).isEmpty();
    assertMissing(store, "abcdef01");
  }

  private static void assertMissing(BlobStore store, String id) {
    assertThatThrownBy(() -> all(store, id))
        .isInstanceOfSatisfying(
            BlobException.class,
            e -> assertThat(e.reason()).isEqualTo(BlobException.Reason.MISSING));
  }

  @Test
  void deletesOnceAndAgain() throws IOException {
    BlobStore store = store();
    put(store, "abcdef01", bytes(10));
    put(store, "abcdef02", bytes(10));
    store.delete("abcdef01");
    store.delete("abcdef01");
    assertMissing(store, "abcdef01");
    assertThat(ids(store)).containsExactly("abcdef02");
  }

  @Test
  void listsInOrderPageByPage() throws IOException {
    BlobStore store = store();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add("%02x00%04x".formatted(i * 7 % 256, i));
      put(store, all.getLast(), bytes(1));
    }
    all.sort(null);
    List<String> found = new ArrayList<>();
    String after = "";
    for (List<BlobEntry> page = store.list(after, 10);
        !page.isEmpty();
        page = store.list(after, 10)) {
      page.forEach(entry -> found.add(entry.id()));
      after = page.getLast().id();
    }
    assertThat(found).isEqualTo(all);
  }

  @Test
  void refusesIdsThatAreNone() throws IOException {
    BlobStore store = store();
    for (String id : List.of("", "abc", "../etc/passwd", "ABCDEF", "abcdef/01", "a".repeat(65))) {
      assertThatThrownBy(() -> store.create(id)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.open(id, 0, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.delete(id)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void takesManyWritersAtOnce() throws Exception {
    BlobStore store = store();
    CountDownLatch ready = new CountDownLatch(8);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = "abcdef0" + i;
        int size = 100_000 + i;
        writes.add(
            threads.submit(() -> {
              ready.countDown();
              ready.await();
              put(store, id, bytes(size));
              return null;
            }));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    }
    for (int i = 0; i < 8; i++) {
      assertThat(all(store, "abcdef0" + i)).isEqualTo(bytes(100_000 + i));
    }
  }
}
