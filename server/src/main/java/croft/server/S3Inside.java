package croft.server;

import croft.drivers.network.Ipv4Address;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.store.Store;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * S3 at its own address inside VPCs. Which subnets reach that address is for the network to say;
 * this tells policies of the endpoint that a request came through.
 *
 * @param doors what stands before the gateway for S3's sake
 */
record S3Inside(Store store, Gateway gateway, UnaryOperator<HttpHandler> doors) {
  HttpHandler handler(String scope, String vpcId) {
    return doors.apply(gateway.inside(vpcId, request -> endpoint(scope, vpcId, request)));
  }

  /** The condition key {@code aws:SourceVpce}, for who came through an endpoint. */
  private Map<String, List<String>> endpoint(String scope, String vpcId, HttpRequest request) {
    String region = scope.substring(scope.indexOf('/') + 1);
    Ipv4Address from = Ipv4Address.parse(request.remoteAddress());
    String service = ServicePrefixList.s3(region).name();
    return store
        .read(tx -> VpcEndpoints.through(tx, scope, vpcId, from, service))
        .<Map<String, List<String>>>map(e -> Map.of("aws:SourceVpce", List.of(e.id())))
        .orElse(Map.of());
  }
}
