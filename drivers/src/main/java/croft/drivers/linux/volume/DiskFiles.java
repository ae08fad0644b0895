package croft.drivers.linux.volume;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.volume.DiskWriter;
import croft.drivers.volume.SnapshotProgress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Sparse files that hold disks. A file is there whole or not at all. */
final class DiskFiles {
  /** Ends the names of files that are not complete. */
  static final String PART = ".part";

  private static final long PIECE_BYTES = 64L << 20;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<Integer> CANNOT_SHARE =
      Set.of(Errno.EOPNOTSUPP, Errno.EXDEV, Errno.EINVAL, Errno.ENOTTY);

  private DiskFiles() {}

  /** An empty disk of that size, which takes no room yet. */
  static void make(Path file, long sizeBytes) throws IOException {
    Path part = part(file);
    try (FileChannel channel = create(part)) {
      setSize(channel, sizeBytes);
    }
    finish(part, file);
  }

  /**
   * A copy, at least as large. It shares the origin's blocks where the file system can, else takes
   * the room that the origin takes.
   */
  static void copy(Path origin, Path file, long sizeBytes, SnapshotProgress progress)
      throws IOException {
    Path part = part(file);
    try (FileChannel target = create(part)) {
      if (!share(origin, part)) {
        copyData(origin, target, progress);
      }
      setSize(target, Math.max(sizeBytes, Files.size(origin)));
      target.force(true);
    } catch (IOException | SyscallException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    progress.percent(100);
    finish(part, file);
  }

  /** What a writer makes of an empty file. */
  static void write(Path file, DiskWriter writer) throws IOException {
    Path part = part(file);
    create(part).close();
    try {
      writer.write(part);
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    finish(part, file);
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  private static FileChannel create(Path part) throws IOException {
    Files.deleteIfExists(part);
    return FileChannel.open(
        part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE);
  }

  private static void finish(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void setSize(FileChannel channel, long sizeBytes) throws IOException {
    if (channel.size() < sizeBytes) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]), sizeBytes - 1);
    }
  }

  /** FICLONE: on XFS, btrfs and the like both files keep the same blocks until one changes. */
  private static boolean share(Path origin, Path part) {
    int source = Syscalls.open(origin, Flags.O_RDONLY);
    try {
      int target = Syscalls.open(part, Flags.O_WRONLY);
      try {
        Ioctl.call("FICLONE", target, Ioctl.FICLONE, source);
        return true;
      } catch (SyscallException e) {
        if (CANNOT_SHARE.contains(e.errno())) {
          return false;
        }
        throw e;
      } finally {
        Syscalls.close(target);
      }
    } finally {
      Syscalls.close(source);
    }
  }

  private static void copyData(Path origin, FileChannel target, SnapshotProgress progress)
      throws IOException {
    long size = Files.size(origin);
    int descriptor = Syscalls.open(origin, Flags.O_RDONLY);
    try (FileChannel source = FileChannel.open(origin, StandardOpenOption.READ)) {
      long at = Syscalls.seek(descriptor, 0, Flags.SEEK_DATA);
      while (at >= 0) {
        long end = Syscalls.seek(descriptor, at, Flags.SEEK_HOLE);
        while (at < end) {
          target.position(at);
          long moved = source.transferTo(at, Math.min(PIECE_BYTES, end - at), target);
          if (moved <= 0) {
            throw new IOException("the disk ended at " + at + " of " + size + " bytes");
          }
          at += moved;
          progress.percent((int) Math.min(99, at * 100 / size));
        }
        at = Syscalls.seek(descriptor, end, Flags.SEEK_DATA);
      }
    } finally {
      Syscalls.close(descriptor);
    }
  }
}
