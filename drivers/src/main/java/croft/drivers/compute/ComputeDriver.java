package croft.drivers.compute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Keeps instances. Every call is idempotent and safe from any thread; calls about the same instance
 * follow one another, calls about different ones do not wait for each other. Failures are {@link
 * ComputeException}.
 *
 * <p>Instances do not depend on the process that drives them: when it ends, however it ends, they
 * go on, and a driver opened anew on the same data finds them.
 */
public interface ComputeDriver extends AutoCloseable {
  /**
   * Prepares an instance's root layer and its configuration; does not start it. Repeating it with
   * the same specification changes nothing; with another one for the same id it is INVALID.
   */
  void create(InstanceSpec spec);

  /**
   * Starts a created or stopped instance, from its kept root layer; returns when process 1 runs,
   * which is before it has booted. Nothing happens if it runs.
   *
   * @param ready called once, before anything of the instance runs: what it needs from elsewhere,
   *     such as its network, is there when this returns. Whatever does not need that is done
   *     before. What it throws ends the start.
   */
  void start(String id, Runnable ready);

  /** Starts an instance for which all is there. */
  default void start(String id) {
    start(id, () -> {});
  }

  /**
   * Asks process 1 to shut down, and ends everything inside after {@code timeout}. The root layer
   * is kept. Returns when nothing of it runs. Nothing happens if it does not run.
   */
  void stop(String id, Duration timeout);

  /** Ends everything inside at once. The root layer is kept. */
  default void kill(String id) {
    stop(id, Duration.ZERO);
  }

  /**
   * Changes what the instance may use, for good, as {@link InstanceSpec} has it. A running one
   * feels it at once; where less memory is asked for than it holds and cannot give back, the call
   * is FAILED and nothing changes.
   */
  void resize(String id, int virtualCpus, long memoryBytes);

  /**
   * Makes the root of an instance that was created with a size larger; never smaller: INVALID, as
   * for a root without a size. One on a device fills it; the device is made larger before.
   *
   * @return whether the instance has the room now; else its next start brings it
   */
  default boolean growRoot(String id, long sizeBytes) {
    throw new ComputeException(
        ComputeException.Reason.UNSUPPORTED, "This driver has no roots of a size");
  }

  /**
   * Has what an instance of a root without a size writes on a block device from its next start on:
   * an empty one the first time, later the same disk, whose device may have another name. Asked
   * before each start and whatever else reads the root of a stopped instance. Nothing happens while
   * it runs.
   */
  default void setRootDevice(String id, Path device) {
    throw new ComputeException(
        ComputeException.Reason.UNSUPPORTED, "This driver has no roots on devices");
  }

  /**
   * Writes an instance's whole root as it is at one moment, its image's files too, to an empty file
   * as an ext4 file system, with owners as the instance sees them; a running instance stands still
   * until what it has written is read.
   *
   * @param leastBytes how large the disk becomes, or larger if the files need it; its size is a
   *     multiple of 2^30
   */
  default void copyRoot(String id, Path file, long leastBytes) {
    throw new ComputeException(
        ComputeException.Reason.UNSUPPORTED, "This driver makes no disks of roots");
  }

  /** Ends the instance and removes all of it. Nothing happens if it is absent. */
  void destroy(String id);

  /**
   * Gives an instance a disk, at once if it runs; it keeps it over stops and starts, until it is
   * taken away or the instance destroyed. Repeating it changes nothing; another disk by the same
   * name takes the former's place only while the instance does not run, else it is INVALID.
   */
  void attachDisk(String id, Disk disk);

  /**
   * Takes a disk away. Nothing happens if the instance has none of that name.
   *
   * @param force whether what uses it inside loses it: file systems on it answer nothing but errors
   *     from then on, and what is not written yet is lost
   * @throws ComputeException IN_USE if a file system on it is mounted inside and {@code force} is
   *     not set
   */
  void detachDisk(String id, String deviceName, boolean force);

  /** The disks an instance has beside its root, by name; none for an unknown instance. */
  List<Disk> disks(String id);

  /**
   * Does the work while nothing is written to the file systems on a disk and all that was written
   * is on the disk. Writers inside wait meanwhile.
   */
  void whileQuiet(String id, String deviceName, Runnable work);

  /** How it is now; {@link InstanceState.Absent} for an unknown id. */
  InstanceState observe(String id);

  /** Every instance that is not absent, by id. */
  Map<String, InstanceState> observeAll();

  /** Its numbers now; NOT_RUNNING if it does not run. */
  InstanceMetrics metrics(String id);

  /** At most the last 64 KiB of what process 1 wrote to its console, over all starts. */
  Content consoleOutput(String id);

  /** The way inside. What it does fails with NOT_RUNNING while the instance does not run. */
  Shell shell(String id);

  /** What the machine offers and lacks. Never throws for something lacking. */
  List<Capability> capabilities();

  /**
   * Called once after the process starts: takes note of what became of every instance meanwhile and
   * clears up what an interrupted call left behind. Starts and stops nothing.
   */
  void recover();

  /** Destroys every instance. */
  default void destroyAll() {
    observeAll().keySet().forEach(this::destroy);
  }

  /** Ends what this process does for instances; they go on without. */
  @Override
  default void close() {}
}
