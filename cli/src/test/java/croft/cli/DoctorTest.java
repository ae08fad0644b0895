package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  private final FakeHost host = new FakeHost();

  @Test
  void aWholeMachineLacksNothing() {
    assertThat(examine()).allMatch(finding -> finding.status() == Finding.Status.PRESENT);
  }

  @ParameterizedTest
  @CsvSource({
    "crun, MISSING, apt-get install crun",
    "nft, MISSING, apt-get install nftables",
    "ip, LIMITED, apt-get install iproute2",
    "haproxy, LIMITED, apt-get install haproxy",
    "mkfs.ext4, LIMITED, apt-get install e2fsprogs",
    "docker, LIMITED, apt-get install docker.io",
    "mvn, LIMITED, apt-get install maven",
    "aws, LIMITED, apt-get install awscli"
  })
  void aLackingProgramIsToldWithItsPackage(String program, Finding.Status status, String remedy) {
    host.programs.remove(program);

    Finding finding = find(program);

    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.remedy()).isEqualTo(remedy);
    assertThat(finding.cost()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "kernel, /proc/sys/kernel/osrelease, 5.10.0-8, LIMITED",
    "user namespaces, /proc/sys/user/max_user_namespaces, 0, LIMITED",
    "inotify, /proc/sys/fs/inotify/max_user_instances, 128, LIMITED",
    "control groups, /proc/self/mountinfo, 29 22 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw, LIMITED",
    "control groups, /proc/self/mountinfo, none, MISSING",
    "overlay, /proc/filesystems, ext4, MISSING",
    "memory, /proc/meminfo, MemAvailable: 1000 kB, LIMITED",
    "memory, /proc/meminfo, nothing, LIMITED"
  })
  void whatTheKernelSaysIsJudged(String name, String file, String text, Finding.Status status) {
    host.files.put(file, text);

    Finding finding = find(name);

    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.remedy()).isNotBlank();
  }

  @Test
  void aHybridOfControlGroupsIsRecognized() {
    host.files.put(
        "/proc/self/mountinfo",
        """
        1 0 0:1 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw
        2 0 0:2 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """);

    assertThat(find("control groups").detail()).contains("hybrid");
  }

  @Test
  void aMissingNamespaceIsNamed() {
    host.files.remove("/proc/self/ns/net");

    assertThat(find("namespaces").detail()).contains("net");
    assertThat(find("namespaces").status()).isEqualTo(Finding.Status.MISSING);
  }

  @Test
  void aUserWhoIsNotRootIsTold() {
    host.userId = 1000;

    assertThat(find("root").status()).isEqualTo(Finding.Status.MISSING);
  }

  @Test
  void aFullDiskIsTold() {
    host.freeBytes = 1 << 20;

    assertThat(find("disk space").status()).isEqualTo(Finding.Status.LIMITED);
  }

  @Test
  void theTableShowsCostAndRemedyOnlyOfWhatIsLacking() {
    host.programs.remove("crun");

    String table = Doctor.table(examine());

    assertThat(table)
        .containsPattern("MISSING +crun +not found\n +costs: no instance can start\n")
        .contains("mend:  apt-get install crun")
        .containsPattern("ok +nft +nft version 1\n")
        .containsOnlyOnce("costs:");
  }

  @Test
  void theRealMachineIsExaminedWithoutFailure() {
    List<Finding> findings =
        new Doctor(new LocalHost("/usr/bin:/bin", "xterm"), Path.of("/nowhere/at/all")).examine();

    assertThat(findings).extracting(Finding::name).contains("kernel", "memory", "disk space");
  }

  private List<Finding> examine() {
    return new Doctor(host, Path.of("/home/croft")).examine();
  }

  private Finding find(String name) {
    return examine().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
