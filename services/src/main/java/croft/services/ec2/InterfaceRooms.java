package croft.services.ec2;

import croft.services.ec2.address.AddressOperations;
import croft.services.ec2.address.AssociationOperations;
import croft.services.ec2.address.DescribeAddresses;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.networkacl.DescribeNetworkAcls;
import croft.services.ec2.networkacl.EntryOperations;
import croft.services.ec2.networkacl.NetworkAclOperations;
import croft.services.ec2.networkinterface.AddressAssignments;
import croft.services.ec2.networkinterface.AttachmentOperations;
import croft.services.ec2.networkinterface.DescribeInterfaces;
import croft.services.ec2.networkinterface.InterfaceAttributes;
import croft.services.ec2.networkinterface.NetworkInterfaceOperations;
import croft.services.ec2.prefixlist.DescribePrefixLists;
import croft.services.ec2.prefixlist.ManagedPrefixListOperations;
import croft.services.ec2.securitygroup.GroupQueries;
import croft.services.ec2.securitygroup.RuleChanges;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import java.util.ArrayList;
import java.util.List;

/** Puts the nouns together that stand between instances and their network. */
record InterfaceRooms(Ec2Rooms rooms, Vpcs vpcs, PublicAddresses pool) {

  List<Binding<?, ?>> bindings() {
    NetworkAccess access = new NetworkAccess(rooms.store());
    List<Binding<?, ?>> all = new ArrayList<>();
    all.addAll(
        new NetworkInterfaceOperations(rooms.store(), rooms.ids(), access, rooms.wake())
            .bindings());
    all.addAll(
        new AttachmentOperations(rooms.store(), rooms.ids(), access, rooms.wake()).bindings());
    all.addAll(new AddressAssignments(rooms.store(), access, rooms.wake()).bindings());
    all.addAll(new InterfaceAttributes(rooms.store(), access, rooms.wake()).bindings());
    all.add(new DescribeInterfaces(rooms.store(), rooms.paging()).binding());
    all.addAll(
        new NetworkAclOperations(rooms.store(), rooms.ids(), access, rooms.wake()).bindings());
    all.addAll(new EntryOperations(rooms.store(), access, rooms.wake()).bindings());
    all.add(new DescribeNetworkAcls(rooms.store(), vpcs, rooms.paging()).binding());
    all.addAll(new AddressOperations(rooms.store(), rooms.ids(), pool, access).bindings());
    all.addAll(
        new AssociationOperations(rooms.store(), rooms.ids(), pool, access, rooms.wake())
            .bindings());
    all.addAll(new DescribeAddresses(rooms.store(), rooms.paging()).bindings());
    all.addAll(new RuleChanges(rooms.store(), rooms.ids(), vpcs, rooms.wake()).bindings());
    all.addAll(new GroupQueries(rooms.store(), rooms.paging(), access).bindings());
    all.addAll(
        new ManagedPrefixListOperations(rooms.store(), rooms.ids(), access, rooms.wake())
            .bindings());
    all.addAll(new DescribePrefixLists(rooms.store(), rooms.paging(), access).bindings());
    return all;
  }
}
