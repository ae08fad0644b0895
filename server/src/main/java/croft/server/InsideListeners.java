package croft.server;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.services.ec2.metadata.MetadataService;
import croft.services.ec2.vpc.VpcNetworks;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What answers inside each VPC: the resolver, and at the link-local address the metadata service on
 * port 80 and the API on port 4566, where an instance calls with its role's credentials. The API
 * takes signed requests only there, even when the outside is open.
 */
final class InsideListeners implements VpcNetworks.InsideServices {
  private static final Ipv4Address LINK_LOCAL = Ipv4Address.parse("169.254.169.254");
  private static final int METADATA_PORT = 80;
  private static final int API_PORT = 4566;

  private final NetworkDriver network;
  private final DnsDoors dns;
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
      DnsDoors dns,
      HttpServer http,
      MetadataService metadata,
      Function<String, HttpHandler> api) {
    this.network = network;
    this.dns = dns;
    this.http = http;
    this.metadata = metadata;
    this.api = api;
  }

  @Override
  public void serve(String scope, String vpcId) {
    dns.open(scope, vpcId);
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

  private void listen(String vpcId, int port, HttpHandler handler) {
    try {
      ServerSocketChannel open = network.listen(vpcId, LINK_LOCAL, port);
      http.serve(open, handler);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot answer in " + vpcId + " on port " + port, e);
    }
  }
}
