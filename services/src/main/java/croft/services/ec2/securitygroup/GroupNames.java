package croft.services.ec2.securitygroup;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.resource.ResourceRequest;

/** Groups by name, as EC2-Classic knew them and the default VPC does still. */
final class GroupNames {
  private GroupNames() {}

  /**
   * The id of a group.
   *
   * @param name its name in the default VPC, or its id
   * @throws ServiceError {@code InvalidGroup.NotFound}
   */
  static String id(ResourceRequest request, String name) {
    if (name.startsWith("sg-")) {
      return name;
    }
    return idIn(request, defaultVpc(request), name);
  }

  /** The id of the group of that name in a VPC. */
  static String idIn(ResourceRequest request, String vpcId, String name) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_SECURITY_GROUPS,
            "SecurityGroups",
            Ec2Calls.filters("group-name", name, "vpc-id", vpcId))
        .stream()
        .map(group -> group.path("GroupId").asString())
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidGroup.NotFound", "The security group '" + name + "' does not exist"));
  }

  static String defaultVpc(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_VPCS, "Vpcs", Ec2Calls.filters("is-default", "true"))
        .stream()
        .map(vpc -> vpc.path("VpcId").asString())
        .findFirst()
        .orElse("");
  }
}
