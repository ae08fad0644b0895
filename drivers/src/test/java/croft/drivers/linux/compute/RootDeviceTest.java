package croft.drivers.linux.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.linux.volume.LinuxVolumeDriver;
import croft.drivers.volume.DataKey;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roots on block devices of encrypted volumes, on a real kernel. */
class RootDeviceTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final String ROOT = "vol-1-root";

  private final TestHome home = new TestHome();
  private final LinuxVolumeDriver volumes = new LinuxVolumeDriver(home.path());

  @BeforeEach
  void open() throws IOException {
    TestHome.assumeInstancesRun();
    assumeTrue(volumes.encryption().present(), volumes.encryption().detail());
    home.open(InstantSource.system());
    Path work = home.path().resolve("work");
    Path archive = SmallRoot.pack(SmallRoot.make(work.resolve("root")), work.resolve("small.tar"));
    try (InputStream stream = Files.newInputStream(archive)) {
      home.images().importTar("small", stream);
    }
  }

  @AfterEach
  void close() {
    home.driver().destroyAll();
    volumes.removeAll();
    home.close();
  }

  private static DataKey key() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    return new DataKey("vol-1", secret);
  }

  private void boot() {
    try (Unlocked unlocked = volumes.unlock(key())) {
      assertThat(unlocked).isNotNull();
      volumes.create(VolumeSpec.empty(ROOT, 256 * MEBIBYTE).under("vol-1"));
      home.driver().setRootDevice("i-1", volumes.open(ROOT));
    }
    home.driver().start("i-1");
  }

  private String told(String script) {
    CommandOutput output = home.driver().shell("i-1").run(Command.script(script));
    assertThat(output.exitStatus()).as(output.stderr().text()).isZero();
    return output.stdout().text().strip();
  }

  private void create(String image) {
    home.driver().create(InstanceSpec.of("i-1", image).withInitMode(InitMode.PLAIN));
    boot();
  }

  private boolean isInTheClear(String marker) throws IOException {
    Process search =
        new ProcessBuilder("grep", "-rlaF", marker, home.path().toString())
            .redirectErrorStream(true)
            .start();
    String found = new String(search.getInputStream().readAllBytes(), UTF_8).strip();
    return found.lines().anyMatch(line -> !line.contains("/encrypted/vol-1/mnt"));
  }

  @Test
  void whatIsWrittenIsNowhereInTheClearAndThereAfterAStop() throws IOException {
    create(Image.HOST_ROOT_ID);
    told("mkdir -p /srv && echo marker-$((70+7))-of-the-root > /srv/kept && sync");
    assertThat(told("cat /srv/kept")).isEqualTo("marker-77-of-the-root");
    home.driver().stop("i-1", STOP_TIMEOUT);
    volumes.close(ROOT);
    assertThat(isInTheClear("marker-77-of-the-root")).isFalse();

    // Another disk takes the device's number meanwhile: it is not taken for the root.
    volumes.create(VolumeSpec.empty("vol-2", GIBIBYTE));
    volumes.open("vol-2");
    assertThatThrownBy(() -> home.driver().start("i-1"))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("The disk of the root is not open");
    boot();
    assertThat(told("cat /srv/kept")).isEqualTo("marker-77-of-the-root");
  }

  @Test
  void itIsHeldToItsSizeAndGrowsWithItsDevice() {
    create(Image.HOST_ROOT_ID);
    CommandOutput full =
        home.driver().shell("i-1").run(Command.script("dd if=/dev/zero of=/big bs=1M count=400"));
    assertThat(full.succeeded()).isFalse();
    assertThat(full.stderr().text()).contains("No space left on device");
    told("rm /big");
    assertThatThrownBy(() -> home.driver().growRoot("i-1", 512 * MEBIBYTE))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("too small");
    volumes.grow(ROOT, 512 * MEBIBYTE);
    boolean atOnce = home.driver().growRoot("i-1", 512 * MEBIBYTE);
    if (!atOnce) {
      home.driver().stop("i-1", STOP_TIMEOUT);
      volumes.close(ROOT);
      try (Unlocked unlocked = volumes.unlock(key())) {
        assertThat(unlocked).isNotNull();
        home.driver().setRootDevice("i-1", volumes.open(ROOT));
      }
      home.driver().start("i-1");
    }
    told("dd if=/dev/zero of=/big bs=1M count=400");
  }

  @Test
  void aCopyHoldsTheWholeRootWhetherItRunsOrNot() throws IOException {
    create("small");
    told("mkdir -p /srv && touch /srv/own && chown 1000:1001 /srv/own && rm /bin/false");
    try (Unlocked unlocked = volumes.unlock(key())) {
      assertThat(unlocked).isNotNull();
      volumes.snapshotFrom(
          "snap-1", Optional.of("vol-1"), file -> home.driver().copyRoot("i-1", file, GIBIBYTE));
      assertThat(told("echo goes on")).isEqualTo("goes on");
      home.driver().stop("i-1", STOP_TIMEOUT);
      volumes.createFrom(
          "vol-3", Optional.of("vol-1"), file -> home.driver().copyRoot("i-1", file, GIBIBYTE));
      volumes.create(VolumeSpec.of("vol-4", GIBIBYTE, "snap-1").under("vol-1"));
      for (String copy : List.of("vol-3", "vol-4")) {
        String disk = volumes.open(copy).toString();
        Processes.run(List.of("e2fsck", "-f", "-n", disk));
        assertThat(Processes.run(List.of("debugfs", "-R", "stat /srv/own", disk)))
            .containsPattern("User: +1000 +Group: +1001");
        assertThat(Processes.run(List.of("debugfs", "-R", "ls /bin", disk)))
            .contains("cat")
            .doesNotContain("false");
      }
    }
  }

  @Test
  void aRootWithADiskOfItsOwnHasNoOther() {
    home.driver().create(InstanceSpec.of("i-2", Image.HOST_ROOT_ID).withRootBytes(256 * MEBIBYTE));
    assertThatThrownBy(() -> home.driver().setRootDevice("i-2", Path.of("/dev/loop0")))
        .isInstanceOf(ComputeException.class)
        .hasMessageContaining("a disk of its own");
  }
}
