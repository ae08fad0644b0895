package croft.services.ec2.networkinterface;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.LaunchNetwork;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the instances of a launch their interfaces. */
public final class LaunchedInterfaces {
  private final Ids ids;
  private final PublicAddresses addresses;

  public LaunchedInterfaces(Ids ids, PublicAddresses addresses) {
    this.ids = ids;
    this.addresses = addresses;
  }

  /** What all instances of a launch share, looked up once. */
  public record Ground(LaunchNetwork wanted, Subnet subnet, List<String> groupIds) {}

  /**
   * Finds the subnet and the groups a launch names.
   *
   * @param zone the availability zone asked for, or null
   */
  public static Ground ground(
      Transaction tx, String scope, LaunchNetwork wanted, @Nullable String zone) {
    Subnet subnet =
        wanted.subnetId() != null
            ? Vpcs.requireSubnet(tx, scope, wanted.subnetId())
            : Vpcs.defaultSubnet(tx, scope, zone);
    if (zone != null && !subnet.zone().equals(zone)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Invalid availability zone: [" + zone + "] does not match the subnet's");
    }
    List<String> groups =
        SecurityGroups.resolve(tx, scope, subnet.vpcId(), wanted.groupIds(), wanted.groupNames())
            .stream()
            .map(SecurityGroup::id)
            .toList();
    return new Ground(wanted, subnet, groups);
  }

  /**
   * Makes one instance's interfaces.
   *
   * @param tags for the interfaces
   * @throws ServiceError when addresses have run out, before anything was written
   */
  public Instance.Place give(
      Transaction tx, Ground ground, String instanceId, Map<String, String> tags) {
    Subnet subnet = ground.subnet();
    Boolean asked = ground.wanted().publicAddress();
    boolean wantsPublic = asked == null ? subnet.mapPublicAddressOnLaunch() : asked;
    NetworkInterface nic =
        NetworkInterfaces.create(
            tx, ids, subnet, ground.wanted().privateAddress(), ground.groupIds(), instanceId);
    if (!tags.isEmpty()) {
      Tags.put(tx, subnet.scope(), nic.id(), tags);
    }
    return new Instance.Place(
        nic.id(),
        ids.resource("eni-attach"),
        subnet.vpcId(),
        subnet.id(),
        subnet.zone(),
        nic.privateAddress(),
        nic.macAddress(),
        ground.groupIds(),
        wantsPublic ? addresses.give(tx, instanceId) : null,
        wantsPublic);
  }
}
