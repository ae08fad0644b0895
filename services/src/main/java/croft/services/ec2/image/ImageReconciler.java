package croft.services.ec2.image;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ImageDriver;
import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeException;
import croft.drivers.volume.VolumeSpec;
import croft.services.ec2.image.Image.Status;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.snapshot.Snapshot;
import croft.services.ec2.snapshot.Snapshots;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.volume.Volume.Attachment;
import croft.services.ec2.volume.Volumes;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the images that are pending, and removes the deregistered once nothing is made of them. */
public final class ImageReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-image-making";

  private static final Logger LOG = LoggerFactory.getLogger(ImageReconciler.class);

  /** How long a making is tried before it is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Store store;
  private final ImageDriver driver;
  private final VolumeDriver volumes;
  private final ComputeDriver compute;
  private final InstantSource time;

  public ImageReconciler(
      Store store,
      ImageDriver driver,
      VolumeDriver volumes,
      ComputeDriver compute,
      InstantSource time) {
    this.store = store;
    this.driver = driver;
    this.volumes = volumes;
    this.compute = compute;
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

  /** The key of an image among the reconciler's keys. */
  public static String key(String region, String imageId) {
    return region + "/" + imageId;
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(Images.TABLE).stream()
            .filter(i -> i.state() == ImageState.PENDING || i.state() == ImageState.DEREGISTERED)
            .map(i -> key(i.scope(), i.id()))
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String key) {
    int slash = key.indexOf('/');
    String region = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<Image> found = store.read(tx -> tx.get(Images.TABLE, region, id));
    if (found.isEmpty()) {
      return;
    }
    Image image = found.get();
    switch (image.state()) {
      case PENDING -> make(image);
      case DEREGISTERED -> remove(image);
      case AVAILABLE, FAILED, DISABLED -> {
        // As it should be.
      }
    }
  }

  private void make(Image image) {
    Image.Source source = image.source();
    String instanceId = source.instanceId();
    String snapshotId = source.snapshotId();
    if (source.imageId() != null) {
      // A copy shares the files of what it is a copy of; its snapshots are made by themselves.
      copied(image);
    } else if (snapshotId != null) {
      attempt(image, () -> read(image, snapshotId));
    } else if (instanceId != null && isReady(image, instanceId)) {
      attempt(image, () -> capture(image, instanceId));
    }
  }

  private void copied(Image image) {
    boolean complete = true;
    for (String id : ImageDisks.snapshots(image)) {
      Optional<Snapshot> snapshot = store.read(tx -> Snapshots.any(tx, id));
      Snapshot.State state = snapshot.map(Snapshot::state).orElse(Snapshot.State.ERROR);
      if (state == Snapshot.State.ERROR) {
        String why = snapshot.map(Snapshot::message).orElse("it is gone");
        become(image, failure("The snapshot " + id + " cannot be made: " + why));
        return;
      }
      complete &= state == Snapshot.State.COMPLETED;
    }
    if (complete) {
      become(image, Status.AVAILABLE);
    }
  }

  /** Whether the instance may be read now; an image of one that is gone has failed. */
  private boolean isReady(Image image, String instanceId) {
    String scope = String.valueOf(image.source().instanceScope());
    Optional<Instance> instance = store.read(tx -> tx.get(Instances.TABLE, scope, instanceId));
    InstanceState state = instance.map(Instance::state).orElse(InstanceState.TERMINATED);
    return switch (state) {
      case STOPPED -> true;
      case RUNNING ->
          instance.orElseThrow().lifecycle().rebootsDone() >= image.source().rebootsAwaited();
      case PENDING, STOPPING -> false;
      case SHUTTING_DOWN, TERMINATED -> {
        become(
            image,
            Status.failed(
                "Client.InstanceTerminated",
                "Client.InstanceTerminated: The instance " + instanceId + " was terminated"));
        yield false;
      }
    };
  }

  /**
   * Makes the images that wait for an instance to stand still; called where one run of it has ended
   * and the next has not begun. An image that cannot be made does not keep the instance from that.
   */
  void captureStopped(Instance instance) {
    for (Image image : waitingFor(instance.id())) {
      try {
        capture(image, instance.id());
        become(image, Status.AVAILABLE);
      } catch (ComputeException | VolumeException e) {
        fail(image, e);
      }
    }
  }

  private List<Image> waitingFor(String instanceId) {
    return store.read(tx ->
        tx.find(Images.TABLE, "source_instance", instanceId).stream()
            .filter(image -> image.state() == ImageState.PENDING)
            .toList());
  }

  /** The root and the other disks at one moment. */
  private void capture(Image image, String instanceId) {
    driver.capture(instanceId, image.driverName(), () -> take(image));
  }

  /**
   * Takes the snapshots of an image that is made of an instance, while that stands still. What a
   * try before has left is of another moment, and goes.
   *
   * @throws VolumeException for one that cannot be taken
   */
  private void take(Image image) {
    for (Snapshot snapshot : pending(image)) {
      String file = Snapshots.fileOf(snapshot.id());
      volumes.deleteSnapshot(file);
      Runnable work = () -> volumes.snapshot(snapshot.volumeId(), file, percent -> {});
      Attachment attachment =
          store
              .read(tx -> tx.get(Volumes.TABLE, snapshot.scope(), snapshot.volumeId()))
              .map(volume -> volume.attachment())
              .orElse(null);
      if (attachment != null
          && compute.disks(attachment.instanceId()).stream()
              .anyMatch(disk -> disk.deviceName().equals(attachment.device()))) {
        compute.whileQuiet(attachment.instanceId(), attachment.device(), work);
      } else {
        work.run();
      }
    }
  }

  private List<Snapshot> pending(Image image) {
    return store.read(tx ->
        ImageDisks.snapshots(image).stream()
            .sorted()
            .flatMap(id -> Snapshots.any(tx, id).stream())
            .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
            .toList());
  }

  /**
   * Reads an image's root from its snapshot, by way of a volume that is there only meanwhile: a
   * snapshot never changes, and a journal may have to be played back.
   */
  private void read(Image image, String snapshotId) {
    String file = Snapshots.fileOf(snapshotId);
    long sizeBytes =
        Optional.ofNullable(volumes.snapshots().get(file))
            .orElseThrow(() -> VolumeException.notFound("snapshot", snapshotId));
    volumes.create(VolumeSpec.of(image.id(), sizeBytes, file));
    try {
      Path device = volumes.open(image.id());
      driver.importDisk(image.driverName(), device);
    } finally {
      volumes.close(image.id());
      volumes.delete(image.id());
    }
  }

  private void attempt(Image image, Runnable work) {
    try {
      work.run();
      become(image, Status.AVAILABLE);
    } catch (ComputeException e) {
      if (!isRefused(e.reason()) && !isTriedLongEnough(image)) {
        throw e;
      }
      fail(image, e);
    } catch (VolumeException e) {
      if (!isRefused(e.reason()) && !isTriedLongEnough(image)) {
        throw e;
      }
      fail(image, e);
    }
  }

  private void fail(Image image, RuntimeException e) {
    LOG.warn("Image {} cannot be made: {}", image.id(), e.getMessage());
    become(image, failure(String.valueOf(e.getMessage())));
  }

  private static Status failure(String message) {
    return Status.failed("Server.InternalError", "Server.InternalError: " + message);
  }

  /** Whether trying again would change nothing. */
  private static boolean isRefused(ComputeException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND, INVALID, UNSUPPORTED -> true;
      case NOT_RUNNING, IN_USE, INTERRUPTED, FAILED -> false;
    };
  }

  private static boolean isRefused(VolumeException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND, INVALID, UNSUPPORTED, NO_ROOM -> true;
      case IN_USE, LOCKED, FAILED -> false;
    };
  }

  private boolean isTriedLongEnough(Image image) {
    return Duration.between(image.createdAt(), time.instant()).compareTo(PATIENCE) > 0;
  }

  /** An image that is made of an instance is there together with its snapshots, or fails so. */
  private void become(Image seen, Status status) {
    store.write(tx -> {
      Optional<Image> now = tx.get(Images.TABLE, seen.scope(), seen.id());
      if (now.isPresent() && now.get().state() == ImageState.PENDING) {
        tx.put(Images.TABLE, now.get().with(status));
        if (now.get().source().instanceId() != null) {
          settleSnapshots(tx, now.get(), status);
        }
      }
      return now;
    });
  }

  private static void settleSnapshots(Transaction tx, Image image, Status status) {
    boolean made = status.state() == ImageState.AVAILABLE;
    for (String id : ImageDisks.snapshots(image)) {
      Snapshots.any(tx, id)
          .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
          .ifPresent(snapshot ->
              tx.put(
                  Snapshots.TABLE,
                  made
                      ? snapshot.enter(Snapshot.State.COMPLETED, 100, null)
                      : snapshot.enter(
                          Snapshot.State.ERROR, snapshot.progress(), status.reasonMessage())));
    }
  }

  /** The files go with the last image that has them; the driver keeps what it still needs. */
  private void remove(Image image) {
    if (store.<Boolean>read(tx -> isInUse(tx, image))) {
      return;
    }
    if (store.<Boolean>read(tx -> isLastOfItsFiles(tx, image))) {
      try {
        driver.delete(image.driverName());
      } catch (ComputeException e) {
        if (e.reason() == ComputeException.Reason.IN_USE) {
          return; // An image of an instance of it: its files are part of that one's.
        }
        throw e;
      }
    }
    store.write(tx -> {
      Tags.clear(tx, image.ownerId() + "/" + image.scope(), image.id());
      return tx.delete(Images.TABLE, image.scope(), image.id());
    });
  }

  private static boolean isInUse(Transaction tx, Image image) {
    return tx.listAll(Instances.TABLE).stream()
        .filter(instance -> instance.state() != InstanceState.TERMINATED)
        .anyMatch(instance -> instance.launch().imageId().equals(image.id()));
  }

  private static boolean isLastOfItsFiles(Transaction tx, Image image) {
    return image.driverName().startsWith(Images.MADE)
        && tx.find(Images.TABLE, "driver_name", image.driverName()).size() == 1;
  }
}
