package croft.services.ec2;

import croft.base.Ids;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.dhcpoptions.DhcpOptionsOperations;
import croft.services.ec2.endpoint.DescribeEndpoints;
import croft.services.ec2.endpoint.EndpointOperations;
import croft.services.ec2.internetgateway.DescribeInternetGateways;
import croft.services.ec2.internetgateway.InternetGatewayOperations;
import croft.services.ec2.natgateway.DescribeNatGateways;
import croft.services.ec2.natgateway.NatGatewayOperations;
import croft.services.ec2.peering.DescribePeerings;
import croft.services.ec2.peering.PeeringOperations;
import croft.services.ec2.peering.PeeringOptions;
import croft.services.ec2.routetable.DescribeRouteTables;
import croft.services.ec2.routetable.RouteOperations;
import croft.services.ec2.routetable.RouteTableOperations;
import croft.services.ec2.subnet.DescribeSubnets;
import croft.services.ec2.subnet.SubnetOperations;
import croft.services.ec2.vpc.BlockOperations;
import croft.services.ec2.vpc.DescribeVpcs;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.VpcOperations;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.store.Store;
import java.util.List;
import java.util.stream.Stream;

/** Puts the nouns of a VPC together. */
record NetworkRooms(Ec2Rooms rooms, Vpcs vpcs) {

  List<Binding<?, ?>> bindings() {
    Store store = rooms.store();
    Ids ids = rooms.ids();
    Paging paging = rooms.paging();
    Wake wake = rooms.wake();
    NetworkAccess access = new NetworkAccess(store);
    return Stream.of(
            new DescribeVpcs(store, vpcs, paging, access).bindings(),
            new VpcOperations(store, ids, vpcs, access, wake).bindings(),
            new BlockOperations(store, ids, vpcs, access, wake).bindings(),
            List.of(
                new DescribeSubnets(store, vpcs, paging).binding(),
                new DescribeRouteTables(store, vpcs, paging).binding(),
                new DescribeInternetGateways(store, vpcs, paging).binding()),
            new SubnetOperations(store, ids, vpcs, access, wake).bindings(),
            new RouteTableOperations(store, ids, vpcs, access, wake).bindings(),
            new RouteOperations(store, vpcs, access, wake).bindings(),
            new InternetGatewayOperations(store, ids, access, wake).bindings(),
            new NatGatewayOperations(store, ids, vpcs, access, wake).bindings(),
            new PeeringOperations(store, ids, vpcs, access, wake).bindings(),
            new EndpointOperations(rooms, vpcs, access).bindings(),
            new DescribeEndpoints(store, paging).bindings(),
            List.of(
                new DescribeNatGateways(store, paging).binding(),
                new DescribePeerings(store, paging).binding(),
                new PeeringOptions(store, access).binding()),
            new DhcpOptionsOperations(store, ids, vpcs, paging, access).bindings())
        .<Binding<?, ?>>flatMap(List::stream)
        .toList();
  }
}
