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

/**
 * What answers inside each VPC at the link-local address: the metadata service on port 80, and the
 * API on port 4566, where an instance calls with its role's credentials. The API answers there as
 * it does outside: signed requests only, even when the outside is open.
 */
final class InsideListeners implements VpcNetworks.InsideServices {
  private static final Ipv4Address LINK_LOCAL = Ipv4Address.parse("169.254.169.254");
  private static final int METADATA_PORT = 80;
  private static final int API_PORT = 4566;

  private final NetworkDriver network;
  private final HttpServer http;
  private final MetadataService metadata;
  private final HttpHandler api;

  InsideListeners(
      NetworkDriver network, HttpServer http, MetadataService metadata, HttpHandler api) {
    this.network = network;
    this.http = http;
    this.metadata = metadata;
    this.api = api;
  }

  @Override
  public void serve(String scope, String vpcId) {
    listen(vpcId, METADATA_PORT, metadata.handler(scope, vpcId));
    listen(vpcId, API_PORT, api);
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
