package croft.services.ec2.image;

import croft.base.ServiceError;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ImageDriver;
import croft.services.ec2.image.ImportTask.State;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out imports of images; one that was cut short begins anew. */
public final class ImportReconciler implements KeyedReconciler {
  public static final String NAME = "ec2-image-imports";

  private static final Logger LOG = LoggerFactory.getLogger(ImportReconciler.class);
  private static final long NOTE_EVERY_BYTES = 8L << 20;

  private final Store store;
  private final ImageDriver driver;
  private final ImportArchives archives;

  public ImportReconciler(Store store, ImageDriver driver, ImportArchives archives) {
    this.store = store;
    this.driver = driver;
    this.archives = archives;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(5);
  }

  @Override
  public int parallelism() {
    return 4;
  }

  /** The key of a task among the reconciler's keys. */
  public static String key(String scope, String taskId) {
    return scope + "/" + taskId;
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(ImportTask.TABLE).stream()
            .filter(task -> task.state() == State.ACTIVE || task.state() == State.DELETING)
            .map(task -> key(task.scope(), task.id()))
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String key) throws IOException {
    int slash = key.lastIndexOf('/');
    String scope = key.substring(0, slash);
    String id = key.substring(slash + 1);
    Optional<ImportTask> found = store.read(tx -> tx.get(ImportTask.TABLE, scope, id));
    if (found.isEmpty()) {
      return;
    }
    ImportTask task = found.get();
    switch (task.state()) {
      case ACTIVE -> bring(task);
      case DELETING -> abandon(task);
      case COMPLETED, DELETED -> {
        // Done with.
      }
    }
  }

  private void bring(ImportTask task) throws IOException {
    try (InputStream archive = archives.open(task)) {
      driver.importTar(task.imageId(), new Watched(archive, task));
    } catch (ServiceError | ComputeException e) {
      if (now(task).state() == State.DELETING) {
        abandon(task);
      } else {
        LOG.warn("Import {} failed: {}", task.id(), e.getMessage());
        driver.delete(task.imageId());
        note(task, State.DELETED, "ClientError: " + e.getMessage(), task.progressPercent());
      }
      return;
    }
    if (!complete(task)) {
      abandon(task);
    }
  }

  /** The image and the end of its import are one; false when it was cancelled before. */
  private boolean complete(ImportTask task) {
    return store.<Boolean>write(tx -> {
      ImportTask now = tx.get(ImportTask.TABLE, task.scope(), task.id()).orElse(task);
      if (now.state() != State.ACTIVE) {
        return now.state() == State.COMPLETED;
      }
      tx.put(ImportTask.TABLE, now.become(State.COMPLETED, "completed", 100));
      tx.put(
          Images.TABLE,
          new Image(
              Images.region(task.scope()),
              task.imageId(),
              task.id(),
              task.imageId(),
              task.description(),
              Images.account(task.scope()),
              task.at(),
              Image.Status.AVAILABLE,
              Image.Source.NONE,
              Image.Sharing.NOBODY,
              Image.Keeping.USUAL,
              null,
              List.of(),
              false));
      return true;
    });
  }

  private void abandon(ImportTask task) {
    driver.delete(task.imageId());
    ImportTask now = now(task);
    note(task, State.DELETED, now.message(), now.progressPercent());
  }

  private ImportTask now(ImportTask task) {
    return store.read(tx -> tx.get(ImportTask.TABLE, task.scope(), task.id())).orElse(task);
  }

  private void note(ImportTask task, State state, String message, int percent) {
    store.write(tx -> {
      Optional<ImportTask> now = tx.get(ImportTask.TABLE, task.scope(), task.id());
      now.ifPresent(found -> tx.put(ImportTask.TABLE, found.become(state, message, percent)));
      return now;
    });
  }

  /** Notes how far the reading is, and ends it when the task was cancelled. */
  private final class Watched extends FilterInputStream {
    private final ImportTask task;
    private long bytes;
    private long noted;

    Watched(InputStream archive, ImportTask task) {
      super(archive);
      this.task = task;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void progress(int percent) {
      store.write(tx -> {
        Optional<ImportTask> now = tx.get(ImportTask.TABLE, task.scope(), task.id());
        now.filter(found -> found.state() == State.ACTIVE)
            .ifPresent(found ->
                tx.put(ImportTask.TABLE, found.become(State.ACTIVE, "converting", percent)));
        return now;
      });
    }

    private void count(int more) throws IOException {
      bytes += more;
      if (bytes - noted < NOTE_EVERY_BYTES) {
        return;
      }
      noted = bytes;
      if (now(task).state() != State.ACTIVE) {
        throw new IOException("The import was cancelled");
      }
      double whole = Math.max(1, task.sizeBytes());
      progress((int) Math.min(95, 5 + 90 * bytes / whole));
    }
  }
}
