package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The host's end of networks with an internet gateway: a veth to each, routes to public addresses,
 * one nftables table. All links have the host's one address, so that the host is the same peer to
 * every instance. Safe for many threads.
 */
final class HostSide implements AutoCloseable {
  private final LinuxNetworkConfig config;
  private final HostBlocks blocks;

  /** The public addresses of each link number: what the host's routes say. */
  private final Map<Integer, Set<Ipv4Address>> published = new TreeMap<>();

  private @Nullable Links links;
  private @Nullable Nftables nftables;
  private @Nullable RulesetTable table;

  HostSide(LinuxNetworkConfig config, HostBlocks blocks) {
    this.config = config;
    this.blocks = blocks;
  }

  /** The host's address on its links, and the network's on link {@code number}. */
  private Ipv4Address hostAddress() throws IOException {
    return blocks.linkBlock(links()).at(1);
  }

  private Ipv4Address networkAddress(int number) throws IOException {
    return blocks.linkBlock(links()).at(number);
  }

  private String device(int number) {
    return Devices.host(blocks.tag(), number);
  }

  /**
   * The block that public addresses come from. The first call claims it on the host by a route; the
   * block of an earlier start is only told, and claimed again with the first link: a server starts
   * sooner that need not speak to the kernel.
   */
  synchronized Ipv4Cidr publicBlock() throws IOException {
    if (!blocks.hasBlocks()) {
      blocks.claim(links());
    }
    return blocks.publicBlock();
  }

  /** Connects a network to the host, and points there what is marked for the internet. */
  synchronized void ensureLink(int number, NetworkRoom room) throws Exception {
    blocks.claim(links());
    applyTable();
    Links.Link host = connect(number, room);
    Links.Link gateway = room.links().require(Devices.GATEWAY);
    links().add(new Links.Address(host.index(), hostAddress(), networkAddress(number), 32));
    // Sources are for the guard to judge: the kernel's own look at the way back knows no marks.
    room.unfilter(Devices.GATEWAY);
    room.links()
        .addWithoutRoute(
            new Links.Address(gateway.index(), networkAddress(number), hostAddress(), 32));
    room.links().up(gateway);
    room.links().replace(Exits.route(Marks.INTERNET, gateway, hostAddress()));
    prepare(number);
  }

  private Links.Link connect(int number, NetworkRoom room) {
    Optional<Links.Link> there = links().find(device(number));
    if (there.isPresent() && room.links().find(Devices.GATEWAY).isPresent()) {
      links().up(there.get());
      return links().require(device(number));
    }
    links().delete(device(number));
    int namespace = Syscalls.open(room.path(), Flags.O_RDONLY);
    try {
      links()
          .addVeth(
              new Links.Veth(device(number), config.mtuBytes(), 0),
              new Links.VethPeer(Devices.GATEWAY, config.mtuBytes(), null, namespace));
    } finally {
      Syscalls.close(namespace);
    }
    // Routes through the old device went with it.
    published.remove(number);
    return links().require(device(number));
  }

  private void prepare(int number) throws Exception {
    onHost(() -> {
      String device = device(number);
      NetworkNamespaces.setParameter("ipv4/conf/" + device + "/rp_filter", "1");
      NetworkNamespaces.setParameter("ipv4/conf/" + device + "/send_redirects", "0");
      NetworkNamespaces.setParameter("ipv4/conf/" + device + "/proxy_arp", "0");
      if (Files.exists(Path.of("/proc/sys/net/ipv6/conf", device))) {
        NetworkNamespaces.setParameter("ipv6/conf/" + device + "/disable_ipv6", "1");
      }
      if (config.enableForwarding() && !isForwarding()) {
        blocks.recordForwarding();
        NetworkNamespaces.setParameter("ipv4/ip_forward", "1");
      }
      return true;
    });
  }

  /** Whether the host forwards; for the calling thread's namespace. */
  static boolean isForwarding() throws IOException {
    return Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")).strip().equals("1");
  }

  synchronized void removeLink(int number) {
    if (!blocks.hasBlocks()) {
      return;
    }
    links().delete(device(number));
    if (published.remove(number) != null) {
      applyTable();
    }
  }

  /** Makes exactly these addresses lead to the network. */
  synchronized void publish(int number, Set<Ipv4Address> wanted) throws IOException {
    if (wanted.isEmpty() && !blocks.hasBlocks()) {
      return;
    }
    Set<Ipv4Address> had = Set.copyOf(knownAddresses().getOrDefault(number, Set.of()));
    Set<Ipv4Address> now = new TreeSet<>(wanted);
    published.put(number, now);
    applyTable();
    Optional<Links.Link> device = links().find(device(number));
    for (Ipv4Address address : had) {
      if (!now.contains(address) && device.isPresent()) {
        links().delete(route(address, device.get(), number));
      }
    }
    for (Ipv4Address address : wanted) {
      if (!had.contains(address)) {
        now.remove(address);
        addRoute(route(address, links().require(device(number)), number));
        now.add(address);
      }
    }
  }

  /** Makes these addresses lead to the network, beside those that do already. */
  synchronized void publishAlso(int number, Set<Ipv4Address> more) throws IOException {
    Set<Ipv4Address> wanted = new TreeSet<>(more);
    wanted.addAll(knownAddresses().getOrDefault(number, Set.of()));
    publish(number, wanted);
  }

  private Links.Route route(Ipv4Address address, Links.Link device, int number) throws IOException {
    return Links.Route.via(Ipv4Cidr.of(address), device, networkAddress(number));
  }

  private void addRoute(Links.Route route) {
    if (!links().add(route) && !links().routes().contains(route)) {
      throw new NetworkException(
          Kind.CONFLICT, "the host already routes " + route.destination() + " elsewhere");
    }
  }

  /** What differs from what was made of a link. */
  synchronized List<String> linkDifferences(int number, NetworkRoom room) throws IOException {
    List<String> differences = new ArrayList<>();
    Optional<Links.Link> host = links().find(device(number));
    Optional<Links.Link> gateway = room.links().find(Devices.GATEWAY);
    if (host.isEmpty() || !host.get().up() || gateway.isEmpty() || !gateway.get().up()) {
      differences.add("the link to the host is gone or down");
      return differences;
    }
    var hostEnd = new Links.Address(host.get().index(), hostAddress(), networkAddress(number), 32);
    if (!links().addresses().contains(hostEnd)) {
      differences.add("the host's address on the link is gone");
    }
    var out = Exits.route(Marks.INTERNET, gateway.get(), hostAddress());
    if (!room.links().routes().contains(out)) {
      differences.add("the default route to the host is gone");
    }
    return differences;
  }

  /** What differs from what {@link #publish} made; the next one makes it anew. */
  synchronized List<String> publicDifferences(int number) throws Exception {
    if (!blocks.hasBlocks()) {
      return List.of();
    }
    List<String> differences = new ArrayList<>(table().differences());
    List<Links.Route> routes = links().routes();
    Optional<Links.Link> device = links().find(device(number));
    for (Ipv4Address address : List.copyOf(knownAddresses().getOrDefault(number, Set.of()))) {
      if (device.isEmpty() || !routes.contains(route(address, device.get(), number))) {
        differences.add("the host's route to " + address + " is gone");
        published.getOrDefault(number, new TreeSet<>()).remove(address);
      }
    }
    return differences;
  }

  private void applyTable() {
    Set<Ipv4Address> all = new TreeSet<>();
    knownAddresses().values().forEach(all::addAll);
    table().apply(AddressRules.ofHost(blocks.tag(), all));
  }

  /** After a restart the host's routes still say which addresses are published. */
  private Map<Integer, Set<Ipv4Address>> knownAddresses() {
    links();
    return published;
  }

  private void readPublished(Links opened) {
    String prefix = Devices.hostPrefix(blocks.tag());
    Map<Integer, Integer> numbers = new TreeMap<>();
    for (Links.Link link : opened.links()) {
      if (link.name().startsWith(prefix)) {
        numbers.put(link.index(), Integer.valueOf(link.name().substring(prefix.length())));
      }
    }
    for (Links.Route route : opened.routes()) {
      Integer number = numbers.get(route.linkIndex());
      if (number != null && route.gateway() != null) {
        published.computeIfAbsent(number, n -> new TreeSet<>()).add(route.destination().base());
      }
    }
  }

  /** Removes every device, route and table of this installation. */
  synchronized void removeAll() throws Exception {
    for (Links.Link link : links().links()) {
      if (link.name().startsWith(Devices.hostPrefix(blocks.tag()))) {
        links().delete(link.name());
      }
    }
    published.clear();
    if (Nftables.isInstalled()) {
      table().remove();
    }
    if (blocks.enabledForwarding()) {
      onHost(() -> {
        NetworkNamespaces.setParameter("ipv4/ip_forward", "0");
        return true;
      });
    }
    blocks.release(links());
  }

  private Links links() {
    if (links == null) {
      links = openOnHost(Links::new);
      readPublished(links);
    }
    return links;
  }

  private RulesetTable table() {
    if (table == null) {
      nftables = openOnHost(Nftables::new);
      table = new RulesetTable(nftables, AddressRules.hostTable(blocks.tag()));
    }
    return table;
  }

  private <T> T openOnHost(Supplier<T> open) {
    try {
      return onHost(open::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new NetworkException(Kind.SYSTEM, "cannot open the host's network", e);
    }
  }

  /** Runs work on a thread in the host's namespace. */
  private <T> T onHost(Callable<T> work) throws Exception {
    return config.hostNamespace().isPresent()
        ? NetworkNamespaces.inside(config.hostNamespace().get(), work)
        : NamespaceThread.call("croft-host", work);
  }

  @Override
  public synchronized void close() {
    if (links != null) {
      links.close();
      links = null;
    }
    if (nftables != null) {
      nftables.close();
      nftables = null;
      table = null;
    }
  }
}
