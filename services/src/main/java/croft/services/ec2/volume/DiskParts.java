package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Disk;
import croft.drivers.compute.InstanceState;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeState;
import croft.services.ec2.Wake;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceParts;
import croft.services.ec2.instance.StartRefusedException;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.services.ec2.volume.Volume.Modification;
import croft.store.Store;
import croft.store.Transaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What instances need of disks: their volumes before they start, and an end with them. */
public final class DiskParts implements InstanceParts, RootDisks {
  private static final Logger LOG = LoggerFactory.getLogger(DiskParts.class);

  private final Store store;
  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final VolumeKeys keys;
  private final Wake wake;
  private final InstantSource time;

  public DiskParts(
      VolumeDriver volumes, ComputeDriver compute, VolumeKeys keys, Wake wake, InstantSource time) {
    this.store = keys.store();
    this.volumes = volumes;
    this.compute = compute;
    this.keys = keys;
    this.wake = wake;
    this.time = time;
  }

  private List<Volume> of(Instance instance) {
    return store.read(tx -> Volumes.attachedTo(tx, instance.scope(), instance.id()));
  }

  /** Those with a disk that is the driver's of volumes: the root too, if it is encrypted. */
  private List<Volume> withDisks(Instance instance) {
    List<Volume> all = new ArrayList<>(of(instance));
    store
        .read(tx -> Volumes.rootRow(tx, instance))
        .filter(Volume::isEncryptedRoot)
        .ifPresent(all::add);
    return all;
  }

  /** Every disk it shall have is there when it boots, for its fstab may name it. */
  @Override
  public void equip(Instance instance) {
    store.read(tx -> Volumes.rootRow(tx, instance)).ifPresent(root -> equipRoot(instance, root));
    for (Volume volume : of(instance)) {
      Attachment attachment = volume.attachment();
      if (attachment != null && !attachment.isLeaving()) {
        equip(instance, volume, attachment);
      }
    }
  }

  private void equipRoot(Instance instance, Volume root) {
    if (root.isEncryptedRoot()) {
      equip(() -> compute.setRootDevice(instance.id(), device(root)));
    }
    begin(root);
  }

  private void equip(Instance instance, Volume volume, Attachment attachment) {
    equip(() -> {
      Disk disk = new Disk(attachment.device(), device(volume), false);
      if (!compute.disks(instance.id()).contains(disk)) {
        compute.attachDisk(instance.id(), disk);
      }
    });
    begin(volume);
  }

  private static void equip(Runnable work) {
    try {
      work.run();
    } catch (ServiceError e) {
      throw refused(e);
    } catch (VolumeException e) {
      throw new ComputeException(reason(e.reason()), String.valueOf(e.getMessage()), e);
    }
  }

  /** Makes and opens a volume; one that is open, as in a reboot, needs no key. */
  private Path device(Volume volume) {
    boolean unmade = volume.state() == Volume.State.CREATING || isFirstStart(volume);
    if (!unmade) {
      try {
        return volumes.open(volume.diskId());
      } catch (VolumeException e) {
        if (e.reason() != VolumeException.Reason.LOCKED) {
          throw e;
        }
      }
    }
    try (Unlocked unlocked = unmade ? keys.toMake(volume) : keys.toOpen(volume)) {
      LOG.debug("Opening {} with {}", volume.id(), unlocked);
      if (unmade) {
        volumes.create(VolumeReconciler.spec(volume));
      }
      return volumes.open(volume.diskId());
    }
  }

  private static boolean isFirstStart(Volume volume) {
    Attachment attachment = volume.attachment();
    return volume.isRoot() && attachment != null && attachment.state() == AttachmentState.ATTACHING;
  }

  /** Says that the instance has it. */
  private void begin(Volume volume) {
    Attachment attachment = volume.attachment();
    if (attachment == null) {
      return;
    }
    if (attachment.state() == AttachmentState.ATTACHED && volume.state() == Volume.State.IN_USE) {
      return;
    }
    store.write(tx -> {
      Optional<Volume> now = tx.get(Volumes.TABLE, volume.scope(), volume.id());
      if (now.isPresent() && attachment.equals(now.get().attachment())) {
        tx.put(
            Volumes.TABLE,
            now.get()
                .with(Volume.State.IN_USE, attachment.enter(AttachmentState.ATTACHED))
                .withFault(null));
      }
      return now;
    });
  }

  /** A start brings the room that a root was given while its instance ran. */
  @Override
  public void running(Instance instance) {
    Volume seen = store.read(tx -> Volumes.rootOf(tx, instance));
    Modification waiting = seen.modification();
    if (waiting == null || waiting.endedAt() != null || waiting.isDue()) {
      return;
    }
    store.write(tx -> {
      Optional<Volume> now = Volumes.rootRow(tx, instance);
      if (now.isPresent() && waiting.equals(now.get().modification())) {
        tx.put(Volumes.TABLE, now.get().with(waiting.target(), waiting.end(time.instant())));
      }
      return now;
    });
  }

  /**
   * A root that shall stay becomes a disk of its own while it is still there. A snapshot of it that
   * is under way is made first.
   */
  @Override
  public void ending(Instance instance) {
    Volume root = store.read(tx -> Volumes.rootOf(tx, instance));
    if (store.read(tx -> Snapshots.isReading(tx, root))) {
      throw new ComputeException(
          ComputeException.Reason.IN_USE, "A snapshot of " + root.id() + " is being made");
    }
    Attachment attachment = root.attachment();
    if (attachment == null || attachment.deleteOnTermination()) {
      return;
    }
    boolean made = !(compute.observe(instance.id()) instanceof InstanceState.Absent);
    if (!made || copy(instance, root)) {
      keep(root, attachment);
    } else {
      change(root, volume -> volume.enter(Volume.State.ERROR));
    }
  }

  @Override
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

  /** Whether this machine can. */
  private boolean copy(Instance instance, Volume root) {
    long least = root.settings().sizeBytes();
    try {
      whileOpen(
          root,
          key ->
              volumes.createFrom(
                  root.id(), key, file -> compute.copyRoot(instance.id(), file, least)));
      return true;
    } catch (ServiceError e) {
      throw new ComputeException(
          ComputeException.Reason.FAILED, "The root " + root.id() + " to keep: " + e.message(), e);
    } catch (ComputeException e) {
      if (e.reason() != ComputeException.Reason.UNSUPPORTED) {
        throw e;
      }
      LOG.warn("The root {} cannot be kept: {}", root.id(), e.getMessage());
      return false;
    }
  }

  /** Of an instance that never was, or is lost, nothing can be kept. */
  private void keep(Volume root, Attachment attachment) {
    VolumeState kept = volumes.volumes().get(root.id());
    change(
        root,
        volume ->
            kept == null
                ? volume.with(attachment.withDeleteOnTermination(true))
                : volume.kept((int) (kept.sizeBytes() >> 30)));
  }

  private void change(Volume seen, UnaryOperator<Volume> change) {
    store.write(tx -> {
      Optional<Volume> now = tx.get(Volumes.TABLE, seen.scope(), seen.id());
      now.ifPresent(volume -> tx.put(Volumes.TABLE, change.apply(volume)));
      return now;
    });
  }

  /** EC2's words for an instance whose volumes' key cannot be used, or not by its account. */
  private static StartRefusedException refused(ServiceError e) {
    return e.code().equals("UnauthorizedOperation")
        ? new StartRefusedException("Client.InternalError", "Client error on launch", e)
        : new StartRefusedException("Client.InvalidKMSKey.InvalidState", e.message(), e);
  }

  private static ComputeException.Reason reason(VolumeException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> ComputeException.Reason.NOT_FOUND;
      case INVALID -> ComputeException.Reason.INVALID;
      case UNSUPPORTED -> ComputeException.Reason.UNSUPPORTED;
      case IN_USE, LOCKED, NO_ROOM, FAILED -> ComputeException.Reason.FAILED;
    };
  }

  /** A stopped instance needs the keys of its volumes anew, as in EC2. */
  @Override
  public void stopped(Instance instance) {
    withDisks(instance).stream()
        .filter(volume -> volume.encryption() != null)
        .forEach(volume -> volumes.close(volume.diskId()));
  }

  @Override
  public void release(Instance instance) {
    for (Volume volume : withDisks(instance)) {
      volumes.close(volume.diskId());
      if (volume.isRoot()) {
        volumes.delete(volume.diskId());
      }
    }
  }

  @Override
  public Instance released(Transaction tx, Instance instance) {
    List<Volume> all = new ArrayList<>(Volumes.attachedTo(tx, instance.scope(), instance.id()));
    Volumes.rootRow(tx, instance).filter(Volume::isRoot).ifPresent(all::add);
    for (Volume volume : all) {
      Attachment attachment = volume.attachment();
      boolean delete = attachment != null && attachment.deleteOnTermination();
      Volume.State next =
          switch (volume.state()) {
            case CREATING, ERROR -> volume.state();
            case AVAILABLE, IN_USE, DELETING -> Volume.State.AVAILABLE;
          };
      tx.put(Volumes.TABLE, volume.with(delete ? Volume.State.DELETING : next, null));
      wake.volume(tx, volume.scope(), volume.id());
    }
    if (Volumes.rootRow(tx, instance).isEmpty()) {
      Tags.clear(tx, instance.scope(), instance.options().rootVolumeId());
    }
    return instance;
  }
}
