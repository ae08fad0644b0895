package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Disk;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.linux.volume.LinuxVolumeDriver;
import croft.drivers.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program inside sees of a disk: a node it can use, and mount(8) as anywhere. */
class InstanceDisksTest {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final long SIZE_BYTES = 64L << 20;

  private final TestHome home = new TestHome();
  private final LinuxVolumeDriver volumes = new LinuxVolumeDriver(home.path());

  @BeforeEach
  void onAMachineThatRunsInstances() {
    TestHome.assumeInstancesRun();
    assumeTrue(Files.exists(Path.of("/sbin/mkfs.ext4")), "the host image has no mkfs.ext4");
    home.open(InstantSource.system());
    home.driver().recover();
  }

  @AfterEach
  void leaveNothing() {
    home.driver().destroyAll();
    home.driver().close();
    volumes.removeAll();
    home.close();
  }

  private Disk disk(String volumeId, String deviceName) {
    volumes.create(VolumeSpec.empty(volumeId, SIZE_BYTES));
    return new Disk(deviceName, volumes.open(volumeId), false);
  }

  private void running(String id, InitMode mode) {
    home.driver().create(InstanceSpec.of(id, Image.HOST_ROOT_ID).withInitMode(mode));
    home.driver().start(id);
  }

  private String inside(String id, String script) {
    CommandOutput output = home.driver().shell(id).run(Command.script(script));
    String said = output.stdout().text() + output.stderr().text();
    assertThat(output.exitStatus()).as(script + ": " + said).isZero();
    return said;
  }

  @Test
  void aDiskThatComesWhileItRunsIsFormattedMountedAndTakenAway() {
    running("i-1", InitMode.PLAIN);
    Disk disk = disk("vol-1", "/dev/sdf");
    home.driver().attachDisk("i-1", disk);
    home.driver().attachDisk("i-1", disk);
    assertThat(home.driver().disks("i-1")).containsExactly(disk);

    inside("i-1", "mkfs.ext4 -q /dev/sdf && mkdir /data && mount /dev/xvdf /data");
    inside("i-1", "echo kept > /data/file && chown 1000:1000 /data/file");
    assertThat(inside("i-1", "stat -c %u:%g /data /data/file")).isEqualTo("0:0\n1000:1000\n");
    assertThat(inside("i-1", "findmnt -no SOURCE,FSTYPE,OPTIONS /data"))
        .containsSubsequence("/dev/xvdf", "ext4", "rw,nosuid,nodev");
    assertThatThrownBy(() -> home.driver().detachDisk("i-1", "/dev/sdf", false))
        .isInstanceOfSatisfying(
            ComputeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE));

    inside("i-1", "umount /data");
    home.driver().detachDisk("i-1", "/dev/sdf", false);
    inside("i-1", "test ! -e /dev/xvdf && test ! -e /dev/sdf");
    volumes.close("vol-1");

    running("i-2", InitMode.PLAIN);
    home.driver().attachDisk("i-2", new Disk("/dev/xvdg", volumes.open("vol-1"), false));
    assertThat(inside("i-2", "mkdir /d && mount /dev/xvdg /d && cat /d/file && stat -c %u /d/file"))
        .isEqualTo("kept\n1000\n");
  }

  @Test
  void systemdMountsWhatFstabNamesByItsId() {
    running("i-1", InitMode.SYSTEMD);
    home.driver().attachDisk("i-1", disk("vol-1", "/dev/xvdf"));
    inside(
        "i-1",
        "mkfs.ext4 -q /dev/xvdf && mkdir /data && "
            + "echo \"UUID=$(blkid -s UUID -o value /dev/xvdf) /data ext4 defaults,nofail 0 2\""
            + " >> /etc/fstab && mount -a && echo kept > /data/file && mount -a");
    assertThat(inside("i-1", "findmnt -no SOURCE /data")).isEqualTo("/dev/xvdf\n");
    home.driver().stop("i-1", STOP_TIMEOUT);
    home.driver().start("i-1");
    assertThat(
            inside(
                "i-1",
                "for i in $(seq 100); do [ -f /data/file ] && break; sleep 0.1; done;"
                    + " cat /data/file"))
        .isEqualTo("kept\n");
    inside(
        "i-1",
        "mkdir /unit; umount /data; printf '[Mount]\\nWhat=/dev/xvdf\\nWhere=/unit\\nType=ext4\\n'"
            + " > /etc/systemd/system/unit.mount && systemctl daemon-reload"
            + " && systemctl start unit.mount && cat /unit/file && systemctl stop unit.mount");
  }

  @Test
  void nothingButItsOwnDisksIsMounted() {
    running("i-1", InitMode.PLAIN);
    home.driver().attachDisk("i-1", disk("vol-1", "/dev/xvdf"));
    inside("i-1", "mkfs.ext4 -q /dev/xvdf; mkdir /data");
    assertThat(inside("i-1", "mount.ext4 /dev/vda /data 2>&1 || true"))
        .contains("/dev/vda is no disk of this instance");
    assertThat(inside("i-1", "mount.btrfs /dev/xvdf /data 2>&1 || true"))
        .contains("type btrfs are not mounted here");
    assertThat(inside("i-1", "mount.ext4 /dev/xvdf /data -o usrjquota=x 2>&1 || true"))
        .contains("usrjquota=x is not honoured");
    assertThat(inside("i-1", "mount.xfs /dev/xvdf /data 2>&1 || true"))
        .contains("Invalid argument");
    inside("i-1", "ln -s /proc/1/root/data /link; ! findmnt /data");
    // A loop device's own commands would let an instance reach another's file.
    assertThat(inside("i-1", "losetup -d /dev/xvdf 2>&1 || true")).contains("not permitted");
  }

  @Test
  void aForcedDetachTakesTheFileSystemAway() {
    running("i-1", InitMode.PLAIN);
    home.driver().attachDisk("i-1", disk("vol-1", "/dev/xvdf"));
    inside("i-1", "mkfs.ext4 -q /dev/xvdf; mkdir /data; mount /dev/xvdf /data");
    inside("i-1", "(cd /data && exec sleep 1000 >/dev/null 2>&1 </dev/null) &");
    home.driver().detachDisk("i-1", "/dev/xvdf", true);
    inside("i-1", "! findmnt /data && test ! -e /dev/xvdf");
    assertThat(home.driver().disks("i-1")).isEmpty();
  }

  @Test
  void aSnapshotOfAMountedDiskIsWhole() {
    running("i-1", InitMode.PLAIN);
    Disk disk = disk("vol-1", "/dev/xvdf");
    home.driver().attachDisk("i-1", disk);
    inside("i-1", "mkfs.ext4 -q /dev/xvdf; mkdir /data; mount /dev/xvdf /data; date > /data/now");
    home.driver()
        .whileQuiet("i-1", "/dev/xvdf", () -> volumes.snapshot("vol-1", "snap-1", p -> {}));
    String now = inside("i-1", "cat /data/now; echo more >> /data/now");
    volumes.create(VolumeSpec.of("vol-2", SIZE_BYTES, "snap-1"));
    home.driver().attachDisk("i-1", new Disk("/dev/xvdg", volumes.open("vol-2"), true));
    assertThat(inside("i-1", "mkdir /old; mount -o ro /dev/xvdg /old; cat /old/now"))
        .isEqualTo(now);
  }

  @Test
  void aGrownDiskIsResizedWhileMounted() throws IOException {
    running("i-1", InitMode.PLAIN);
    home.driver().attachDisk("i-1", disk("vol-1", "/dev/xvdf"));
    inside("i-1", "mkfs.ext4 -q /dev/xvdf; mkdir /data; mount /dev/xvdf /data");
    volumes.grow("vol-1", 4 * SIZE_BYTES);
    if (mayGrowMounted()) {
      inside("i-1", "resize2fs /dev/xvdf");
    } else {
      assertThat(inside("i-1", "resize2fs /dev/xvdf || true")).contains("CAP_SYS_RESOURCE");
      inside("i-1", "umount /data; e2fsck -fp /dev/xvdf; resize2fs /dev/xvdf");
      inside("i-1", "mount /dev/xvdf /data");
    }
    assertThat(Integer.parseInt(inside("i-1", "df -m --output=size /data | tail -1").strip()))
        .isGreaterThan(200);
  }

  /** Containers that run tests are often left without CAP_SYS_RESOURCE, bit 24. */
  private static boolean mayGrowMounted() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith("CapEff:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16) >> 24 & 1) == 1;
  }
}
