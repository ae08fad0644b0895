package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Disk;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to an instance's disks, whether it runs or not, one thing after another. */
final class DiskChanges {
  private final LinuxInstance instance;
  private final InstanceDisks disks;
  private final ReentrantLock lock;

  DiskChanges(LinuxInstance instance, InstanceDisks disks, ReentrantLock lock) {
    this.instance = instance;
    this.disks = disks;
    this.lock = lock;
  }

  /** A change of disks. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private void locked(String doing, Change change) {
    lock.lock();
    try {
      change.make();
    } catch (IOException | SyscallException e) {
      throw new ComputeException(
          Reason.FAILED, doing + " of instance " + instance.id() + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private Optional<InstanceInside> inside() {
    return instance.running().map(first -> new InstanceInside(instance.id(), first));
  }

  List<Disk> all() {
    return disks.all();
  }

  void attach(Disk disk) {
    locked(
        "Attaching " + disk.deviceName(),
        () -> {
          Optional<InstanceInside> inside = inside();
          requirePlace(disk, inside.isPresent());
          if (inside.isPresent()) {
            inside.get().addNode(disks, disk);
          }
          disks.put(disk);
        });
  }

  private void requirePlace(Disk disk, boolean running) {
    for (Disk other : disks.all()) {
      boolean same = other.deviceName().equals(disk.deviceName());
      boolean clash = !same && other.nodeName().equals(disk.nodeName());
      if (clash || (same && running && !other.equals(disk))) {
        throw new ComputeException(
            Reason.INVALID,
            "Instance " + instance.id() + " has another disk as " + other.deviceName());
      }
    }
  }

  void detach(String deviceName, boolean force) {
    locked(
        "Detaching " + deviceName,
        () -> {
          Optional<Disk> disk = disks.named(deviceName);
          Optional<InstanceInside> inside = inside();
          if (disk.isPresent() && inside.isPresent()) {
            detach(disk.get(), inside.get(), force);
          }
          if (disk.isPresent()) {
            disks.remove(deviceName);
          }
        });
  }

  private void detach(Disk disk, InstanceInside inside, boolean force) throws IOException {
    List<String> points = inside.mountPoints(disk.blockDevice());
    if (!points.isEmpty() && !force) {
      throw new ComputeException(
          Reason.IN_USE,
          disk.deviceName() + " is mounted inside " + instance.id() + " at " + points.getFirst());
    }
    // The node goes first, so that nothing mounts it again meanwhile.
    inside.removeNode(disk);
    if (!points.isEmpty()) {
      inside.abandon(disk.blockDevice());
    }
  }

  /** Mounts a disk, or grows what is mounted, as the instance asks. */
  void mount(MountRequest request) {
    locked(
        "Mounting " + request.source(),
        () -> {
          Disk disk =
              disks
                  .at(request.source())
                  .orElseThrow(() ->
                      MountRequests.refused(request.source() + " is no disk of this instance"));
          InstanceInside inside =
              inside().orElseThrow(() -> ComputeException.notRunning(instance.id()));
          if (request.isGrowth()) {
            inside.grow(disk, request.target());
          } else if (!inside.mountPoints(disk.blockDevice()).contains(request.target())) {
            // Once is enough: mount(2) would refuse the second.
            inside.mount(disk, request, disks.firstId() != 0);
            inside.addLinks(disks, disk);
          }
        });
  }

  void whileQuiet(String deviceName, Runnable work) {
    Disk disk =
        disks.named(deviceName).orElseThrow(() -> ComputeException.notFound("disk", deviceName));
    Optional<InstanceInside> inside = inside();
    List<InstanceInside.Opened> frozen = new ArrayList<>();
    try {
      if (inside.isPresent()) {
        freeze(inside.get(), disk, frozen);
      }
      flush(disk);
      work.run();
    } finally {
      for (InstanceInside.Opened point : frozen.reversed()) {
        thaw(point);
      }
    }
  }

  private static void freeze(InstanceInside inside, Disk disk, List<InstanceInside.Opened> frozen) {
    for (String point : inside.mountPoints(disk.blockDevice())) {
      InstanceInside.Opened opened = inside.open(point);
      try {
        Ioctl.call("FIFREEZE", opened.descriptor(), Ioctl.FIFREEZE, 0);
        frozen.add(opened);
      } catch (SyscallException e) {
        opened.close();
        if (e.errno() != Errno.EBUSY) { // The same file system at another place: it is frozen.
          throw e;
        }
      }
    }
  }

  private static void thaw(InstanceInside.Opened point) {
    try (point) {
      Ioctl.call("FITHAW", point.descriptor(), Ioctl.FITHAW, 0);
    }
  }

  /** What was written to the device itself, and not through a file system. */
  private static void flush(Disk disk) {
    int device = Syscalls.open(disk.blockDevice(), Flags.O_RDONLY);
    try {
      Syscalls.sync(device);
    } finally {
      Syscalls.close(device);
    }
  }

  /** After a start of the server: writers that were kept waiting go on, requests are answered. */
  void recover() {
    locked(
        "Recovering the disks",
        () -> {
          Optional<InstanceInside> inside = inside();
          if (inside.isPresent()) {
            disks.all().forEach(disk -> InstanceDisks.thaw(inside.get(), disk));
            instance.serveRequests();
          }
        });
  }
}
