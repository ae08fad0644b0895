package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.Isolation;
import croft.drivers.compute.Shell;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance's root user tries to leave. Every attempt is one that works for the host's root. */
class IsolationTest {
  private final TestHome home = new TestHome();

  @BeforeEach
  void onAMachineThatRunsInstances() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Shell started(InstanceSpec spec) {
    home.driver().create(spec.withInitMode(InitMode.PLAIN));
    home.driver().start(spec.id());
    return home.driver().shell(spec.id());
  }

  private Shell started(String id) {
    return started(InstanceSpec.of(id, Image.HOST_ROOT_ID));
  }

  private static void assertRefused(Shell shell, String script) {
    CommandOutput output = shell.run(Command.script(script));
    assertThat(output.succeeded())
        .as("%s: %s%s", script, output.stdout().text(), output.stderr().text())
        .isFalse();
  }

  @Test
  void itsRootIsNobodyOnTheHost() throws Exception {
    Shell shell = started("i-1");
    assertThat(shell.run(Command.of("id", "-u")).stdout().text()).isEqualTo("0\n");
    shell.run(Command.script("echo x > /etc/mark"));
    Path mark = home.path().resolve("instances/i-1/upper/etc/mark");
    assertThat((int) Files.getAttribute(mark, "unix:uid")).isGreaterThanOrEqualTo(0x7000_0000);
    InstanceState.Running running = (InstanceState.Running) home.driver().observe("i-1");
    String status = Files.readString(Path.of("/proc/" + running.processId() + "/status"));
    assertThat(status).contains("Uid:\t" + 0x7000_0000L);
  }

  @Test
  void theHostsSecretsAreNotThere() throws IOException {
    Shell shell = started("i-1");
    String shadow = shell.run(Command.of("cat", "/etc/shadow")).stdout().text();
    assertThat(shadow).startsWith("root:*:").doesNotContain("$");
    for (String path :
        new String[] {
          "/etc/ssh/ssh_host_ed25519_key",
          "/etc/ssh/ssh_host_rsa_key",
          "/etc/krb5.keytab",
          home.path().toString(),
          "/var/backups/shadow.bak"
        }) {
      assertRefused(shell, "test -e " + path);
    }
    for (String folder : new String[] {"/root", "/home", "/etc/ssl/private", "/srv", "/mnt"}) {
      String listed = shell.run(Command.script("ls -A " + folder)).stdout().text();
      assertThat(listed).as(folder).isEmpty();
    }
    try (DirectoryStream<Path> top = Files.newDirectoryStream(Path.of("/"))) {
      String seen = shell.run(Command.of("ls", "-A", "/")).stdout().text();
      assertThat(seen.lines()).contains("usr", "etc");
      for (Path folder : top) {
        Path secret = folder.resolve("croft-no-such-file");
        assertThat(shell.run(Command.of("cat", secret.toString())).succeeded()).isFalse();
      }
    }
  }

  @Test
  void foldersOfTheHostNobodyThoughtOfAreNotThere() throws IOException {
    Path top = Path.of("/").resolve(home.path().getName(0));
    assumeTrue(!top.equals(Path.of("/usr")) && !top.equals(Path.of("/home")), top + " is kept");
    Shell shell = started("i-1");
    CommandOutput listed = shell.run(Command.script("ls -A " + top + " 2>/dev/null"));
    assertThat(listed.stdout().text()).isEmpty();
  }

  @Test
  void devicesOfTheHostAreOutOfReach() {
    Shell shell = started("i-1");
    assertRefused(shell, "ls /dev | grep -E '^(sd|vd|nvme|loop|mem|kmsg|dm-)'");
    assertRefused(shell, "mknod /tmp/disk b 254 0 && head -c 512 /tmp/disk");
    assertRefused(shell, "mknod /tmp/memory c 1 1 && head -c 1 /tmp/memory");
    assertRefused(shell, "mkdir /tmp/d && mount -t devtmpfs devtmpfs /tmp/d && ls /tmp/d/mem");
    assertRefused(shell, "ls /sys/block | grep .");
  }

  @Test
  void fileSystemsOfTheHostCannotBeMounted() {
    Shell shell = started("i-1");
    assertRefused(shell, "mkdir -p /tmp/m; mount /dev/vda /tmp/m");
    assertRefused(shell, "mkdir -p /tmp/m; mount -t ext4 /dev/vda /tmp/m");
    assertRefused(shell, "mkdir -p /tmp/m; mount -t debugfs none /tmp/m");
    assertRefused(shell, "mkdir -p /tmp/m; mount -t tracefs none /tmp/m");
    assertRefused(shell, "mkdir -p /tmp/m; mount -t securityfs none /tmp/m");
  }

  @Test
  void theKernelCannotBeChanged() {
    Shell shell = started("i-1");
    assertRefused(shell, "echo 1 > /proc/sys/kernel/panic");
    assertRefused(shell, "echo /tmp/x > /proc/sys/kernel/core_pattern");
    assertRefused(shell, "echo /tmp/x > /proc/sys/kernel/modprobe");
    assertRefused(shell, "echo b > /proc/sysrq-trigger");
    assertRefused(shell, "echo 0 > /proc/sys/vm/swappiness");
    assertRefused(shell, "echo 1 > /sys/kernel/uevent_helper");
    assertRefused(shell, "dmesg");
    assertRefused(shell, "date -s 2001-01-01");
    assertRefused(shell, "cat /proc/kcore | head -c 1 | grep .");
    assertRefused(shell, "swapoff -a && echo done | grep -v done");
    assertRefused(shell, "insmod /lib/modules/none.ko");
  }

  @Test
  void itsRootLeadsNowhere() throws IOException {
    Path secret = home.path().resolve("secret");
    Files.writeString(secret, "secret");
    Shell shell = started("i-1");
    assertRefused(shell, "cat /proc/1/root" + secret);
    assertRefused(shell, "cat /proc/1/root/../../../.." + secret);
    assertRefused(shell, "cat /proc/1/cwd/../.." + secret);
    assertRefused(shell, "chroot /proc/1/root cat " + secret);
    assertRefused(shell, "nsenter --mount=/proc/1/ns/mnt cat " + secret);
    assertRefused(
        shell, "for f in /proc/*/fd/*; do cat $f/.." + secret + " && exit 0; done; false");
  }

  @Test
  void controlGroupsOfTheHostCannotBeWritten() {
    Shell shell = started("i-1");
    String mount = "mkdir -p /tmp/cg; mount -t cgroup -o memory memory /tmp/cg && ";
    assertRefused(shell, mount + "echo /tmp/x > /tmp/cg/release_agent");
    assertRefused(shell, mount + "echo 1 > /tmp/cg/notify_on_release");
    assertRefused(shell, mount + "echo -1 > /tmp/cg/memory.limit_in_bytes");
    assertRefused(shell, "echo 1 > /sys/fs/cgroup/cgroup.kill");
    assertRefused(shell, "echo 1 > /sys/fs/cgroup/cgroup.max.descendants");
    assertRefused(shell, "ls /sys/fs/cgroup | grep -E '^(croft|exec)-'");
  }

  @Test
  void otherInstancesAreNotSeen() {
    Shell one = started("i-1");
    Shell two =
        started(
            InstanceSpec.of("i-2", Image.HOST_ROOT_ID)
                .withFile(InstanceFile.ofRoot("/etc/mark", Content.text("two"), 0644)));
    assertThat(two.run(Command.of("cat", "/etc/mark")).stdout().text()).isEqualTo("two");
    assertRefused(one, "cat /etc/mark");
    String processes = one.run(Command.script("ls -d /proc/[0-9]*")).stdout().text();
    assertThat(processes.lines().count()).isLessThan(8);
    assertRefused(one, "ipcs -m | grep 0x");
    assertThat(home.driver().observe("i-2")).isInstanceOf(InstanceState.Running.class);
    one.run(Command.script("kill -9 -1"));
    assertThat(home.driver().observe("i-2")).isInstanceOf(InstanceState.Running.class);
  }

  @Test
  void systemCallsThatReachTheWholeKernelAreRefused() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 makes the calls");
    Shell shell = started("i-1");
    String[] calls = {
      "s.socket(40, s.SOCK_STREAM)", // vsock: to the hypervisor
      "s.socket(38, s.SOCK_SEQPACKET)", // the kernel's cryptography
    };
    for (String call : calls) {
      CommandOutput output = shell.run(Command.of("python3", "-c", "import socket as s; " + call));
      assertThat(output.stderr().text()).contains("Address family not supported");
    }
    // keyctl, bpf, perf_event_open, userfaultfd, io_uring_setup, open_by_handle_at on x86-64
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers of x86-64");
    for (int number : new int[] {250, 321, 298, 323, 425, 304, 246, 175, 313, 167}) {
      String call = "print(l.syscall(" + number + ",0,0,0,0,0), ctypes.get_errno())";
      String program = "import ctypes; l=ctypes.CDLL(None, use_errno=True); " + call;
      CommandOutput output = shell.run(Command.of("python3", "-c", program));
      assertThat(output.stdout().text()).as("call %d", number).isEqualTo("-1 1\n");
    }
  }

  @Test
  void limitsHold() {
    Shell shell = started(InstanceSpec.of("i-1", Image.HOST_ROOT_ID).withSize(1, 64L << 20));
    // Memory that is kept at once: tail has to hold one endless line.
    assertRefused(shell, "head -c 200000000 /dev/zero | tail -n 1 | wc -c | grep 200000000");
    assertThat(home.driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
    assertThat(home.driver().metrics("i-1").memoryBytes()).isLessThan(65L << 20);
  }

  @Test
  void privilegedIsAskedForByName() {
    InstanceSpec plain = InstanceSpec.of("i-1", Image.HOST_ROOT_ID);
    assertThat(plain.isolation()).isEqualTo(Isolation.USER_NAMESPACE);
    Shell shell =
        started(InstanceSpec.of("i-2", Image.HOST_ROOT_ID).withIsolation(Isolation.PRIVILEGED));
    String map = shell.run(Command.of("cat", "/proc/self/uid_map")).stdout().text();
    assertThat(map.strip()).startsWith("0          0");
    assertRefused(shell, "cat /etc/ssh/ssh_host_rsa_key");
    assertRefused(shell, "echo 1 > /proc/sys/kernel/panic");
  }
}
