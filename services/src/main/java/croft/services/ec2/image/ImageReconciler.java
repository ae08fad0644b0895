package croft.services.ec2.image;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ImageDriver;
import croft.services.ec2.image.Image.Status;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceState;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.tag.Tags;
import croft.store.Store;
import croft.store.Transaction;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
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
  private final InstantSource time;

  public ImageReconciler(Store store, ImageDriver driver, InstantSource time) {
    this.store = store;
    this.driver = driver;
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
    String instanceId = image.source().instanceId();
    if (image.source().imageId() != null) {
      // A copy shares the files of what it is a copy of.
      become(image, Status.AVAILABLE);
    } else if (instanceId != null && isReady(image, instanceId)) {
      capture(image, instanceId);
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
        driver.capture(instance.id(), image.driverName());
        become(image, Status.AVAILABLE);
      } catch (ComputeException e) {
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

  private void capture(Image image, String instanceId) {
    try {
      driver.capture(instanceId, image.driverName());
      become(image, Status.AVAILABLE);
    } catch (ComputeException e) {
      if (!isHopeless(image, e)) {
        throw e;
      }
      fail(image, e);
    }
  }

  private void fail(Image image, ComputeException e) {
    LOG.warn("Image {} cannot be made: {}", image.id(), e.getMessage());
    String message = "Server.InternalError: " + e.getMessage();
    become(image, Status.failed("Server.InternalError", message));
  }

  /** Whether trying again would change nothing, or has been tried long enough. */
  private boolean isHopeless(Image image, ComputeException e) {
    boolean refused =
        switch (e.reason()) {
          case NOT_FOUND, INVALID, UNSUPPORTED -> true;
          case NOT_RUNNING, IN_USE, INTERRUPTED, FAILED -> false;
        };
    Instant since = image.createdAt();
    return refused || Duration.between(since, time.instant()).compareTo(PATIENCE) > 0;
  }

  private void become(Image seen, Status status) {
    store.write(tx -> {
      Optional<Image> now = tx.get(Images.TABLE, seen.scope(), seen.id());
      if (now.isPresent() && now.get().state() == ImageState.PENDING) {
        tx.put(Images.TABLE, now.get().with(status));
      }
      return now;
    });
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
