package croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import croft.agent.InsideReport.FileSystem;
import croft.agent.InsideReport.Inodes;
import croft.agent.InsideReport.Interface;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InsideTextTest {
  private static final String TEXT =
      """

      -- host --
      ip-172-31-0-4

      -- cpu --
      usage_usec 174890
      user_usec 87445

      -- memory --

      -- swap --
      current 12
      max max

      -- meminfo --
      SwapTotal:             4 kB

      -- net --
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
        lo:       0       0    0    0    0     0          0         0        0       0    0
      eth0:       1       2    3    4    5     6          7         8      266       3    9   10    0     0       0          0

      -- inodes --
      /dev/vda         16777216 926537 15850679    6% /mnt/a b

      -- disks --
      /dev/vda       ext4       264212084 19317928  76183336      21% /mnt/a b
      tmpfs          tmpfs             64        0        64       0% /dev
      df: something odd

      -- processes --
      1 (systemd) S 0 1 1 0 -1 4194560 1405 8597 10 17 4 0 5 4 20 0 3 0 7148736 19955712 2796
      7 (a) b) R 0 1 1 0 -1 4194560 1405 8597 10 17 4 0 5 4 20 0 2 0 7148736 19955712 2796

      -- configuration --
      {"metrics": "
      -- disks --
      "}
      """;

  @Test
  void readsEachSection() {
    InsideReport report = InsideText.read(TEXT);
    assertThat(report.configuration()).isEqualTo("{\"metrics\": \"\n-- disks --\n\"}");
    assertThat(report.hostName()).isEqualTo("ip-172-31-0-4");
    assertThat(report.counters())
        .isEqualTo(
            Map.of(
                "cpu.usage_usec",
                174890L,
                "cpu.user_usec",
                87445L,
                "swap.current",
                12L,
                "meminfo.SwapTotal",
                4096L));
    assertThat(report.interfaces())
        .containsExactly(new Interface("eth0", 1, 2, 3, 4, 266, 3, 9, 10));
    assertThat(report.fileSystems())
        .containsExactly(
            new FileSystem(
                "vda",
                "ext4",
                "/mnt/a b",
                264212084L * 1024,
                19317928L * 1024,
                76183336L * 1024,
                new Inodes(926537, 15850679)),
            new FileSystem("tmpfs", "tmpfs", "/dev", 65536, 0, 65536, new Inodes(0, 0)));
    assertThat(report.processes()).isEqualTo(Map.of("S", 1L, "R", 1L, "threads", 5L));
  }

  @Test
  void aConfigurationAloneIsAReport() {
    assertThat(InsideText.read("\n-- configuration --\n{}\n"))
        .isEqualTo(new InsideReport("{}", List.of()));
  }
}
