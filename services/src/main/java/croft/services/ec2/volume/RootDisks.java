package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.InstanceState;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeDriver;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disks of encrypted roots, for who reads roots. */
public final class RootDisks {
  private static final Logger LOG = LoggerFactory.getLogger(RootDisks.class);

  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final VolumeKeys keys;

  public RootDisks(VolumeDriver volumes, ComputeDriver compute, VolumeKeys keys) {
    this.volumes = volumes;
    this.compute = compute;
    this.keys = keys;
  }

  /**
   * Does the work while an instance's root can be read, whether the instance runs or not.
   *
   * @param work gets the id of the data key for what is made of the root; none if it is in the
   *     clear
   * @throws ServiceError when its key of KMS cannot be used
   */
  public void whileOpen(Volume root, Consumer<Optional<String>> work) {
    Encryption encryption = root.encryption();
    if (encryption == null) {
      work.accept(Optional.empty());
      return;
    }
    String instanceId = String.valueOf(root.instanceId());
    try (Unlocked unlocked = keys.toOpen(root)) {
      LOG.debug("Reading the root {} with {}", root.id(), unlocked);
      compute.setRootDevice(instanceId, volumes.open(root.diskId()));
      work.accept(Optional.of(encryption.dataKeyId()));
    } finally {
      if (!(compute.observe(instanceId) instanceof InstanceState.Running)) {
        volumes.close(root.diskId());
      }
    }
  }
}
