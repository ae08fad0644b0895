package croft.drivers.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.volume.VolumeException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every volume driver keeps to. An implementation names the driver and reads its devices. */
public abstract class VolumeDriverContract {
  protected static final long SIZE_BYTES = 8L << 20;

  protected abstract VolumeDriver driver();

  /** Writes a text at the beginning of an open volume. */
  protected abstract void write(Path device, String text) throws IOException;

  /** The text at the beginning of an open volume. */
  protected abstract String read(Path device) throws IOException;

  /** Looks for what is left once all was removed, and removes the test's own. */
  protected void afterRemoval() throws IOException {}

  @AfterEach
  void removeAll() throws IOException {
    driver().removeAll();
    assertThat(driver().volumes()).isEmpty();
    assertThat(driver().snapshots()).isEmpty();
    afterRemoval();
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VolumeException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  protected final VolumeState state(String id) {
    VolumeState found = driver().volumes().get(id);
    if (found == null) {
      throw new AssertionError("no volume " + id);
    }
    return found;
  }

  @Test
  void anUnknownVolumeIsNotFound() {
    assertReason(Reason.NOT_FOUND, () -> driver().open("vol-none"));
    assertReason(Reason.NOT_FOUND, () -> driver().grow("vol-none", SIZE_BYTES));
    assertReason(Reason.NOT_FOUND, () -> driver().snapshot("vol-none", "snap-1", percent -> {}));
    assertReason(
        Reason.NOT_FOUND, () -> driver().copySnapshot("snap-none", "snap-1", Optional.empty()));
    assertReason(
        Reason.NOT_FOUND, () -> driver().create(VolumeSpec.of("vol-1", SIZE_BYTES, "snap-none")));
    driver().close("vol-none");
    driver().delete("vol-none");
    driver().deleteSnapshot("snap-none");
    assertThat(driver().volumes()).isEmpty();
  }

  @Test
  void idsThatAreNoNamesAreRefused() {
    assertReason(Reason.INVALID, () -> VolumeSpec.empty("../vol", SIZE_BYTES));
    assertReason(Reason.INVALID, () -> VolumeSpec.empty("vol-1", 100));
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    assertReason(Reason.INVALID, () -> driver().snapshot("vol-1", "a/b", percent -> {}));
  }

  @Test
  void makingTheSameAgainChangesNothing() throws IOException {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    write(driver().open("vol-1"), "kept");
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    assertThat(read(driver().open("vol-1"))).isEqualTo("kept");
    assertReason(Reason.INVALID, () -> driver().create(VolumeSpec.empty("vol-1", 2 * SIZE_BYTES)));
  }

  @Test
  void whatIsWrittenIsThereWhenItIsOpenedAgain() throws IOException {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    Path device = driver().open("vol-1");
    assertThat(driver().open("vol-1")).isEqualTo(device);
    assertThat(state("vol-1").blockDevice()).contains(device);
    write(device, "kept");
    driver().close("vol-1");
    assertThat(state("vol-1").blockDevice()).isEmpty();
    assertThat(read(driver().open("vol-1"))).isEqualTo("kept");
  }

  @Test
  void anOpenVolumeIsNotRemoved() {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    driver().open("vol-1");
    assertReason(Reason.IN_USE, () -> driver().delete("vol-1"));
    driver().close("vol-1");
    driver().delete("vol-1");
    assertThat(driver().volumes()).isEmpty();
  }

  @Test
  void growsOpenOrNotAndNeverShrinks() throws IOException {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    driver().grow("vol-1", 2 * SIZE_BYTES);
    assertThat(state("vol-1").sizeBytes()).isEqualTo(2 * SIZE_BYTES);
    Path device = driver().open("vol-1");
    write(device, "kept");
    driver().grow("vol-1", 3 * SIZE_BYTES);
    driver().grow("vol-1", 3 * SIZE_BYTES);
    assertThat(state("vol-1").sizeBytes()).isEqualTo(3 * SIZE_BYTES);
    assertThat(read(device)).isEqualTo("kept");
    assertReason(Reason.INVALID, () -> driver().grow("vol-1", SIZE_BYTES));
  }

  @Test
  void aSnapshotStaysAsItWas() throws IOException {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    Path device = driver().open("vol-1");
    write(device, "then");
    List<Integer> progress = new ArrayList<>();
    driver().snapshot("vol-1", "snap-1", progress::add);
    assertThat(progress).isSorted().endsWith(100);
    write(device, "now");
    driver().snapshot("vol-1", "snap-1", percent -> {});
    assertThat(driver().snapshots()).containsEntry("snap-1", SIZE_BYTES);

    driver().create(VolumeSpec.of("vol-2", 2 * SIZE_BYTES, "snap-1"));
    assertThat(read(driver().open("vol-2"))).isEqualTo("then");
    assertThat(state("vol-2").sizeBytes()).isEqualTo(2 * SIZE_BYTES);
    assertReason(
        Reason.INVALID, () -> driver().create(VolumeSpec.of("vol-3", SIZE_BYTES / 2, "snap-1")));
  }

  @Test
  void aCopyOutlivesItsSnapshotAndBothTheVolume() throws IOException {
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    write(driver().open("vol-1"), "kept");
    driver().snapshot("vol-1", "snap-1", percent -> {});
    driver().close("vol-1");
    driver().delete("vol-1");
    driver().copySnapshot("snap-1", "snap-2", Optional.empty());
    driver().copySnapshot("snap-1", "snap-2", Optional.empty());
    driver().deleteSnapshot("snap-1");
    assertThat(driver().snapshots()).containsOnlyKeys("snap-2");
    driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-2"));
    assertThat(read(driver().open("vol-2"))).isEqualTo("kept");
  }

  @Test
  void tellsTheRoomAndWhatTheMachineOffers() {
    assertThat(driver().roomBytes()).isPositive();
    assertThat(driver().capabilities()).isNotEmpty();
  }

  private static void fill(Path file) {
    try {
      Files.writeString(file, "written" + "\0".repeat((int) SIZE_BYTES - "written".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWriterMakesVolumesAndSnapshots() throws IOException {
    driver().createFrom("vol-1", Optional.empty(), VolumeDriverContract::fill);
    driver().snapshotFrom("snap-1", Optional.empty(), VolumeDriverContract::fill);
    assertThat(driver().snapshots()).containsOnly(Map.entry("snap-1", SIZE_BYTES));
    assertThat(state("vol-1").sizeBytes()).isEqualTo(SIZE_BYTES);
    assertThat(read(driver().open("vol-1"))).isEqualTo("written");
    driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-1"));
    assertThat(read(driver().open("vol-2"))).isEqualTo("written");
    DiskWriter again =
        file -> {
          throw new IllegalStateException("it is there already");
        };
    driver().createFrom("vol-1", Optional.empty(), again);
    driver().snapshotFrom("snap-1", Optional.empty(), again);
    assertThatThrownBy(() -> driver().createFrom("vol-3", Optional.empty(), again))
        .isInstanceOf(IllegalStateException.class);
    assertThat(driver().volumes()).containsOnlyKeys("vol-1", "vol-2");
  }

  protected static DataKey key(String id, int filling) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) filling);
    return new DataKey(id, secret);
  }

  protected final void assumeEncryption() {
    assumeTrue(driver().encryption().present(), () -> driver().encryption().detail());
  }

  /** Makes an encrypted volume and opens it, with its key at hand only meanwhile. */
  protected final Path opened(String id, DataKey key) {
    try (Unlocked unlocked = driver().unlock(key)) {
      assertThat(unlocked).isNotNull();
      driver().create(VolumeSpec.empty(id, SIZE_BYTES).under(key.id()));
      return driver().open(id);
    }
  }

  @Test
  void anEncryptedVolumeNeedsItsKeyToBeMadeAndOpened() throws IOException {
    assumeEncryption();
    DataKey key = key("key-1", 1);
    VolumeSpec spec = VolumeSpec.empty("vol-1", SIZE_BYTES).under("key-1");
    assertReason(Reason.LOCKED, () -> driver().create(spec));
    Path device = opened("vol-1", key);
    write(device, "kept");
    assertThat(read(device)).isEqualTo("kept");
    assertThat(state("vol-1").sizeBytes()).isEqualTo(SIZE_BYTES);
    assertThat(state("vol-1").broken()).isFalse();
    assertThat(driver().open("vol-1")).isEqualTo(device);
    driver().close("vol-1");
    assertReason(Reason.LOCKED, () -> driver().open("vol-1"));
    assertReason(Reason.INVALID, () -> driver().unlock(key("key-1", 2)));
    assertThat(read(opened("vol-1", key))).isEqualTo("kept");
  }

  @Test
  void anEncryptedVolumeGrowsWithItsKeyAndWithout() throws IOException {
    assumeEncryption();
    DataKey key = key("key-1", 1);
    write(opened("vol-1", key), "kept");
    driver().grow("vol-1", 2 * SIZE_BYTES);
    driver().close("vol-1");
    driver().grow("vol-1", 3 * SIZE_BYTES);
    assertThat(state("vol-1").sizeBytes()).isEqualTo(3 * SIZE_BYTES);
    assertReason(Reason.INVALID, () -> driver().grow("vol-1", SIZE_BYTES));
    try (Unlocked unlocked = driver().unlock(key)) {
      assertThat(unlocked).isNotNull();
      assertThat(read(driver().open("vol-1"))).isEqualTo("kept");
    }
  }

  @Test
  void snapshotsOfEncryptedVolumesAreCopiedUnderTheirKeyWithoutIt() throws IOException {
    assumeEncryption();
    DataKey key = key("key-1", 1);
    write(opened("vol-1", key), "kept");
    driver().snapshot("vol-1", "snap-1", percent -> {});
    driver().close("vol-1");
    driver().delete("vol-1");
    driver().copySnapshot("snap-1", "snap-2", Optional.of("key-1"));
    driver().deleteSnapshot("snap-1");
    assertThat(driver().snapshots()).containsOnly(Map.entry("snap-2", SIZE_BYTES));
    driver().create(VolumeSpec.of("vol-2", 2 * SIZE_BYTES, "snap-2").under("key-1"));
    assertReason(Reason.LOCKED, () -> driver().open("vol-2"));
    try (Unlocked unlocked = driver().unlock(key)) {
      assertThat(unlocked).isNotNull();
      assertThat(read(driver().open("vol-2"))).isEqualTo("kept");
    }
    assertThat(state("vol-2").sizeBytes()).isEqualTo(2 * SIZE_BYTES);
  }

  @Test
  void copiesUnderAnotherKeyNeedBothAndNoneIsInTheClear() throws IOException {
    assumeEncryption();
    driver().create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    write(driver().open("vol-1"), "kept");
    driver().snapshot("vol-1", "snap-1", percent -> {});
    assertReason(
        Reason.LOCKED, () -> driver().copySnapshot("snap-1", "snap-2", Optional.of("key-1")));
    try (Unlocked first = driver().unlock(key("key-1", 1))) {
      assertThat(first).isNotNull();
      driver().copySnapshot("snap-1", "snap-2", Optional.of("key-1"));
      assertReason(
          Reason.LOCKED,
          () -> driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-2").under("key-2")));
      assertReason(
          Reason.INVALID, () -> driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-2")));
      assertReason(
          Reason.INVALID, () -> driver().copySnapshot("snap-2", "snap-3", Optional.empty()));
      try (Unlocked second = driver().unlock(key("key-2", 2))) {
        assertThat(second).isNotNull();
        driver().create(VolumeSpec.of("vol-2", 2 * SIZE_BYTES, "snap-2").under("key-2"));
        assertThat(read(driver().open("vol-2"))).isEqualTo("kept");
      }
    }
    assertThat(state("vol-2").sizeBytes()).isEqualTo(2 * SIZE_BYTES);
  }

  @Test
  void aWriterMakesEncryptedVolumesAndSnapshotsWithTheirKey() throws IOException {
    assumeEncryption();
    Optional<String> key = Optional.of("key-1");
    assertReason(
        Reason.LOCKED, () -> driver().createFrom("vol-1", key, VolumeDriverContract::fill));
    try (Unlocked unlocked = driver().unlock(key("key-1", 1))) {
      assertThat(unlocked).isNotNull();
      driver().createFrom("vol-1", key, VolumeDriverContract::fill);
      driver().snapshotFrom("snap-1", key, VolumeDriverContract::fill);
      assertThat(read(driver().open("vol-1"))).isEqualTo("written");
    }
    assertReason(
        Reason.INVALID, () -> driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-1")));
    driver().create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-1").under("key-1"));
    driver().close("vol-1");
    assertReason(Reason.LOCKED, () -> driver().open("vol-2"));
  }
}
