package croft.services.ec2;

import croft.base.Ids;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.dhcpoptions.DhcpOptionSets;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.image.ImageOperations;
import croft.services.ec2.image.Images;
import croft.services.ec2.instance.ConsoleOutput;
import croft.services.ec2.instance.DescribeInstances;
import croft.services.ec2.instance.InstanceStatuses;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.Launcher;
import croft.services.ec2.instance.ProfileLookup;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.instance.RunInstances;
import croft.services.ec2.instance.StateOperations;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.keypair.KeyPairOperations;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.networkinterface.LaunchedInterfaces;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.prefixlist.PrefixLists;
import croft.services.ec2.region.RegionOperations;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.RuleOperations;
import croft.services.ec2.securitygroup.SecurityGroupOperations;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.spot.SpotReconciler;
import croft.services.ec2.tag.ResourceLookup;
import croft.services.ec2.tag.TagOperations;
import croft.services.ec2.volume.DataKeys;
import croft.services.ec2.volume.Volumes;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.InnerCalls;
import croft.services.operation.PolicyCheck;
import croft.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * Puts EC2's nouns together.
 *
 * @param publicRange public and Elastic IP addresses come from it
 * @param calls the way to other services, as the caller
 * @param dataKeys of volumes and snapshots
 * @param policyCheck of policies that endpoints are given
 * @param instanceLimit how many instances an account may have in a region
 */
public record Ec2Rooms(
    Store store,
    Ids ids,
    SecureRandom random,
    Paging paging,
    Wake wake,
    ProfileLookup profiles,
    InstanceStatuses.Reachability reachability,
    ConsoleOutput.Consoles consoles,
    Ipv4Cidr publicRange,
    int instanceLimit,
    InnerCalls calls,
    DataKeys dataKeys,
    PolicyCheck policyCheck) {

  public Ec2Service service() {
    Vpcs vpcs = new Vpcs(store, ids);
    PublicAddresses addresses = new PublicAddresses(publicRange);
    RunInstances runInstances = runInstances(vpcs, addresses);
    return new Ec2Service(
        List.of(
            List.of(
                runInstances.binding(),
                new DescribeInstances(store, paging).binding(),
                new ConsoleOutput(store, consoles).binding()),
            new InstanceStatuses(store, paging, reachability).bindings(),
            new StateOperations(store, addresses, wake).bindings(),
            new InstanceRooms(this, runInstances).bindings(),
            new RegionOperations().bindings(),
            new ImageOperations(this, new DiskRooms(this).snapshots()).bindings(),
            new KeyPairOperations(store, ids, random).bindings(),
            new NetworkRooms(this, vpcs).bindings(),
            new InterfaceRooms(this, vpcs, addresses).bindings(),
            new DiskRooms(this).bindings(),
            new SecurityGroupOperations(store, ids, vpcs, paging).bindings(),
            new RuleOperations(store, ids, vpcs, wake, paging).bindings(),
            new TagOperations(store, resources(), paging).bindings()));
  }

  private RunInstances runInstances(Vpcs vpcs, PublicAddresses addresses) {
    return new RunInstances(this, vpcs, new Launcher(this, new LaunchedInterfaces(ids, addresses)));
  }

  /** What launches again for persistent spot requests. */
  public SpotReconciler spotRequests(InstantSource time) {
    Vpcs vpcs = new Vpcs(store, ids);
    return new SpotReconciler(
        store, ids, runInstances(vpcs, new PublicAddresses(publicRange)), time);
  }

  /** What may be tagged, with the words AWS has for one that is not there. */
  private static ResourceLookup resources() {
    return InstanceRooms.addTo(new ResourceLookup())
        .add(
            "instance",
            "InvalidInstanceID.NotFound",
            "instance ID",
            (tx, scope, id) -> tx.get(Instances.TABLE, scope, id).isPresent())
        .add(
            "image",
            "InvalidAMIID.NotFound",
            "image ID",
            (tx, scope, id) -> Images.find(tx, scope, id).isPresent())
        .add(
            "vpc",
            "InvalidVpcID.NotFound",
            "vpc ID",
            (tx, scope, id) -> tx.get(Vpcs.TABLE, scope, id).isPresent())
        .add(
            "subnet",
            "InvalidSubnetID.NotFound",
            "subnet ID",
            (tx, scope, id) -> tx.get(Vpcs.SUBNETS, scope, id).isPresent())
        .add(
            "internet-gateway",
            "InvalidInternetGatewayID.NotFound",
            "internetGateway ID",
            (tx, scope, id) -> tx.get(InternetGateways.TABLE, scope, id).isPresent())
        .add(
            "route-table",
            "InvalidRouteTableID.NotFound",
            "routeTable ID",
            (tx, scope, id) -> tx.get(RouteTables.TABLE, scope, id).isPresent())
        .add(
            "natgateway",
            "NatGatewayNotFound",
            "natGateway ID",
            (tx, scope, id) -> tx.get(NatGateways.TABLE, scope, id).isPresent())
        .add(
            "vpc-peering-connection",
            "InvalidVpcPeeringConnectionID.NotFound",
            "vpcPeeringConnection ID",
            (tx, scope, id) ->
                tx.get(Peerings.TABLE, Peering.SCOPE, id)
                    .filter(p -> p.visibleIn(scope))
                    .isPresent())
        .add(
            "vpc-endpoint",
            "InvalidVpcEndpointId.NotFound",
            "Vpc Endpoint Id",
            (tx, scope, id) -> tx.get(VpcEndpoints.TABLE, scope, id).isPresent())
        .add(
            "dhcp-options",
            "InvalidDhcpOptionID.NotFound",
            "dhcpOption ID",
            (tx, scope, id) -> tx.get(DhcpOptionSets.TABLE, scope, id).isPresent())
        .add(
            "security-group",
            "InvalidGroup.NotFound",
            "security group",
            (tx, scope, id) -> tx.get(SecurityGroups.TABLE, scope, id).isPresent())
        .add(
            "security-group-rule",
            "InvalidSecurityGroupRuleId.NotFound",
            "security group rule ID",
            (tx, scope, id) ->
                tx.list(SecurityGroups.TABLE, scope).stream()
                    .anyMatch(g -> g.rules().stream().anyMatch(r -> r.id().equals(id))))
        .add(
            "key-pair",
            "InvalidKeyPair.NotFound",
            "key pair ID",
            (tx, scope, id) ->
                !tx.findIn(KeyPairOperations.TABLE, scope, "key_pair_id", id).isEmpty())
        .add(
            "elastic-ip",
            "InvalidAllocationID.NotFound",
            "allocation ID",
            (tx, scope, id) -> tx.get(Addresses.TABLE, scope, id).isPresent())
        .add(
            "network-interface",
            "InvalidNetworkInterfaceID.NotFound",
            "networkInterface ID",
            (tx, scope, id) -> tx.get(NetworkInterfaces.TABLE, scope, id).isPresent())
        .add(
            "network-acl",
            "InvalidNetworkAclID.NotFound",
            "networkAcl ID",
            (tx, scope, id) -> tx.get(NetworkAcls.TABLE, scope, id).isPresent())
        .add(
            "prefix-list",
            "InvalidPrefixListID.NotFound",
            "prefix list ID",
            (tx, scope, id) -> tx.get(PrefixLists.TABLE, scope, id).isPresent())
        .add("volume", "InvalidVolume.NotFound", "volume", Volumes::exists)
        .add("snapshot", "InvalidSnapshot.NotFound", "snapshot", Snapshots::exists);
  }
}
