package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Shell;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance in a network namespace somebody else made: the network driver does. */
class NetworkedInstanceTest {
  private final TestHome home = new TestHome();
  private final Path namespace = home.path().resolve("network");

  @BeforeEach
  void makeNetworkNamespace() throws Exception {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    Files.createFile(namespace);
    NamespaceThread.call(
        "test-network",
        () -> {
          Syscalls.unshare(Flags.CLONE_NEWNET);
          Mounts.bind(Path.of("/proc/thread-self/ns/net"), namespace);
          return namespace;
        });
  }

  @AfterEach
  void close() {
    home.driver().destroyAll();
    Mounts.unmount(namespace, Flags.MNT_DETACH);
    home.close();
  }

  @Test
  void seesItsOwnInterfacesAndCannotChangeThem() throws IOException {
    InstanceSpec spec =
        InstanceSpec.of("i-1", Image.HOST_ROOT_ID)
            .withInitMode(InitMode.PLAIN)
            .withNetworkNamespace(namespace);
    home.driver().create(spec);
    home.driver().start("i-1");
    Shell shell = home.driver().shell("i-1");
    String seen = shell.run(Command.of("ls", "/sys/class/net")).stdout().text();
    assertThat(seen.lines()).contains("lo");
    NetworkInterface.networkInterfaces()
        .map(NetworkInterface::getName)
        .filter(name -> !name.equals("lo"))
        .forEach(name -> assertThat(seen.lines()).doesNotContain(name));
    String inside = shell.run(Command.of("readlink", "/proc/self/ns/net")).stdout().text();
    assertThat(inside.strip())
        .doesNotContain(Files.readSymbolicLink(Path.of("/proc/self/ns/net")) + "");
    // The namespace is the host's: the instance uses it and has no say in it.
    String change = "ip link set lo up || echo 1 > /proc/sys/net/ipv4/ip_forward";
    assertThat(shell.run(Command.script(change)).succeeded()).isFalse();
  }
}
