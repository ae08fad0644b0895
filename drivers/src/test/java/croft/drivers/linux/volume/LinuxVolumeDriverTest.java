package croft.drivers.linux.volume;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.volume.DataKey;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeDriverContract;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinuxVolumeDriverTest extends VolumeDriverContract {
  private static final int TEXT_BYTES = 512;

  private Path home = Path.of("");
  private LinuxVolumeDriver driver = new LinuxVolumeDriver(Path.of("target/volumes-unused"));

  @BeforeEach
  void onAMachineWithLoopDevices() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "loop devices need root");
    assumeTrue(Files.exists(Path.of("/dev/loop-control")), "the kernel has no loop devices");
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    home = Files.createTempDirectory(target, "volumes-");
    driver = new LinuxVolumeDriver(home);
  }

  @Override
  protected void afterRemoval() throws IOException {
    assertThat(LoopDevices.over(home)).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(home.toString());
    assertThat(processes()).isEmpty();
    for (String name : new String[] {"volumes", "snapshots", "encrypted", ""}) {
      Files.deleteIfExists(home.resolve(name));
    }
  }

  @Override
  protected VolumeDriver driver() {
    return driver;
  }

  @Override
  protected void write(Path device, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(java.util.Arrays.copyOf(text.getBytes(UTF_8), TEXT_BYTES)));
      channel.force(true);
    }
  }

  @Override
  protected String read(Path device) throws IOException {
    try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(TEXT_BYTES);
      channel.read(buffer);
      return new String(buffer.array(), UTF_8).replace("\0", "");
    }
  }

  @Test
  void aVolumeTakesNoRoomAndNobodyElseReadsIt() throws Exception {
    driver.create(VolumeSpec.empty("vol-1", 100L << 30));
    Path file = home.resolve("volumes/vol-1.disk");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String used = new String(du.getInputStream().readAllBytes(), UTF_8).split("\t", 2)[0];
    assertThat(Long.parseLong(used)).isLessThan(64);
  }

  @Test
  void anotherServerFindsWhatIsOpen() throws IOException {
    driver.create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    Path device = driver.open("vol-1");
    write(device, "kept");
    LinuxVolumeDriver next = new LinuxVolumeDriver(home);
    next.recover();
    assertThat(next.open("vol-1")).isEqualTo(device);
    assertThat(read(device)).isEqualTo("kept");
  }

  @Test
  void recoveryRemovesWhatAKilledServerLeft() throws IOException {
    driver.create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    driver.open("vol-1");
    Files.delete(home.resolve("volumes/vol-1.disk"));
    Files.createFile(home.resolve("snapshots/snap-1.disk.part"));
    new LinuxVolumeDriver(home).recover();
    assertThat(LoopDevices.over(home)).isEmpty();
    assertThat(home.resolve("snapshots/snap-1.disk.part")).doesNotExist();
  }

  @Test
  void aVolumeThatSomebodyHasOpenIsInUseUntilItIsClosed() throws IOException {
    driver.create(VolumeSpec.empty("vol-1", SIZE_BYTES));
    Path device = driver.open("vol-1");
    try (FileChannel held = FileChannel.open(device, StandardOpenOption.READ)) {
      assertThat(held.isOpen()).isTrue();
      assertThatThrownBy(() -> driver.close("vol-1"))
          .isInstanceOfSatisfying(
              VolumeException.class,
              e -> assertThat(e.reason()).isEqualTo(VolumeException.Reason.IN_USE));
      assertThatThrownBy(() -> driver.open("vol-1")).hasMessageContaining("still used");
    }
    driver.close("vol-1");
    assertThat(state("vol-1").blockDevice()).isEmpty();
  }

  /** The processes that encrypt in this test's folder. */
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(home + "/encrypted"))
        .toList();
  }

  private boolean isInTheClear(String text) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(f -> !f.toString().contains("/mounts/")).toList()) {
        if (Files.isRegularFile(file)
            && new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void whatIsEncryptedIsNowhereInTheClearAndNoSecretIsKept() throws IOException {
    assumeEncryption();
    driver.create(VolumeSpec.empty("vol-0", SIZE_BYTES));
    write(driver.open("vol-0"), "marker");
    assertThat(isInTheClear("marker")).isTrue();
    driver.close("vol-0");
    driver.delete("vol-0");

    write(opened("vol-1", key("key-1", 7)), "marker");
    driver.snapshot("vol-1", "snap-1", percent -> {});
    assertThat(processes()).hasSize(1);
    assertThat(processes().getFirst().info().commandLine().orElse("")).doesNotContain("BwcHBwcH");
    driver.close("vol-1");
    assertThat(processes()).isEmpty();
    assertThat(isInTheClear("marker")).isFalse();
    assertThat(isInTheClear("BwcHBwcH")).isFalse();
    assertThat(Files.getPosixFilePermissions(home.resolve("encrypted/key-1")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anotherServerFindsWhatIsEncryptedOpenAndNeedsNoKey() throws IOException {
    assumeEncryption();
    Path device = opened("vol-1", key("key-1", 1));
    write(device, "kept");
    driver = new LinuxVolumeDriver(home);
    driver.recover();
    assertThat(driver.open("vol-1")).isEqualTo(device);
    assertThat(read(device)).isEqualTo("kept");
  }

  @Test
  void aKilledProcessBreaksItsVolumesAloneAndIsMadeAgain() throws Exception {
    assumeEncryption();
    DataKey key = key("key-1", 1);
    write(opened("vol-1", key), "kept");
    Path other = opened("vol-2", key("key-2", 2));
    ProcessHandle process =
        processes().stream()
            .filter(p -> p.info().commandLine().orElse("").contains("/key-1/"))
            .findFirst()
            .orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
    assertThat(state("vol-1").broken()).isTrue();
    assertThat(state("vol-2").broken()).isFalse();
    write(other, "unharmed");
    assertThatThrownBy(() -> driver.open("vol-1"))
        .isInstanceOfSatisfying(
            VolumeException.class,
            e -> assertThat(e.reason()).isEqualTo(VolumeException.Reason.LOCKED));
    assertThat(read(opened("vol-1", key))).isEqualTo("kept");
    assertThat(state("vol-1").broken()).isFalse();
    assertThat(read(other)).isEqualTo("unharmed");
  }

  @Test
  void whatWasChangedOutsideIsNotRead() throws IOException {
    assumeEncryption();
    DataKey key = key("key-1", 1);
    write(opened("vol-1", key), "kept");
    driver.close("vol-1");
    Path file = home.resolve("encrypted/key-1/cipher/vol-1.disk");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 100);
    }
    Path device = opened("vol-1", key);
    assertThatThrownBy(() -> read(device)).isInstanceOf(IOException.class);
  }
}
