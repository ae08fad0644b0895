package croft.services.ec2.metadata;

import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.networkinterface.NetworkInterface;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is below {@code network/interfaces/macs/} for one interface. */
final class InterfaceLeaves {
  private InterfaceLeaves() {}

  static Map<String, String> of(InterfaceFacts facts, String region) {
    NetworkInterface nic = facts.nic();
    Map<String, String> leaves = new LinkedHashMap<>();
    List<String> publicAddresses =
        nic.addresses().stream()
            .map(facts.publicAddresses()::get)
            .filter(Objects::nonNull)
            .toList();
    String name = InstanceShapes.privateName(region, nic.privateAddress());
    leaves.put("device-number", Integer.toString(deviceIndex(nic)));
    leaves.put("interface-id", nic.id());
    leaves.put("local-hostname", name);
    leaves.put("local-ipv4s", String.join("\n", nic.addresses()));
    leaves.put("mac", nic.macAddress());
    leaves.put("network-card-index", "0");
    leaves.put("owner-id", nic.scope().substring(0, nic.scope().indexOf('/')));
    if (!publicAddresses.isEmpty()) {
      leaves.put("public-hostname", InstanceShapes.publicName(region, publicAddresses.getFirst()));
      leaves.put("public-ipv4s", String.join("\n", publicAddresses));
      facts
          .publicAddresses()
          .forEach((local, open) -> leaves.put("ipv4-associations/" + open, local));
    }
    leaves.put("security-group-ids", String.join("\n", nic.groupIds()));
    leaves.put("security-groups", String.join("\n", facts.groupNames()));
    leaves.put("subnet-id", nic.subnetId());
    leaves.put("subnet-ipv4-cidr-block", facts.subnetCidr());
    leaves.put("vpc-id", nic.vpcId());
    leaves.put("vpc-ipv4-cidr-block", facts.vpcCidrs().getFirst());
    leaves.put("vpc-ipv4-cidr-blocks", String.join("\n", facts.vpcCidrs()));
    return leaves;
  }

  static int deviceIndex(NetworkInterface nic) {
    NetworkInterface.Attachment attachment = nic.attachment();
    return attachment == null ? 0 : attachment.deviceIndex();
  }
}
