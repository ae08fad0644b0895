package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to an instance's root beside its starts: it grows, it is copied. */
final class RootChanges {
  /** Begins the names of folders that a copy needs for a while. */
  private static final String COPY = "copy-";

  private final LinuxInstance instance;
  private final ReentrantLock lock;

  RootChanges(LinuxInstance instance, ReentrantLock lock) {
    this.instance = instance;
    this.lock = lock;
  }

  /** Whether the instance has the room now; else its next start brings it. */
  boolean grow(long bytes) {
    lock.lock();
    try {
      RootDisk disk =
          RootDisk.of(instance.folder())
              .orElseThrow(() ->
                  new ComputeException(
                      Reason.INVALID, "The root of instance " + instance.id() + " has no size"));
      disk.lengthen(bytes);
      if (disk.fileSystemBytes() >= bytes) {
        return true;
      }
      Optional<Path> device = disk.mounted();
      if (device.isEmpty()) {
        disk.settle();
        return true;
      }
      LoopDevices.resize(device.get());
      return growMounted(bytes);
    } catch (IOException | SyscallException e) {
      throw failed("Growing the root", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean growMounted(long bytes) throws IOException {
    Stage stage = instance.machine().stage();
    try (OwnLayer own = OwnLayer.open(instance.folder(), stage)) {
      return stage.with(
          "grow-root",
          () -> {
            own.mount();
            return own.grow(bytes);
          });
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("growing a root", e);
    } catch (IOException | ComputeException | SyscallException e) {
      throw e;
    } catch (Exception e) {
      throw failed("Growing the root", e);
    }
  }

  /** Has the root on a device from the next start on. */
  void setDevice(Path device) {
    lock.lock();
    try {
      if (instance.running().isEmpty()) {
        RootDisk.move(instance.folder(), device);
      }
    } catch (IOException e) {
      throw failed("Moving the root", e);
    } finally {
      lock.unlock();
    }
  }

  /** Writes the whole root to a disk. */
  void copyTo(Path file, long leastBytes) {
    LinuxImageDriver images = instance.machine().images();
    String imageId = instance.stored().imageId();
    images.use(imageId); // The instance may go before the disk is there.
    try {
      Layers below = images.layers(imageId, false);
      if (Files.exists(instance.folder().device())) {
        copyDirectly(below, file, leastBytes);
      } else {
        copyByTurns(below, file, leastBytes);
      }
    } catch (IOException e) {
      throw failed("Copying the root", e);
    } finally {
      images.release(imageId);
    }
  }

  /** Only until what the instance has written is copied does it wait. */
  private void copyByTurns(Layers below, Path file, long leastBytes) throws IOException {
    Path copy = Files.createTempDirectory(instance.folder().path(), COPY);
    try {
      instance.captureTo(copy, () -> {});
      new RootCopy(instance.machine().stage(), () -> below.under(copy)).writeTo(file, leastBytes);
    } finally {
      FileTree.delete(copy);
    }
  }

  /** What is on somebody's device may be in no folder of ours: the instance waits for all of it. */
  private void copyDirectly(Layers below, Path file, long leastBytes) {
    Stage stage = instance.machine().stage();
    instance.whileStill(own -> {
      RootCopy.Ground ground =
          () -> {
            own.mount();
            return below.under(own.unmapped(instance.firstId()));
          };
      new RootCopy(stage, ground).writeTo(file, leastBytes);
    });
  }

  /** Removes what a copy left that was cut short. */
  void recover() throws IOException {
    try (DirectoryStream<Path> copies =
        Files.newDirectoryStream(instance.folder().path(), COPY + "*")) {
      for (Path copy : copies) {
        FileTree.delete(copy);
      }
    }
  }

  private ComputeException failed(String doing, Exception cause) {
    return new ComputeException(
        Reason.FAILED, doing + " of instance " + instance.id() + ": " + cause.getMessage(), cause);
  }
}
