package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.compute.Command;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Shell;
import croft.drivers.linux.volume.LinuxVolumeDriver;
import croft.drivers.volume.VolumeSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxImageDriverTest {
  private final TestHome home = new TestHome();
  private final Path work = home.path().resolve("work");

  @BeforeEach
  void open() throws IOException {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    Files.createDirectories(work);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Image importTar(String id, Path archive) throws IOException {
    try (InputStream stream = Files.newInputStream(archive)) {
      return home.images().importTar(id, stream);
    }
  }

  private Path tar(String... arguments) throws IOException {
    Path archive = work.resolve("archive.tar");
    List<String> command = new ArrayList<>(List.of("tar", "-C", work.toString(), "-c", "-P"));
    command.addAll(List.of("-f", archive.toString()));
    command.addAll(List.of(arguments));
    Processes.run(command);
    return archive;
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "--gzip", "--xz"})
  void aTarBecomesAnImageThatRuns(String compression) throws IOException {
    Path root = SmallRoot.make(work.resolve("root"));
    Files.createDirectories(root.resolve("srv"));
    Path owned = Files.writeString(root.resolve("srv/owned"), "x");
    FileTree.apply(owned, new FileTree.Access(1000, 1001, 04750));
    Image image = importTar("small-1.0", tar(compression, "--transform=s,^root,.,", "root"));
    assertThat(image.kind()).isEqualTo(Image.Kind.TAR);
    assertThat(image.systemd()).isFalse();
    assertThat(image.sizeBytes()).isGreaterThan(100_000);
    assertThat(home.images().list()).containsExactly(home.images().hostRoot(), image);

    home.driver().create(InstanceSpec.of("i-1", "small-1.0"));
    home.driver().start("i-1");
    Shell shell = home.driver().shell("i-1");
    Command stat = Command.of("stat", "-c", "%u %g %a", "/srv/owned");
    assertThat(shell.run(stat).stdout().text()).isEqualTo("1000 1001 4750\n");
    assertThatThrownBy(() -> home.images().delete("small-1.0"))
        .isInstanceOfSatisfying(
            ComputeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE));
    home.driver().destroy("i-1");
    home.images().delete("small-1.0");
    assertThat(home.images().list()).containsExactly(home.images().hostRoot());
  }

  @Test
  void anEntryThatLeadsOutIsRefusedAndNothingIsKept() throws IOException {
    Files.writeString(work.resolve("evil"), "evil");
    Path archive = tar("--transform=s,evil,../../../evil,", "evil");
    assertInvalid(archive);
    assertThat(home.path().resolve("evil")).doesNotExist();
    assertThat(home.images().list()).hasSize(1);
    assertThat(home.path().resolve("images")).isEmptyDirectory();
  }

  @Test
  void aLinkOutIsNotWrittenThrough() throws IOException {
    Path outside = Files.createDirectory(work.resolve("outside"));
    Files.createSymbolicLink(work.resolve("link"), outside);
    Files.writeString(work.resolve("file"), "evil");
    Path archive = tar("link");
    Processes.run(
        List.of(
            "tar",
            "-C",
            work.toString(),
            "-r",
            "-P",
            "-f",
            archive.toString(),
            "--transform=s,file,link/file,",
            "file"));
    assertThatThrownBy(() -> importTar("evil", archive)).isInstanceOf(ComputeException.class);
    assertThat(outside.resolve("file")).doesNotExist();
  }

  /** What decompresses must have ended by itself before it is asked how. */
  @Test
  void manyArchivesInARowAreWholeEachTime() throws IOException {
    Path root = Files.createDirectories(work.resolve("root"));
    Files.writeString(root.resolve("file"), "x");
    Path archive = tar("--gzip", "--transform=s,^root,.,", "root");
    for (int i = 0; i < 40; i++) {
      assertThat(importTar("row-" + i, archive).sizeBytes()).isEqualTo(1);
    }
  }

  @Test
  void devicesAreLeftOut() throws IOException {
    Path root = Files.createDirectories(work.resolve("root/dev"));
    Processes.run(List.of("mknod", root.resolve("disk").toString(), "b", "254", "0"));
    Files.writeString(work.resolve("root/file"), "x");
    importTar("devices", tar("--transform=s,^root,.,", "root"));
    Path unpacked = home.path().resolve("images/devices/root");
    assertThat(unpacked.resolve("file")).hasContent("x");
    assertThat(unpacked.resolve("dev")).isEmptyDirectory();
  }

  @Test
  void whatIsNoArchiveIsInvalid() throws IOException {
    assertInvalid(Files.write(work.resolve("zeros"), new byte[20_000]));
    assertInvalid(Files.writeString(work.resolve("text"), "no archive".repeat(1000)));
    assertInvalid(Files.write(work.resolve("gzip"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2}));
    assertThatThrownBy(
            () -> home.images().importTar("../up", new ByteArrayInputStream(new byte[1])))
        .hasMessageContaining("Not an image id");
  }

  private void assertInvalid(Path archive) {
    assertThatThrownBy(() -> importTar("evil", archive))
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.INVALID));
  }

  /** A disk with what is in a folder, at a loop device until the end of the work. */
  private void onDisk(Path folder, Consumer<Path> work) throws IOException {
    LinuxVolumeDriver volumes = new LinuxVolumeDriver(home.path().resolve("disks"));
    volumes.create(VolumeSpec.empty("vol-1", 64L << 20));
    try {
      Path device = volumes.open("vol-1");
      Processes.run(
          List.of("mke2fs", "-q", "-t", "ext4", "-d", folder.toString(), device.toString()));
      work.accept(device);
    } finally {
      volumes.removeAll();
    }
  }

  @Test
  void aDiskBecomesAnImageThatRuns() throws IOException {
    Path root = SmallRoot.make(work.resolve("root"));
    Files.writeString(root.resolve("etc/mark"), "from a disk");
    Files.setAttribute(root.resolve("etc/mark"), "unix:uid", 1000);
    Files.createLink(root.resolve("etc/second"), root.resolve("etc/mark"));
    Processes.run(List.of("mknod", root.resolve("etc/device").toString(), "c", "1", "3"));
    Processes.run(List.of("setcap", "cap_net_raw+ep", root.resolve("bin/id").toString()));
    onDisk(
        root,
        device -> {
          Image image = home.images().importDisk("ami-1", device);
          assertThat(image.kind()).isEqualTo(Image.Kind.TAR);
          assertThat(home.images().importDisk("ami-1", device)).isEqualTo(image);
        });
    home.driver().create(InstanceSpec.of("i-1", "ami-1"));
    home.driver().start("i-1");
    Shell shell = home.driver().shell("i-1");
    assertThat(shell.run(Command.of("cat", "/etc/mark")).stdout().text()).isEqualTo("from a disk");
    assertThat(shell.run(Command.of("stat", "-c", "%u %h", "/etc/second")).stdout().text().strip())
        .isEqualTo("1000 2");
    assertThat(home.path().resolve("images/ami-1/root/etc/device")).doesNotExist();
    assertThat(home.path().resolve("images/ami-1/root/lost+found")).doesNotExist();
    assertThat(
            Processes.run(
                List.of("getcap", home.path().resolve("images/ami-1/root/bin/id").toString())))
        .contains("cap_net_raw");
  }

  @Test
  void aDiskWithoutARootIsRefusedAndNothingIsKept() throws IOException {
    Path empty = Files.createDirectories(work.resolve("empty"));
    onDisk(
        empty,
        device -> assertInvalid(() -> home.images().importDisk("ami-1", device), "no files"));
    LinuxVolumeDriver volumes = new LinuxVolumeDriver(home.path().resolve("disks"));
    volumes.create(VolumeSpec.empty("vol-2", 1 << 20));
    try {
      Path device = volumes.open("vol-2");
      assertInvalid(() -> home.images().importDisk("ami-1", device), "no ext4 or XFS");
    } finally {
      volumes.removeAll();
    }
    assertThat(home.images().list()).noneMatch(image -> image.id().equals("ami-1"));
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.INVALID))
        .hasMessageContaining(message);
  }
}
