package croft.services.ec2.routetable;

import croft.base.ServiceError;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.natgateway.NatGateway;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peerings;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a request's route shall lead to: exactly one thing of the table's own VPC. */
final class RouteTargets {
  private RouteTargets() {}

  /** What a request names; all but one are null. */
  record Named(
      @Nullable String gatewayId,
      @Nullable String natGatewayId,
      @Nullable String peeringId,
      @Nullable String interfaceId,
      @Nullable String instanceId) {}

  static RouteTable.Target resolve(Transaction tx, RouteTable table, Named named) {
    List<RouteTable.Target> found = new ArrayList<>();
    if (named.gatewayId() != null) {
      found.add(gateway(tx, table, named.gatewayId()));
    }
    if (named.natGatewayId() != null) {
      found.add(natGateway(tx, table, named.natGatewayId()));
    }
    if (named.peeringId() != null) {
      found.add(peering(tx, table, named.peeringId()));
    }
    if (named.interfaceId() != null) {
      found.add(networkInterface(tx, table, named.interfaceId()));
    }
    if (named.instanceId() != null) {
      found.add(instance(tx, table, named.instanceId()));
    }
    if (found.isEmpty()) {
      throw ServiceError.badRequest(
          "MissingParameter",
          "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId,"
              + " vpcPeeringConnectionId or instanceId");
    }
    if (found.size() > 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId,"
              + " vpcPeeringConnectionId or instanceId");
    }
    return found.getFirst();
  }

  private static RouteTable.Target gateway(Transaction tx, RouteTable table, String id) {
    if (id.startsWith("vpce-")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "The gateway ID '"
              + id
              + "' is a VPC endpoint. Use ModifyVpcEndpoint to add its route to a route table.");
    }
    if (!id.startsWith("igw-")) {
      throw ServiceError.badRequest(
          "InvalidGatewayID.NotFound", "The gateway ID '" + id + "' does not exist");
    }
    String vpcId = InternetGateways.require(tx, table.scope(), id).vpcId();
    refuseElsewhere(table, "network gateway", id, vpcId);
    return new RouteTable.Target(RouteTable.Target.Kind.INTERNET_GATEWAY, id);
  }

  private static RouteTable.Target natGateway(Transaction tx, RouteTable table, String id) {
    NatGateway gateway =
        tx.get(NatGateways.TABLE, table.scope(), id)
            .filter(g -> g.state() != NatGateway.State.DELETED)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidNatGatewayID.NotFound",
                    "The natGateway ID '" + id + "' does not exist"));
    refuseElsewhere(table, "NAT gateway", id, gateway.vpcId());
    return new RouteTable.Target(RouteTable.Target.Kind.NAT_GATEWAY, id);
  }

  private static RouteTable.Target peering(Transaction tx, RouteTable table, String id) {
    if (!Peerings.require(tx, table.scope(), id).has(table.vpcId())) {
      refuseElsewhere(table, "VPC peering connection", id, null);
    }
    return new RouteTable.Target(RouteTable.Target.Kind.PEERING, id);
  }

  private static RouteTable.Target networkInterface(Transaction tx, RouteTable table, String id) {
    NetworkInterface found =
        tx.get(NetworkInterfaces.TABLE, table.scope(), id)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidNetworkInterfaceID.NotFound",
                    "The networkInterface ID '" + id + "' does not exist"));
    refuseElsewhere(table, "interface", id, found.vpcId());
    return new RouteTable.Target(RouteTable.Target.Kind.NETWORK_INTERFACE, id);
  }

  private static RouteTable.Target instance(Transaction tx, RouteTable table, String id) {
    String instanceId = Instances.require(tx, table.scope(), id).id();
    List<NetworkInterface> interfaces =
        tx.findIn(NetworkInterfaces.TABLE, table.scope(), "instance_id", instanceId);
    if (interfaces.size() != 1) {
      throw ServiceError.badRequest(
          "InvalidInstanceID",
          interfaces.isEmpty()
              ? "There is no interface attached to instance '" + id + "'."
              : "There are multiple interfaces attached to instance '"
                  + id
                  + "'. Please specify an interface ID for the operation instead.");
    }
    NetworkInterface found = interfaces.getFirst();
    refuseElsewhere(table, "interface", found.id(), found.vpcId());
    return new RouteTable.Target(RouteTable.Target.Kind.NETWORK_INTERFACE, found.id());
  }

  private static void refuseElsewhere(
      RouteTable table, String noun, String id, @Nullable String vpcId) {
    if (!table.vpcId().equals(vpcId)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "route table "
              + table.id()
              + " and "
              + noun
              + " "
              + id
              + " belong to different networks");
    }
  }
}
