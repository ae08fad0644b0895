package croft.drivers.linux.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    for (String name : new String[] {"volumes", "snapshots", ""}) {
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
}
