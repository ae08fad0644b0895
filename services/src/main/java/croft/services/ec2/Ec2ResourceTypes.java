package croft.services.ec2;

import croft.services.ec2.address.EipAssociationResource;
import croft.services.ec2.address.ElasticIpResource;
import croft.services.ec2.dhcpoptions.DhcpOptionsResource;
import croft.services.ec2.dhcpoptions.VpcDhcpOptionsAssociationResource;
import croft.services.ec2.endpoint.VpcEndpointResource;
import croft.services.ec2.instance.InstanceResource;
import croft.services.ec2.internetgateway.InternetGatewayResource;
import croft.services.ec2.internetgateway.VpcGatewayAttachmentResource;
import croft.services.ec2.keypair.KeyPairResource;
import croft.services.ec2.launchtemplate.LaunchTemplateResource;
import croft.services.ec2.natgateway.NatGatewayResource;
import croft.services.ec2.networkacl.NetworkAclEntryResource;
import croft.services.ec2.networkacl.NetworkAclResource;
import croft.services.ec2.networkacl.SubnetNetworkAclAssociationResource;
import croft.services.ec2.networkinterface.InterfaceAttachmentResource;
import croft.services.ec2.networkinterface.NetworkInterfaceResource;
import croft.services.ec2.peering.VpcPeeringConnectionResource;
import croft.services.ec2.placementgroup.PlacementGroupResource;
import croft.services.ec2.prefixlist.PrefixListResource;
import croft.services.ec2.routetable.RouteResource;
import croft.services.ec2.routetable.RouteTableResource;
import croft.services.ec2.routetable.SubnetRouteTableAssociationResource;
import croft.services.ec2.securitygroup.SecurityGroupEgressResource;
import croft.services.ec2.securitygroup.SecurityGroupIngressResource;
import croft.services.ec2.securitygroup.SecurityGroupResource;
import croft.services.ec2.subnet.SubnetResource;
import croft.services.ec2.volume.VolumeAttachmentResource;
import croft.services.ec2.volume.VolumeResource;
import croft.services.ec2.vpc.VpcCidrBlockResource;
import croft.services.ec2.vpc.VpcResource;
import croft.services.resource.ResourceType;
import java.util.List;

/** What templates may describe of EC2. */
final class Ec2ResourceTypes {
  private Ec2ResourceTypes() {}

  static List<ResourceType> all() {
    return List.of(
        new DhcpOptionsResource(),
        new EipAssociationResource(),
        new ElasticIpResource(),
        new InstanceResource(),
        new InterfaceAttachmentResource(),
        new InternetGatewayResource(),
        new KeyPairResource(),
        new LaunchTemplateResource(),
        new NatGatewayResource(),
        new NetworkAclEntryResource(),
        new NetworkAclResource(),
        new NetworkInterfaceResource(),
        new PlacementGroupResource(),
        new PrefixListResource(),
        new RouteResource(),
        new RouteTableResource(),
        new SecurityGroupEgressResource(),
        new SecurityGroupIngressResource(),
        new SecurityGroupResource(),
        new SubnetNetworkAclAssociationResource(),
        new SubnetResource(),
        new SubnetRouteTableAssociationResource(),
        new VolumeAttachmentResource(),
        new VolumeResource(),
        new VpcCidrBlockResource(),
        new VpcDhcpOptionsAssociationResource(),
        new VpcEndpointResource(),
        new VpcGatewayAttachmentResource(),
        new VpcPeeringConnectionResource(),
        new VpcResource());
  }
}
