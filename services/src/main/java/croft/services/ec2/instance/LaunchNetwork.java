package croft.services.ec2.instance;

import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a launch asks of the network, after every check that needs no store.
 *
 * @param publicAddress whether one was asked for, or null to follow the subnet
 */
public record LaunchNetwork(
    @Nullable String subnetId,
    @Nullable String privateAddress,
    @Nullable Boolean publicAddress,
    List<String> groupIds,
    List<String> groupNames) {

  /** The members of a launch about its network that are honoured. */
  static final List<String> HONOURED =
      List.of(
          "SecurityGroupIds",
          "SecurityGroups",
          "SubnetId",
          "NetworkInterfaces.AssociatePublicIpAddress",
          "NetworkInterfaces.DeleteOnTermination",
          "NetworkInterfaces.DeviceIndex",
          "NetworkInterfaces.Groups",
          "NetworkInterfaces.PrivateIpAddress",
          "NetworkInterfaces.SubnetId",
          "PrivateIpAddress");

  /**
   * Of a request.
   *
   * @param maximum how many instances it may make
   */
  static LaunchNetwork of(RunInstancesRequest request, InstanceType type, int maximum) {
    InstanceNetworkInterfaceSpecification nic = networkInterface(request);
    return new LaunchNetwork(
        nic != null ? nic.subnetId() : request.subnetId(),
        privateAddress(maximum, nic != null ? nic.privateIpAddress() : request.privateIpAddress()),
        nic != null ? nic.associatePublicIpAddress() : null,
        nic != null ? nic.groupsOrEmpty() : request.securityGroupIdsOrEmpty(),
        request.securityGroupsOrEmpty());
  }

  private static @Nullable String privateAddress(int maximum, @Nullable String given) {
    if (given != null && maximum > 1) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Cannot specify a private IP address when launching more than one instance");
    }
    return given;
  }

  private static @Nullable InstanceNetworkInterfaceSpecification networkInterface(
      RunInstancesRequest request) {
    List<InstanceNetworkInterfaceSpecification> all = request.networkInterfacesOrEmpty();
    if (all.isEmpty()) {
      return null;
    }
    InstanceNetworkInterfaceSpecification first = all.getFirst();
    if (all.size() > 1 || !Integer.valueOf(0).equals(first.deviceIndex())) {
      throw ServiceError.unsupported("A network interface other than the one of device index 0");
    }
    if (Boolean.FALSE.equals(first.deleteOnTermination())) {
      throw ServiceError.unsupported("A network interface kept after termination");
    }
    if (request.subnetId() != null
        || !request.securityGroupIdsOrEmpty().isEmpty()
        || !request.securityGroupsOrEmpty().isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Network interfaces and an instance-level subnet ID or security groups may not be"
              + " specified on the same request");
    }
    return first;
  }
}
