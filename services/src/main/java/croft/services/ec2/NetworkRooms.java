package croft.services.ec2;

import croft.services.ec2.internetgateway.DescribeInternetGateways;
import croft.services.ec2.internetgateway.InternetGatewayOperations;
import croft.services.ec2.routetable.DescribeRouteTables;
import croft.services.ec2.subnet.DescribeSubnets;
import croft.services.ec2.vpc.DescribeVpcs;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import java.util.ArrayList;
import java.util.List;

/** Puts the nouns of a VPC together. */
record NetworkRooms(Ec2Rooms rooms, Vpcs vpcs) {

  List<Binding<?, ?>> bindings() {
    NetworkAccess access = new NetworkAccess(rooms.store());
    List<Binding<?, ?>> all = new ArrayList<>();
    all.addAll(new DescribeVpcs(rooms.store(), vpcs, rooms.paging(), access).bindings());
    all.add(new DescribeSubnets(rooms.store(), vpcs, rooms.paging()).binding());
    all.add(new DescribeRouteTables(rooms.store(), vpcs, rooms.paging()).binding());
    all.add(new DescribeInternetGateways(rooms.store(), vpcs, rooms.paging()).binding());
    all.addAll(
        new InternetGatewayOperations(rooms.store(), rooms.ids(), access, rooms.wake()).bindings());
    return all;
  }
}
