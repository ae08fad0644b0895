package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.NetworkCapability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Tries, in a namespace that is thrown away, what the driver needs of this machine. */
final class NetworkChecks {
  private static final String NO_NETWORK = "instances have no network";

  private NetworkChecks() {}

  static List<NetworkCapability> capabilities(LinuxNetworkConfig config) {
    List<NetworkCapability> found = new ArrayList<>();
    found.add(
        check(
            "network namespaces",
            NO_NETWORK,
            "run as root, on a kernel with CONFIG_NET_NS",
            () -> "can be made"));
    found.add(
        check(
            "veth pairs",
            NO_NETWORK,
            "run as root, and load the kernel module: modprobe veth",
            NetworkChecks::tryVeth));
    found.add(
        check(
            "nftables",
            "firewall groups cannot be enforced, so " + NO_NETWORK,
            "install the package nftables (" + Nftables.LIBRARY + "), modprobe nf_tables nft_nat",
            NetworkChecks::tryRules));
    found.add(forwarding(config));
    return found;
  }

  private static NetworkCapability check(
      String name, String cost, String remedy, Callable<String> attempt) {
    try {
      String detail =
          NamespaceThread.call(
              "croft-check",
              () -> {
                Syscalls.unshare(Flags.CLONE_NEWNET);
                return attempt.call();
              });
      return NetworkCapability.available(name, detail);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NetworkCapability.missing(name, "interrupted", cost, "try again");
    } catch (Exception e) {
      return NetworkCapability.missing(name, String.valueOf(e.getMessage()), cost, remedy);
    }
  }

  private static String tryVeth() {
    int here = Syscalls.open(Path.of("/proc/thread-self/ns/net"), Flags.O_RDONLY);
    try (Links links = new Links()) {
      links.addVeth(new Links.Veth("one", 1500, 0), new Links.VethPeer("two", 1500, null, here));
      return "can be made";
    } finally {
      Syscalls.close(here);
    }
  }

  private static String tryRules() {
    try (Nftables nftables = new Nftables()) {
      nftables.run(GuardRules.of(NetworkRoom.NOTHING, Set.of(), Set.of()).whole());
      nftables.run(RouteRules.of(NetworkRoom.NOTHING, Set.of()).whole());
      nftables.run(GroupRules.of(FirewallSpec.EMPTY, Map.of(), Set.of()).whole());
      nftables.run(AddressRules.ofNetwork(NetworkRoom.NOTHING, Map.of()).whole());
      nftables.run(AddressRules.ofHost("check", Set.of()).whole());
      return "every table can be loaded";
    }
  }

  private static NetworkCapability forwarding(LinuxNetworkConfig config) {
    String name = "forwarding on the host";
    try {
      if (HostSide.isForwarding()) {
        return NetworkCapability.available(name, "net.ipv4.ip_forward is 1");
      }
    } catch (IOException e) {
      return NetworkCapability.missing(
          name, String.valueOf(e.getMessage()), NO_NETWORK, "use Linux");
    }
    return config.enableForwarding()
        ? NetworkCapability.available(name, "will be turned on with the first internet gateway")
        : NetworkCapability.missing(
            name,
            "net.ipv4.ip_forward is 0",
            "instances do not reach beyond this machine",
            "sysctl -w net.ipv4.ip_forward=1");
  }
}
