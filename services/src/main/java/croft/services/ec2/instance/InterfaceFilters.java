package croft.services.ec2.instance;

import croft.api.ec2.EbsInstanceBlockDevice;
import croft.api.ec2.InstanceBlockDeviceMapping;
import croft.api.ec2.InstanceNetworkInterface;
import croft.services.ec2.describe.Filters;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** DescribeInstances' filters on what instances have: their interfaces and their disks. */
final class InterfaceFilters {
  private InterfaceFilters() {}

  static void addTo(Filters<Instance> filters, InstanceShapes shapes) {
    Shown shown = new Shown(filters, shapes);
    filters.on("network-interface.availability-zone", i -> i.place().zone());
    shown.on("network-interface-id", InstanceNetworkInterface::networkInterfaceId);
    shown.on("subnet-id", InstanceNetworkInterface::subnetId);
    shown.on("vpc-id", InstanceNetworkInterface::vpcId);
    shown.on("mac-address", InstanceNetworkInterface::macAddress);
    shown.on("owner-id", InstanceNetworkInterface::ownerId);
    shown.on("description", InstanceNetworkInterface::description);
    shown.on("private-dns-name", InstanceNetworkInterface::privateDnsName);
    shown.on("status", InstanceNetworkInterface::status);
    shown.on("source-dest-check", nic -> String.valueOf(nic.sourceDestCheck()));
    shown.on("requester-managed", nic -> "false");
    shown.onAll(
        "addresses.private-ip-address",
        nic ->
            nic.privateIpAddressesOrEmpty().stream()
                .map(address -> String.valueOf(address.privateIpAddress()))
                .toList());
    shown.on(
        "addresses.association.public-ip",
        nic -> nic.association() == null ? null : nic.association().publicIp());
    shown.on(
        "association.public-ip",
        nic -> nic.association() == null ? null : nic.association().publicIp());
    shown.on(
        "attachment.attachment-id",
        nic -> nic.attachment() == null ? null : nic.attachment().attachmentId());
    shown.on(
        "attachment.device-index",
        nic -> nic.attachment() == null ? null : String.valueOf(nic.attachment().deviceIndex()));
    shown.on(
        "attachment.status", nic -> nic.attachment() == null ? null : nic.attachment().status());
    filters.onAll("network-interface.attachment.instance-id", i -> List.of(i.id()));
    filters.on("source-dest-check", i -> String.valueOf(shapes.shape(i).sourceDestCheck()));
    disks(filters, shapes);
  }

  private static void disks(Filters<Instance> filters, InstanceShapes shapes) {
    filters.onAll(
        "block-device-mapping.device-name",
        i ->
            shapes.shape(i).blockDeviceMappingsOrEmpty().stream()
                .map(mapping -> String.valueOf(mapping.deviceName()))
                .toList());
    onDisk(filters, shapes, "volume-id", EbsInstanceBlockDevice::volumeId);
    onDisk(filters, shapes, "status", EbsInstanceBlockDevice::status);
    onDisk(
        filters,
        shapes,
        "delete-on-termination",
        disk -> String.valueOf(disk.deleteOnTermination()));
    onDisk(filters, shapes, "attach-time", disk -> String.valueOf(disk.attachTime()));
  }

  private static void onDisk(
      Filters<Instance> filters,
      InstanceShapes shapes,
      String name,
      Function<EbsInstanceBlockDevice, @Nullable String> value) {
    filters.onAll(
        "block-device-mapping." + name,
        i ->
            shapes.shape(i).blockDeviceMappingsOrEmpty().stream()
                .map(InstanceBlockDeviceMapping::ebs)
                .filter(Objects::nonNull)
                .map(value)
                .filter(Objects::nonNull)
                .toList());
  }

  /** The filters whose names begin with {@code network-interface.}. */
  private record Shown(Filters<Instance> filters, InstanceShapes shapes) {
    void on(String name, Function<InstanceNetworkInterface, @Nullable String> value) {
      onAll(
          name,
          nic -> {
            String found = value.apply(nic);
            return found == null ? List.of() : List.of(found);
          });
    }

    void onAll(String name, Function<InstanceNetworkInterface, Collection<String>> values) {
      filters.onAll(
          "network-interface." + name,
          i ->
              shapes.shape(i).networkInterfacesOrEmpty().stream()
                  .flatMap(nic -> values.apply(nic).stream())
                  .toList());
    }
  }
}
