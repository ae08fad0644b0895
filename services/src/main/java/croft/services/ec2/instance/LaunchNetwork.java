package croft.services.ec2.instance;

import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.PrivateIpAddressSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.networkinterface.InterfaceLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a launch asks of the network, after every check that needs no store.
 *
 * @param interfaces by device index, which is 0 for the first
 */
public record LaunchNetwork(List<Wanted> interfaces) {

  /** The members of a launch about its network that are honoured. */
  static final List<String> HONOURED =
      List.of(
          "SecurityGroupIds",
          "SecurityGroups",
          "SubnetId",
          "NetworkInterfaces.AssociatePublicIpAddress",
          "NetworkInterfaces.DeleteOnTermination",
          "NetworkInterfaces.Description",
          "NetworkInterfaces.DeviceIndex",
          "NetworkInterfaces.Groups",
          "NetworkInterfaces.NetworkInterfaceId",
          "NetworkInterfaces.PrivateIpAddress",
          "NetworkInterfaces.PrivateIpAddresses",
          "NetworkInterfaces.SecondaryPrivateIpAddressCount",
          "NetworkInterfaces.SubnetId",
          "PrivateIpAddress");

  public LaunchNetwork {
    interfaces = List.copyOf(interfaces);
  }

  /**
   * One interface, to be made or already there.
   *
   * @param interfaceId of one that is there, or null
   * @param subnetId or null for the default one
   * @param publicAddress whether one was asked for, or null to follow the subnet
   */
  public record Wanted(
      int deviceIndex,
      @Nullable String interfaceId,
      @Nullable String subnetId,
      AddressRequest addresses,
      List<String> groupIds,
      List<String> groupNames,
      String description,
      boolean deleteOnTermination,
      @Nullable Boolean publicAddress) {
    public Wanted {
      groupIds = List.copyOf(groupIds);
      groupNames = List.copyOf(groupNames);
    }
  }

  /**
   * Private addresses, named or only counted.
   *
   * @param primary or null for any
   * @param secondaryCount of any further ones, besides those named
   */
  public record AddressRequest(
      @Nullable String primary, List<String> secondary, int secondaryCount) {
    public AddressRequest {
      secondary = List.copyOf(secondary);
    }

    public int size() {
      return 1 + secondary.size() + secondaryCount;
    }

    public boolean namesAny() {
      return primary != null || !secondary.isEmpty();
    }

    /**
     * From the three ways a request has of asking for addresses.
     *
     * @throws ServiceError for two primary addresses, or both named and counted secondary ones
     */
    public static AddressRequest of(
        @Nullable String primary,
        List<PrivateIpAddressSpecification> listed,
        @Nullable Integer count) {
      String first = primary;
      List<String> secondary = new ArrayList<>();
      for (PrivateIpAddressSpecification each : listed) {
        String address = each.privateIpAddress() == null ? "" : each.privateIpAddress();
        if (!Boolean.TRUE.equals(each.primary())) {
          secondary.add(address);
        } else if (first == null || first.equals(address)) {
          first = address;
        } else {
          throw ServiceError.badRequest(
              "InvalidParameterCombination",
              "Only one primary private IP address can be specified.");
        }
      }
      if (count != null && !secondary.isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "You may not specify secondaryPrivateIpAddressCount and secondary private IP"
                + " addresses in the same request");
      }
      if (count != null && count < 0) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "Value (" + count + ") for parameter secondaryPrivateIpAddressCount is invalid.");
      }
      return new AddressRequest(first, secondary, count == null ? 0 : count);
    }
  }

  /**
   * Of a request.
   *
   * @param maximum how many instances it may make
   */
  static LaunchNetwork of(RunInstancesRequest request, InstanceType type, int maximum) {
    LaunchNetwork network = new LaunchNetwork(interfaces(request));
    InterfaceLimits limits = InterfaceLimits.of(type.name());
    if (network.interfaces.size() > limits.interfaces()) {
      throw ServiceError.badRequest(
          "AttachmentLimitExceeded",
          "Interface count " + network.interfaces.size() + " exceeds the limit for " + type.name());
    }
    for (Wanted wanted : network.interfaces) {
      if (wanted.addresses().size() > limits.addressesEach()) {
        throw ServiceError.badRequest(
            "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
      }
      refuseForMany(wanted, maximum);
    }
    return network;
  }

  private static void refuseForMany(Wanted wanted, int maximum) {
    if (maximum > 1 && wanted.addresses().namesAny()) {
      throw combination(
          "Cannot specify a private IP address when launching more than one instance");
    }
    if (maximum > 1 && wanted.interfaceId() != null) {
      throw combination(
          "Cannot specify a network interface ID when launching more than one instance");
    }
  }

  private static List<Wanted> interfaces(RunInstancesRequest request) {
    List<InstanceNetworkInterfaceSpecification> listed = request.networkInterfacesOrEmpty();
    if (listed.isEmpty()) {
      return List.of(
          new Wanted(
              0,
              null,
              request.subnetId(),
              new AddressRequest(request.privateIpAddress(), List.of(), 0),
              request.securityGroupIdsOrEmpty(),
              request.securityGroupsOrEmpty(),
              "",
              true,
              null));
    }
    if (request.subnetId() != null) {
      throw combination(
          "Network interfaces and an instance-level subnet ID may not be specified on the same"
              + " request");
    }
    if (!request.securityGroupIdsOrEmpty().isEmpty()
        || !request.securityGroupsOrEmpty().isEmpty()) {
      throw combination(
          "Network interfaces and an instance-level security groups may not be specified on the"
              + " same request");
    }
    if (request.privateIpAddress() != null) {
      throw combination(
          "Network interfaces and an instance-level private address may not be specified on the"
              + " same request");
    }
    return inOrder(listed);
  }

  private static List<Wanted> inOrder(List<InstanceNetworkInterfaceSpecification> listed) {
    List<Wanted> all =
        listed.stream()
            .map(LaunchNetwork::wanted)
            .sorted(Comparator.comparingInt(Wanted::deviceIndex))
            .toList();
    Set<Integer> indexes = new HashSet<>();
    for (Wanted wanted : all) {
      if (!indexes.add(wanted.deviceIndex())) {
        throw ServiceError.badRequest(
            "InvalidParameterValue", "Each network interface requires a unique device index.");
      }
      if (all.size() > 1 && Boolean.TRUE.equals(wanted.publicAddress())) {
        throw combination(
            "The associatePublicIPAddress parameter cannot be specified when launching with"
                + " multiple network interfaces.");
      }
    }
    if (all.getFirst().deviceIndex() != 0) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "A network interface with device index 0 must be specified.");
    }
    return all;
  }

  private static Wanted wanted(InstanceNetworkInterfaceSpecification given) {
    Integer index = given.deviceIndex();
    if (index == null || index < 0) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Each network interface requires a device index.");
    }
    AddressRequest addresses =
        AddressRequest.of(
            given.privateIpAddress(),
            given.privateIpAddressesOrEmpty(),
            given.secondaryPrivateIpAddressCount());
    Boolean goes = given.deleteOnTermination();
    if (given.networkInterfaceId() != null) {
      refuseForExisting(given, addresses);
    }
    return new Wanted(
        index,
        given.networkInterfaceId(),
        given.subnetId(),
        addresses,
        given.groupsOrEmpty(),
        List.of(),
        given.description() == null ? "" : given.description(),
        goes == null ? given.networkInterfaceId() == null : goes,
        given.associatePublicIpAddress());
  }

  private static void refuseForExisting(
      InstanceNetworkInterfaceSpecification given, AddressRequest addresses) {
    if (given.subnetId() != null) {
      throw combination(
          "A network interface may not specify both a network interface ID and a subnet");
    }
    if (addresses.size() > 1 || addresses.namesAny()) {
      throw combination(
          "A network interface may not specify both a network interface ID and private IP"
              + " addresses");
    }
    if (!given.groupsOrEmpty().isEmpty()) {
      throw combination(
          "A network interface may not specify both a network interface ID and security groups");
    }
    if (given.description() != null) {
      throw combination(
          "A network interface may not specify both a network interface ID and a description");
    }
    if (Boolean.TRUE.equals(given.associatePublicIpAddress())) {
      throw combination(
          "The associatePublicIPAddress parameter may not be specified for an existing network"
              + " interface");
    }
    if (Boolean.TRUE.equals(given.deleteOnTermination())) {
      throw combination("deleteOnTermination may not be true for an existing network interface");
    }
  }

  private static ServiceError combination(String message) {
    return ServiceError.badRequest("InvalidParameterCombination", message);
  }
}
