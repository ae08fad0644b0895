package croft.services.ec2.networkinterface;

import croft.api.ec2.InstanceNetworkInterface;
import croft.api.ec2.InstanceNetworkInterfaceAssociation;
import croft.api.ec2.InstanceNetworkInterfaceAttachment;
import croft.api.ec2.InstancePrivateIpAddress;
import croft.api.ec2.NetworkInterfaceAssociation;
import croft.api.ec2.NetworkInterfaceAttachment;
import croft.api.ec2.NetworkInterfacePrivateIpAddress;
import croft.services.ec2.instance.InstanceShapes;
import croft.services.ec2.networkinterface.InterfaceView.Association;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import croft.services.ec2.tag.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An interface as the API shows it, by itself and as part of its instance. */
public final class InterfaceShapes {
  private final InterfaceView view;

  public InterfaceShapes(InterfaceView view) {
    this.view = view;
  }

  /** As DescribeNetworkInterfaces gives it. */
  croft.api.ec2.NetworkInterface shape(
      NetworkInterface nic, String zone, Map<String, String> tags) {
    return croft.api.ec2.NetworkInterface.builder()
        .networkInterfaceId(nic.id())
        .association(association(nic, nic.privateAddress()))
        .attachment(attachment(nic))
        .availabilityZone(zone)
        .description(nic.description())
        .groups(view.groups(nic))
        .interfaceType(nic.type())
        .ipv6Addresses(List.of())
        .macAddress(nic.macAddress())
        .ownerId(view.account())
        .privateDnsName(privateName(nic.privateAddress()))
        .privateIpAddress(nic.privateAddress())
        .privateIpAddresses(
            nic.addresses().stream()
                .map(address ->
                    NetworkInterfacePrivateIpAddress.builder()
                        .association(association(nic, address))
                        .primary(address.equals(nic.privateAddress()))
                        .privateDnsName(privateName(address))
                        .privateIpAddress(address)
                        .build())
                .toList())
        .requesterId(nic.requesterId())
        .requesterManaged(nic.requesterId() != null)
        .sourceDestCheck(!nic.forwards())
        .status(nic.status())
        .subnetId(nic.subnetId())
        .vpcId(nic.vpcId())
        .tagSet(Tags.shapes(tags))
        .build();
  }

  private String privateName(String address) {
    return InstanceShapes.privateName(view.region(), address);
  }

  private @Nullable NetworkInterfaceAssociation association(NetworkInterface nic, String address) {
    return view.association(nic, address)
        .map(a ->
            NetworkInterfaceAssociation.builder()
                .publicIp(a.publicAddress())
                .publicDnsName(publicName(a))
                .allocationId(a.allocationId())
                .associationId(a.associationId())
                .ipOwnerId(a.owner())
                .build())
        .orElse(null);
  }

  private String publicName(Association association) {
    return InstanceShapes.publicName(view.region(), association.publicAddress());
  }

  /** What DescribeNetworkInterfaceAttribute gives too. */
  @Nullable NetworkInterfaceAttachment attachment(NetworkInterface nic) {
    Attachment attachment = nic.attachment();
    if (attachment == null) {
      return null;
    }
    boolean ofInstance = nic.instanceId() != null;
    return NetworkInterfaceAttachment.builder()
        .attachmentId(attachment.id())
        .attachTime(attachment.at())
        .deleteOnTermination(attachment.deleteOnTermination())
        .deviceIndex(attachment.deviceIndex())
        .networkCardIndex(ofInstance ? 0 : null)
        .instanceId(nic.instanceId())
        .instanceOwnerId(ofInstance ? view.account() : "amazon-aws")
        .status(view.attachmentStatus(nic))
        .build();
  }

  /** As DescribeInstances gives it. */
  public InstanceNetworkInterface ofInstance(NetworkInterface nic) {
    return InstanceNetworkInterface.builder()
        .networkInterfaceId(nic.id())
        .association(instanceAssociation(nic, nic.privateAddress()))
        .attachment(instanceAttachment(nic))
        .description(nic.description())
        .groups(view.groups(nic))
        .interfaceType(nic.type())
        .ipv6Addresses(List.of())
        .macAddress(nic.macAddress())
        .ownerId(view.account())
        .privateDnsName(privateName(nic.privateAddress()))
        .privateIpAddress(nic.privateAddress())
        .privateIpAddresses(
            nic.addresses().stream()
                .map(address ->
                    InstancePrivateIpAddress.builder()
                        .association(instanceAssociation(nic, address))
                        .primary(address.equals(nic.privateAddress()))
                        .privateDnsName(privateName(address))
                        .privateIpAddress(address)
                        .build())
                .toList())
        .sourceDestCheck(!nic.forwards())
        .status(nic.status())
        .subnetId(nic.subnetId())
        .vpcId(nic.vpcId())
        .build();
  }

  private @Nullable InstanceNetworkInterfaceAssociation instanceAssociation(
      NetworkInterface nic, String address) {
    return view.association(nic, address)
        .map(a ->
            InstanceNetworkInterfaceAssociation.builder()
                .publicIp(a.publicAddress())
                .publicDnsName(publicName(a))
                .ipOwnerId(a.owner())
                .build())
        .orElse(null);
  }

  private @Nullable InstanceNetworkInterfaceAttachment instanceAttachment(NetworkInterface nic) {
    Attachment attachment = nic.attachment();
    return attachment == null
        ? null
        : InstanceNetworkInterfaceAttachment.builder()
            .attachmentId(attachment.id())
            .attachTime(attachment.at())
            .deleteOnTermination(attachment.deleteOnTermination())
            .deviceIndex(attachment.deviceIndex())
            .networkCardIndex(0)
            .status(view.attachmentStatus(nic))
            .build();
  }
}
