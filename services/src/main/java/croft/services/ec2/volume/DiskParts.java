package croft.services.ec2.volume;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Disk;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceParts;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** What instances need of disks: their volumes before they start, and an end with them. */
public final class DiskParts implements InstanceParts {
  private final Store store;
  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final Wake wake;

  public DiskParts(Store store, VolumeDriver volumes, ComputeDriver compute, Wake wake) {
    this.store = store;
    this.volumes = volumes;
    this.compute = compute;
    this.wake = wake;
  }

  private List<Volume> of(Instance instance) {
    return store.read(tx -> Volumes.attachedTo(tx, instance.scope(), instance.id()));
  }

  /** Every disk it shall have is there when it boots, for its fstab may name it. */
  @Override
  public void equip(Instance instance) {
    for (Volume volume : of(instance)) {
      Attachment attachment = volume.attachment();
      if (attachment != null && !attachment.isLeaving()) {
        equip(instance, volume, attachment);
      }
    }
  }

  private void equip(Instance instance, Volume volume, Attachment attachment) {
    try {
      if (volume.state() == Volume.State.CREATING) {
        volumes.create(VolumeReconciler.spec(volume));
      }
      Disk disk = new Disk(attachment.device(), volumes.open(volume.id()), false);
      if (!compute.disks(instance.id()).contains(disk)) {
        compute.attachDisk(instance.id(), disk);
      }
    } catch (VolumeException e) {
      throw new ComputeException(reason(e.reason()), String.valueOf(e.getMessage()), e);
    }
    if (attachment.state() != AttachmentState.ATTACHED || volume.state() != Volume.State.IN_USE) {
      store.write(tx -> {
        Optional<Volume> now = tx.get(Volumes.TABLE, volume.scope(), volume.id());
        if (now.isPresent() && attachment.equals(now.get().attachment())) {
          tx.put(
              Volumes.TABLE,
              now.get().with(Volume.State.IN_USE, attachment.enter(AttachmentState.ATTACHED)));
        }
        return now;
      });
    }
  }

  private static ComputeException.Reason reason(VolumeException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> ComputeException.Reason.NOT_FOUND;
      case INVALID -> ComputeException.Reason.INVALID;
      case UNSUPPORTED -> ComputeException.Reason.UNSUPPORTED;
      case IN_USE, NO_ROOM, FAILED -> ComputeException.Reason.FAILED;
    };
  }

  @Override
  public void release(Instance instance) {
    of(instance).forEach(volume -> volumes.close(volume.id()));
  }

  @Override
  public Instance released(Transaction tx, Instance instance) {
    for (Volume volume : Volumes.attachedTo(tx, instance.scope(), instance.id())) {
      Attachment attachment = volume.attachment();
      boolean delete = attachment != null && attachment.deleteOnTermination();
      boolean unmade = volume.state() == Volume.State.CREATING;
      if (delete) {
        tx.put(Volumes.TABLE, volume.with(Volume.State.DELETING, null));
      } else {
        tx.put(
            Volumes.TABLE,
            volume.with(unmade ? Volume.State.CREATING : Volume.State.AVAILABLE, null));
      }
      wake.volume(tx, volume.scope(), volume.id());
    }
    boolean rootHasRow =
        tx.get(Volumes.TABLE, instance.scope(), instance.options().rootVolumeId()).isPresent();
    if (!rootHasRow) {
      Tags.clear(tx, instance.scope(), instance.options().rootVolumeId());
    }
    return instance;
  }
}
