package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class NftablesTest {
  private static final int TIMES = 3000;

  @Test
  void manyThreadsListTablesAtOnce() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "skipped: network namespaces need root");
    assumeTrue(Nftables.isInstalled(), "skipped: " + Nftables.LIBRARY + " is not installed");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> NamespaceThread.call("list", NftablesTest::listsStayTheSame)));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  /** In a namespace of its own. The names of a set's types come out wrong where threads meet. */
  private static boolean listsStayTheSame() {
    Syscalls.unshare(Flags.CLONE_NEWNET);
    try (Nftables nftables = new Nftables()) {
      nftables.run(
          """
          table inet t {
            set s { type ipv4_addr . inet_proto . inet_service . ether_addr; }
          }
          """);
      String first = nftables.run("list table inet t");
      for (int i = 0; i < TIMES; i++) {
        if (!nftables.run("list table inet t").equals(first)) {
          return false;
        }
      }
      return first.contains("inet_service");
    }
  }
}
