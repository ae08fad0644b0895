package croft.server;

import croft.drivers.network.Ipv4Address;
import croft.server.Gateway.Place;
import croft.services.ec2.endpoint.VpcEndpoint;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.store.Store;
import croft.wire.http.HttpHandler;
import croft.wire.protocol.RoutedCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The API inside VPCs, and S3 at its own address there. Which subnets reach that address is for the
 * network to say. What asks S3 from a subnet whose routes lead to an endpoint came through that
 * endpoint, by whichever of the two ways: its policy decides, and its id is told to others.
 *
 * @param doors what stands before the gateway for S3's sake
 */
record ApiInside(Store store, Gateway gateway, UnaryOperator<HttpHandler> doors) {
  HttpHandler handler(String scope, String vpcId) {
    return doors.apply(gateway.inside(vpcId, routed -> place(scope, vpcId, routed)));
  }

  private Place place(String scope, String vpcId, RoutedCall routed) {
    if (!routed.service().signingName().equals("s3")) {
      return Place.OUTSIDE;
    }
    Ipv4Address from = Ipv4Address.parse(routed.request().remoteAddress());
    String region = scope.substring(scope.indexOf('/') + 1);
    String service = ServicePrefixList.s3(region).name();
    Optional<VpcEndpoint> endpoint =
        store.read(tx -> VpcEndpoints.through(tx, scope, vpcId, from, service));
    return endpoint
        .map(found -> new Place(Map.of("aws:SourceVpce", List.of(found.id())), found.policy()))
        .orElse(Place.OUTSIDE);
  }
}
