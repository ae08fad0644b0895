package croft.server;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkNames;
import croft.drivers.network.NetworkResolver;
import croft.drivers.network.NetworkSpec;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.metadata.MetadataService;
import croft.services.ec2.vpc.VpcNetworks;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What answers inside each VPC: the resolver, and at the link-local address the metadata service on
 * port 80 and the API on port 4566, where an instance calls with its role's credentials. The API
 * takes signed requests only there, even when the outside is open.
 */
final class InsideListeners implements VpcNetworks.InsideServices {
  private static final Ipv4Address LINK_LOCAL = Ipv4Address.parse("169.254.169.254");
  private static final Logger LOG = LoggerFactory.getLogger(InsideListeners.class);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final int DNS_PORT = 53;
  private static final int METADATA_PORT = 80;
  private static final int API_PORT = 4566;

  private final NetworkDriver network;
  private final HttpServer http;
  private final MetadataService metadata;
  private final Function<String, HttpHandler> api;
  private final Set<String> answering = ConcurrentHashMap.newKeySet();

  /**
   * Makes the listeners.
   *
   * @param api what answers inside a VPC, by the VPC's id
   */
  InsideListeners(
      NetworkDriver network,
      HttpServer http,
      MetadataService metadata,
      Function<String, HttpHandler> api) {
    this.network = network;
    this.http = http;
    this.metadata = metadata;
    this.api = api;
  }

  @Override
  public void serve(String scope, String vpcId) {
    once(vpcId, DNS_PORT, () -> resolve(scope, vpcId));
    once(vpcId, METADATA_PORT, () -> listen(vpcId, METADATA_PORT, metadata.handler(scope, vpcId)));
    once(vpcId, API_PORT, () -> listen(vpcId, API_PORT, api.apply(vpcId)));
  }

  private void once(String vpcId, int port, Runnable begin) {
    String key = vpcId + " " + port;
    if (!answering.contains(key)) {
      begin.run();
      answering.add(key);
    }
  }

  private void resolve(String scope, String vpcId) {
    NetworkSpec spec =
        network.networks().stream()
            .filter(candidate -> candidate.id().equals(vpcId))
            .findFirst()
            .orElseThrow();
    String domain = InstanceShapes.domain(scope.substring(scope.indexOf('/') + 1));
    NetworkResolver resolver =
        new NetworkResolver(
            network.listenDatagram(vpcId, spec.resolver(), DNS_PORT),
            new NetworkNames(spec.cidrs(), domain),
            upstream());
    Thread.ofVirtual().name("resolver-" + vpcId).start(resolver);
  }

  /** The host's own resolver; none when it cannot be known. */
  private static Optional<InetSocketAddress> upstream() {
    try {
      return NetworkResolver.upstreamOf(Files.readString(RESOLV_CONF));
    } catch (IOException e) {
      LOG.warn("Names outside the VPC will not resolve: {} cannot be read", RESOLV_CONF);
      return Optional.empty();
    }
  }

  private void listen(String vpcId, int port, HttpHandler handler) {
    try {
      ServerSocketChannel open = network.listen(vpcId, LINK_LOCAL, port);
      http.serve(open, handler);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot answer in " + vpcId + " on port " + port, e);
    }
  }
}
