package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Disk;
import croft.drivers.volume.Unlocked;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeSpec;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volume.AttachmentState;
import croft.services.ec2.volume.Volume.Modification;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes what EC2 says they are: makes and removes their files, brings them to instances and
 * takes them away, makes them larger. Every step may be repeated: a server that was killed goes on
 * where it was.
 */
public final class VolumeReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-volumes";

  private static final Logger LOG = LoggerFactory.getLogger(VolumeReconciler.class);

  /** What a root's growth says that the kernel does not allow to a running instance. */
  private static final String WAITS_FOR_START =
      "The instance has the room after its next start: this machine's kernel lets the server grow"
          + " no file system that is mounted";

  private final Store store;
  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final VolumeKeys keys;
  private final InstantSource time;

  public VolumeReconciler(
      Store store,
      VolumeDriver volumes,
      ComputeDriver compute,
      VolumeKeys keys,
      InstantSource time) {
    this.store = store;
    this.volumes = volumes;
    this.compute = compute;
    this.keys = keys;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(2);
  }

  /** The key of a volume among the reconciler's keys. */
  public static String key(String scope, String volumeId) {
    return scope + "/" + volumeId;
  }

  @Override
  public Set<String> due() {
    List<Volume> all = store.read(tx -> tx.listAll(Volumes.TABLE));
    Set<String> broken = broken(all);
    return all.stream()
        .filter(volume -> volume.isDue() || hasChanged(volume, broken))
        .map(volume -> key(volume.scope(), volume.id()))
        .collect(Collectors.toSet());
  }

  /**
   * Encrypted volumes in use that can neither be read nor written: others have nothing to break.
   */
  private Set<String> broken(List<Volume> all) {
    if (all.stream().noneMatch(VolumeReconciler::mayBreak)) {
      return Set.of();
    }
    Set<String> found = new HashSet<>();
    volumes
        .volumes()
        .forEach((id, state) -> {
          if (state.broken()) {
            found.add(id);
          }
        });
    return found;
  }

  private static boolean mayBreak(Volume volume) {
    Attachment attachment = volume.attachment();
    return volume.encryption() != null
        && attachment != null
        && attachment.state() == AttachmentState.ATTACHED;
  }

  private static boolean hasChanged(Volume volume, Set<String> broken) {
    return mayBreak(volume) && broken.contains(volume.diskId()) != (volume.fault() != null);
  }

  @Override
  public void reconcile(String key) {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<Volume> found = store.read(tx -> tx.get(Volumes.TABLE, scope, id));
    if (found.isEmpty()) {
      return;
    }
    Volume volume = found.get();
    switch (volume.state()) {
      case CREATING -> make(volume);
      case DELETING -> remove(volume);
      case AVAILABLE, IN_USE, ERROR -> {
        grow(volume);
        move(volume);
        look(volume);
      }
    }
  }

  static VolumeSpec spec(Volume volume) {
    return new VolumeSpec(
        volume.diskId(),
        volume.settings().sizeBytes(),
        Optional.ofNullable(volume.snapshotId()).map(Snapshots::fileOf),
        Optional.ofNullable(volume.encryption()).map(Encryption::dataKeyId));
  }

  private void make(Volume volume) {
    if (volume.attachment() != null) {
      return; // It comes with its instance, whose start makes it.
    }
    try (Unlocked unlocked = keys.toMake(volume)) {
      LOG.debug("Making {} with {}", volume.id(), unlocked);
      volumes.create(spec(volume));
    } catch (ServiceError e) {
      LOG.warn("Volume {} cannot be made: {}", volume.id(), e.getMessage());
      change(volume, v -> v.enter(Volume.State.ERROR).withFault(e.message()));
      return;
    } catch (VolumeException e) {
      switch (e.reason()) {
        case NO_ROOM, NOT_FOUND, INVALID, UNSUPPORTED -> {
          LOG.warn("Volume {} cannot be made: {}", volume.id(), e.getMessage());
          change(volume, v -> v.enter(Volume.State.ERROR));
          return;
        }
        case IN_USE, LOCKED, FAILED -> throw e;
      }
    }
    change(volume, v -> v.enter(Volume.State.AVAILABLE));
  }

  private void remove(Volume volume) {
    if (store.read(tx -> Snapshots.isReading(tx, volume))) {
      return; // The snapshot under way is made first.
    }
    try {
      volumes.close(volume.id());
      volumes.delete(volume.id());
    } catch (VolumeException e) {
      if (e.reason() == VolumeException.Reason.IN_USE) {
        return; // The instance that had it lets go in a moment.
      }
      throw e;
    }
    store.write(tx -> {
      Volumes.remove(tx, volume);
      return volume;
    });
  }

  private void grow(Volume volume) {
    Modification wanted = volume.modification();
    if (wanted == null || !wanted.isDue()) {
      return;
    }
    Modification done = wanted.end(time.instant());
    if (volume.isRoot()) {
      if (!growRoot(volume, wanted)) {
        done = wanted.waitFor(WAITS_FOR_START);
      }
    } else {
      volumes.grow(volume.id(), wanted.target().sizeBytes());
    }
    Modification known = done;
    change(volume, v -> v.with(wanted.target(), known));
  }

  private boolean growRoot(Volume volume, Modification wanted) {
    if (wanted.target().sizeGibibytes() <= wanted.original().sizeGibibytes()) {
      return true;
    }
    String instanceId = String.valueOf(volume.instanceId());
    long bytes = wanted.target().sizeBytes();
    if (volume.isEncryptedRoot()) {
      volumes.grow(volume.diskId(), bytes);
      boolean runs =
          compute.observe(instanceId) instanceof croft.drivers.compute.InstanceState.Running;
      if (!runs) {
        return true; // The start finds the room.
      }
    }
    return compute.growRoot(instanceId, bytes);
  }

  private void move(Volume volume) {
    Attachment attachment = volume.attachment();
    if (attachment == null || volume.isRoot()) {
      return; // A root comes and goes with its instance.
    }
    switch (attachment.state()) {
      case ATTACHING -> attach(volume, attachment);
      case DETACHING, BUSY -> detach(volume, attachment);
      case ATTACHED -> {
        // As it should be.
      }
    }
  }

  private void attach(Volume volume, Attachment attachment) {
    Optional<Instance> instance =
        store.read(tx -> tx.get(Instances.TABLE, volume.scope(), attachment.instanceId()));
    boolean gone =
        instance.isEmpty()
            || instance.get().state() == InstanceState.TERMINATED
            || instance.get().state() == InstanceState.SHUTTING_DOWN;
    if (gone) {
      detach(volume, attachment);
      return;
    }
    if (compute.observe(attachment.instanceId())
        instanceof croft.drivers.compute.InstanceState.Absent) {
      return; // It is being made, and gets its disks before it starts.
    }
    Path device;
    try (Unlocked unlocked = keys.toOpen(volume)) {
      LOG.debug("Opening {} with {}", volume.id(), unlocked);
      device = volumes.open(volume.id());
    } catch (ServiceError e) {
      refuse(volume, e);
      return;
    }
    compute.attachDisk(attachment.instanceId(), new Disk(attachment.device(), device, false));
    changeAttachment(volume, AttachmentState.ATTACHED);
  }

  /** EBS's words for a volume whose key was taken from it between the request and now. */
  private void refuse(Volume volume, ServiceError e) {
    String fault =
        "Could not attach encrypted volume " + volume.id() + " since its KMS key is invalid. ";
    LOG.warn("{}{}", fault, e.message());
    change(volume, v -> v.with(Volume.State.AVAILABLE, null).withFault(fault + e.message()));
  }

  /** Says so when what encrypts a volume ended, and when it is there again. */
  private void look(Volume volume) {
    if (!mayBreak(volume)) {
      return;
    }
    boolean broken = broken(List.of(volume)).contains(volume.diskId());
    if (broken && volume.fault() == null) {
      LOG.error("What encrypts volume {} ended: it can neither be read nor written", volume.id());
      change(
          volume,
          v ->
              v.withFault(
                  "The process that encrypts the volume ended: its data can neither be read nor"
                      + " written until it is detached and attached again, or its instance stopped and started"));
    } else if (!broken && volume.fault() != null) {
      change(volume, v -> v.withFault(null));
    }
  }

  private void detach(Volume volume, Attachment attachment) {
    try {
      if (!(compute.observe(attachment.instanceId())
          instanceof croft.drivers.compute.InstanceState.Absent)) {
        compute.detachDisk(attachment.instanceId(), attachment.device(), attachment.force());
      }
      volumes.close(volume.id());
    } catch (ComputeException e) {
      if (e.reason() != ComputeException.Reason.IN_USE) {
        throw e;
      }
      changeAttachment(volume, AttachmentState.BUSY);
      return;
    } catch (VolumeException e) {
      if (e.reason() != VolumeException.Reason.IN_USE) {
        throw e;
      }
      changeAttachment(volume, AttachmentState.BUSY);
      return;
    }
    change(volume, v -> v.with(Volume.State.AVAILABLE, null).withFault(null));
  }

  /** Records what was done, unless it was meanwhile asked to be elsewhere. */
  private void changeAttachment(Volume seen, AttachmentState next) {
    change(
        seen,
        volume -> {
          Attachment attachment = volume.attachment();
          return attachment == null ? volume : volume.with(attachment.enter(next));
        });
  }

  private void change(Volume seen, UnaryOperator<Volume> change) {
    store.write(tx -> {
      Optional<Volume> now = tx.get(Volumes.TABLE, seen.scope(), seen.id());
      boolean same =
          now.isPresent()
              && now.get().state() == seen.state()
              && java.util.Objects.equals(now.get().attachment(), seen.attachment());
      if (same) {
        tx.put(Volumes.TABLE, change.apply(now.get()));
      }
      return now;
    });
  }
}
