package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  private static final String HYBRID =
      """
      30 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
      31 25 0:27 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
      32 25 0:28 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
      33 25 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
      """;
  private static final String UNIFIED =
      "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

  @TempDir Path folder;

  @Test
  void findsEachControllerWhereItIsMounted() throws IOException {
    CgroupLayout hybrid = CgroupLayout.parse(HYBRID);
    assertThat(hybrid.isHybrid()).isTrue();
    assertThat(hybrid.rootOf("cpuacct")).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct"));
    assertThat(hybrid.rootOf("pids")).isEqualTo(Path.of("/sys/fs/cgroup/unified"));
    assertThat(hybrid.versionOneRoots()).hasSize(2);
    CgroupLayout unified = CgroupLayout.parse(UNIFIED);
    assertThat(unified.isHybrid()).isFalse();
    assertThat(unified.unified()).isEqualTo(Path.of("/sys/fs/cgroup"));
    assertThatThrownBy(() -> CgroupLayout.parse("")).hasMessageContaining("cgroup2");
  }

  /** Ordinary folders stand for the hierarchy: what is asserted is which file gets what. */
  @Test
  void limitsInTheUnifiedHierarchySitAboveTheBox() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "giving files away needs root");
    Set<String> controllers = Set.of("cpu", "memory", "pids");
    Cgroups cgroups = new Cgroups(new CgroupLayout(Map.of(), folder, controllers), "croft");
    Path instance = Files.createDirectories(folder.resolve("croft/i-1"));
    Path box = Files.createDirectories(instance.resolve("box"));
    for (Path group : List.of(folder, folder.resolve("croft"), instance, box)) {
      for (String file : List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads")) {
        Files.createFile(group.resolve(file));
      }
    }
    for (String file :
        List.of("cpu.max", "memory.max", "memory.swap.max", "pids.max", "memory.high")) {
      Files.createFile(instance.resolve(file));
    }
    Files.writeString(instance.resolve("memory.current"), "4096\n");
    cgroups.create("i-1", 2, 1L << 30, 70_000);
    assertThat(instance.resolve("cpu.max")).hasContent("200000 100000");
    assertThat(instance.resolve("memory.max")).hasContent("1073741824");
    assertThat(instance.resolve("memory.swap.max")).hasContent("0");
    assertThat(instance.resolve("memory.high")).content().startsWith("max");
    assertThat(instance.resolve("pids.max")).hasContent("8192");
    assertThat(Files.readString(instance.resolve("cgroup.subtree_control"))).startsWith("+");
    assertThat(Files.getAttribute(box, "unix:uid")).isEqualTo(70_000);
    assertThat(Files.getAttribute(box.resolve("cgroup.procs"), "unix:uid")).isEqualTo(70_000);
    assertThat(Files.getAttribute(instance.resolve("memory.max"), "unix:uid")).isEqualTo(0);
    assertThat(cgroups.joinFiles("i-1")).containsExactly(box.resolve("cgroup.procs"));

    Files.writeString(instance.resolve("memory.current"), Long.toString(1L << 29));
    assertThatThrownBy(() -> cgroups.limit("i-1", 1, 1L << 28)).hasMessageContaining("holds more");
    assertThat(instance.resolve("memory.max")).hasContent("1073741824");
    assertThat(instance.resolve("memory.high")).content().startsWith("max");
    cgroups.limit("i-1", 1, 1L << 29);
    assertThat(instance.resolve("cpu.max")).content().startsWith("100000 100000");
    assertThat(instance.resolve("memory.max")).content().startsWith("536870912");
  }

  @Test
  void readsTheStatisticsOfBothVersions() {
    assertThat(CgroupText.field("usage_usec 17\nuser_usec 9\n", "usage_usec")).isEqualTo(17);
    assertThat(CgroupText.field("", "usage_usec")).isZero();
    assertThat(
            CgroupText.versionOneDisk(
                "8:0 Read 4096\n8:0 Write 8192\n8:16 Read 1\nTotal 12289\n",
                "8:0 Read 1\n8:0 Write 2\n8:16 Read 1\nTotal 4\n"))
        .isEqualTo(new CgroupText.Disk(4097, 8192, 2, 2));
    assertThat(
            CgroupText.unifiedDisk(
                "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n8:16 rbytes=10 wbytes=0 rios=1"
                    + " wios=0\n"))
        .isEqualTo(new CgroupText.Disk(11, 2, 4, 4));
  }

  @Test
  void readsNetworkCountersButLoopbacks() {
    String text =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
            lo:    1000      10    0    0    0     0          0         0     1000      10    0
          eth0:     500       5    0    0    0     0          0         0      700       7    0
        """;
    assertThat(MetricsReader.network(text)).isEqualTo(new MetricsReader.Network(500, 700, 5, 7));
  }
}
