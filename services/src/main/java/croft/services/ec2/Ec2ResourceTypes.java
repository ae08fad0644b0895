package croft.services.ec2;

import croft.services.ec2.address.EipAssociationResource;
import croft.services.ec2.address.ElasticIpResource;
import croft.services.ec2.instance.InstanceResource;
import croft.services.ec2.internetgateway.InternetGatewayResource;
import croft.services.ec2.internetgateway.VpcGatewayAttachmentResource;
import croft.services.ec2.networkacl.NetworkAclEntryResource;
import croft.services.ec2.networkacl.NetworkAclResource;
import croft.services.ec2.networkacl.SubnetNetworkAclAssociationResource;
import croft.services.ec2.routetable.RouteResource;
import croft.services.ec2.routetable.RouteTableResource;
import croft.services.ec2.routetable.SubnetRouteTableAssociationResource;
import croft.services.ec2.securitygroup.SecurityGroupEgressResource;
import croft.services.ec2.securitygroup.SecurityGroupIngressResource;
import croft.services.ec2.securitygroup.SecurityGroupResource;
import croft.services.ec2.subnet.SubnetResource;
import croft.services.ec2.volume.VolumeAttachmentResource;
import croft.services.ec2.volume.VolumeResource;
import croft.services.ec2.vpc.VpcResource;
import croft.services.resource.ResourceType;
import java.util.List;

/** What templates may describe of EC2. */
final class Ec2ResourceTypes {
  private Ec2ResourceTypes() {}

  static List<ResourceType> all() {
    return List.of(
        new EipAssociationResource(),
        new ElasticIpResource(),
        new InstanceResource(),
        new VolumeAttachmentResource(),
        new VolumeResource(),
        new InternetGatewayResource(),
        new NetworkAclEntryResource(),
        new NetworkAclResource(),
        new RouteResource(),
        new RouteTableResource(),
        new SecurityGroupEgressResource(),
        new SecurityGroupIngressResource(),
        new SecurityGroupResource(),
        new SubnetNetworkAclAssociationResource(),
        new SubnetResource(),
        new SubnetRouteTableAssociationResource(),
        new VpcGatewayAttachmentResource(),
        new VpcResource());
  }
}
