package croft.services.ec2.instance;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import java.util.List;

/** What a launch asks of disks, after every check that needs no store. */
public record LaunchDisks() {

  /** The members of a launch about its disks that are honoured. */
  static final List<String> HONOURED =
      List.of("BlockDeviceMappings.DeviceName", "BlockDeviceMappings.Ebs.DeleteOnTermination");

  static LaunchDisks of(RunInstancesRequest request) {
    for (BlockDeviceMapping mapping : request.blockDeviceMappingsOrEmpty()) {
      if (!InstanceShapes.ROOT_DEVICE.equals(mapping.deviceName())) {
        throw ServiceError.unsupported(
            "A block device mapping for other than the root device " + InstanceShapes.ROOT_DEVICE);
      }
      if (mapping.ebs() != null && Boolean.FALSE.equals(mapping.ebs().deleteOnTermination())) {
        throw ServiceError.unsupported("A root volume kept after termination");
      }
    }
    return new LaunchDisks();
  }
}
