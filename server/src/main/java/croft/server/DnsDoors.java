package croft.server;

import croft.drivers.dns.DnsServer;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkSpec;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resolvers' listeners: in each VPC at its two addresses, by UDP and TCP. One that ended, for
 * whatever reason, is begun again; those of a network that is gone are closed.
 */
final class DnsDoors implements AutoCloseable {
  static final int PORT = 53;
  private static final Logger LOG = LoggerFactory.getLogger(DnsDoors.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final NetworkDriver network;
  private final Resolvers resolvers;
  private final Map<String, List<Door>> doors = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private @Nullable Thread keeper;

  DnsDoors(NetworkDriver network, Resolvers resolvers) {
    this.network = network;
    this.resolvers = resolvers;
  }

  /**
   * Answers in a VPC from now on.
   *
   * @throws NetworkException when the resolver's own address cannot be listened at
   */
  void open(String scope, String vpcId) {
    if (doors.containsKey(vpcId)) {
      return;
    }
    NetworkSpec spec = find(vpcId).orElseThrow();
    DnsServer server =
        new DnsServer(
            resolvers.ofVpc(scope, vpcId, spec.resolver()),
            () -> resolvers.isAnswering(scope, vpcId));
    List<Door> made =
        Stream.of(spec.resolver(), NetworkSpec.LINK_LOCAL_RESOLVER)
            .flatMap(address -> doors(server, vpcId, address))
            .toList();
    // Instances begin once this returns: what they are told to ask must answer them.
    try {
      made.forEach(Door::begin);
    } catch (NetworkException e) {
      made.forEach(Door::end);
      throw e;
    }
    doors.put(vpcId, made);
    keep();
  }

  private Stream<Door> doors(DnsServer server, String vpcId, Ipv4Address address) {
    String name = "dns-" + vpcId + "-" + address;
    return Stream.of(
        new Door(
            name + "-udp",
            () -> network.listenDatagram(vpcId, address, PORT),
            channel -> server.serve((DatagramChannel) channel)),
        new Door(
            name + "-tcp",
            () -> network.listen(vpcId, address, PORT),
            channel -> server.serve((ServerSocketChannel) channel)));
  }

  private Optional<NetworkSpec> find(String vpcId) {
    return network.networks().stream().filter(spec -> spec.id().equals(vpcId)).findFirst();
  }

  private synchronized void keep() {
    if (keeper == null && !closed) {
      keeper = Thread.ofVirtual().name("dns-keeper").start(this::look);
    }
  }

  private void look() {
    while (!closed) {
      for (Map.Entry<String, List<Door>> entry : doors.entrySet()) {
        if (closed) {
          return;
        }
        try {
          entry.getValue().forEach(Door::beginAgain);
        } catch (NetworkException e) {
          forgetIfGone(entry.getKey(), e);
        }
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void forgetIfGone(String vpcId, NetworkException failure) {
    if (find(vpcId).isPresent()) {
      LOG.warn("The resolver of {} cannot listen everywhere: {}", vpcId, failure.getMessage());
    } else {
      leave(vpcId);
    }
  }

  /** Stops answering in a VPC whose network goes. */
  void leave(String vpcId) {
    List<Door> gone = doors.remove(vpcId);
    if (gone != null) {
      gone.forEach(Door::end);
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = keeper;
    }
    if (running != null) {
      running.interrupt();
    }
    List.copyOf(doors.keySet()).forEach(this::leave);
  }

  /** Serves a channel until it is closed. */
  @FunctionalInterface
  interface Service {
    void serve(Channel channel);
  }

  /** One listener. */
  static final class Door {
    private final String name;
    private final Supplier<? extends Channel> opener;
    private final Service service;
    private @Nullable Channel channel;
    private @Nullable Thread thread;

    Door(String name, Supplier<? extends Channel> opener, Service service) {
      this.name = name;
      this.opener = opener;
      this.service = service;
    }

    synchronized void begin() {
      Channel open = opener.get();
      channel = open;
      thread = Thread.ofVirtual().name(name).start(() -> service.serve(open));
    }

    /** Begins when it does not run. */
    synchronized void beginAgain() {
      if (thread != null && thread.isAlive()) {
        return;
      }
      if (thread != null) {
        LOG.warn("{} ended, and is begun again", name);
        end();
      }
      begin();
    }

    synchronized void end() {
      thread = null;
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        LOG.debug("{} cannot be closed: {}", name, e.getMessage());
      }
    }
  }
}
