package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      RootDisk disk = RootDisk.of(instance.folder());
      if (!disk.exists()) {
        throw new ComputeException(
            Reason.INVALID, "The root of instance " + instance.id() + " has no size");
      }
      disk.lengthen(bytes);
      if (disk.fileSystemBytes() >= bytes) {
        return true;
      }
      Path device = LoopDevices.over(disk.file()).get(disk.file());
      if (device == null) {
        disk.settle();
        return true;
      }
      LoopDevices.resize(device);
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
      return NamespaceThread.call(
          "grow-root",
          () -> {
            Mounts.unsharePrivately();
            stage.mount();
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

  /** Writes the whole root to a disk. Only what the instance has written makes it wait. */
  void copyTo(Path file, long leastBytes) {
    LinuxImageDriver images = instance.machine().images();
    String imageId = instance.stored().imageId();
    images.use(imageId); // The instance may go before the disk is there.
    try {
      Path copy = Files.createTempDirectory(instance.folder().path(), COPY);
      try {
        instance.captureTo(copy, () -> {});
        Layers below = images.layers(imageId, false);
        List<Path> all = new ArrayList<>(List.of(copy));
        all.addAll(below.captured());
        Layers layers = new Layers(all, below.ours(), below.image());
        new RootCopy(instance.machine().stage(), layers).writeTo(file, leastBytes);
      } finally {
        FileTree.delete(copy);
      }
    } catch (IOException e) {
      throw failed("Copying the root", e);
    } finally {
      images.release(imageId);
    }
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
