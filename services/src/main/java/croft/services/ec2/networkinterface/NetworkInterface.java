package croft.services.ec2.networkinterface;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An address in a subnet, with the groups it wears and the instance it is attached to. */
public record NetworkInterface(
    String scope,
    String id,
    String subnetId,
    String vpcId,
    String privateAddress,
    String macAddress,
    List<String> groupIds,
    @Nullable String instanceId) {
  public NetworkInterface {
    groupIds = List.copyOf(groupIds);
  }

  public NetworkInterface withGroups(List<String> groups) {
    return new NetworkInterface(
        scope, id, subnetId, vpcId, privateAddress, macAddress, groups, instanceId);
  }
}
