package croft.server;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkSpec;
import croft.services.ec2.metadata.MetadataService;
import croft.services.ec2.vpc.VpcNetworks;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpListener;
import croft.wire.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What answers inside each VPC: the resolver, and at the link-local address the metadata service on
 * port 80 and the API on port 4566, where an instance calls with its role's credentials; the API at
 * the addresses of services too, to which their names lead. It takes signed requests only there,
 * even when the outside is open.
 */
final class InsideListeners implements VpcNetworks.InsideServices {
  private static final Ipv4Address LINK_LOCAL = Ipv4Address.parse("169.254.169.254");
  private static final int METADATA_PORT = 80;
  private static final int API_PORT = 4566;
  private static final List<Integer> SERVICE_PORTS = List.of(80, 443);

  private final NetworkDriver network;
  private final DnsDoors dns;
  private final HttpServer http;
  private final MetadataService metadata;
  private final ApiInside api;
  private final Map<String, HttpListener> answering = new ConcurrentHashMap<>();

  InsideListeners(
      NetworkDriver network,
      DnsDoors dns,
      HttpServer http,
      MetadataService metadata,
      ApiInside api) {
    this.network = network;
    this.dns = dns;
    this.http = http;
    this.metadata = metadata;
    this.api = api;
  }

  @Override
  public void serve(String scope, String vpcId) {
    dns.open(scope, vpcId);
    listen(vpcId, LINK_LOCAL, METADATA_PORT, () -> metadata.handler(scope, vpcId));
    listen(vpcId, LINK_LOCAL, API_PORT, () -> api.handler(scope, vpcId));
    for (Ipv4Address service : services(vpcId)) {
      for (int port : SERVICE_PORTS) {
        listen(vpcId, service, port, () -> api.handler(scope, vpcId));
      }
    }
  }

  /** Where the network answers for services such as S3. */
  private Set<Ipv4Address> services(String vpcId) {
    return network.networks().stream()
        .filter(spec -> spec.id().equals(vpcId))
        .findFirst()
        .map(NetworkSpec::serviceAddresses)
        .orElse(Set.of());
  }

  @Override
  public void end(String vpcId) {
    dns.leave(vpcId);
    for (String key : List.copyOf(answering.keySet())) {
      HttpListener listener = key.startsWith(vpcId + " ") ? answering.remove(key) : null;
      if (listener != null) {
        listener.close();
      }
    }
  }

  private void listen(String vpcId, Ipv4Address address, int port, Supplier<HttpHandler> handler) {
    String key = vpcId + " " + address + " " + port;
    if (answering.containsKey(key)) {
      return;
    }
    try {
      ServerSocketChannel open = network.listen(vpcId, address, port);
      answering.put(key, http.serve(open, handler.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot answer in " + vpcId + " on port " + port, e);
    }
  }
}
