package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Content;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files of a running instance from outside, without starting anything in it. The instance may
 * change its links while we look: the kernel resolves the path within its root (openat2).
 */
final class InstanceFiles {
  private static final int LIMIT_BYTES = 64 << 20;

  private InstanceFiles() {}

  static Content read(ProcessIdentity first, String path) {
    Path root = Path.of("/proc", Integer.toString(first.processId()), "root");
    int rootDescriptor = Syscalls.open(root, Flags.O_PATH);
    try {
      int file = open(rootDescriptor, path);
      try {
        return read(file, path);
      } finally {
        Syscalls.close(file);
      }
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Reading " + path + ": " + e.getMessage(), e);
    } finally {
      Syscalls.close(rootDescriptor);
    }
  }

  private static int open(int rootDescriptor, String path) {
    try {
      // Without blocking: it may be a pipe nobody writes to.
      int flags = Flags.O_RDONLY | Flags.O_NONBLOCK | Flags.O_NOCTTY;
      return Syscalls.openInRoot(rootDescriptor, path, flags, 0);
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        throw ComputeException.notFound("file", path);
      }
      throw new ComputeException(Reason.FAILED, e.getMessage() + "", e);
    }
  }

  private static Content read(int file, String path) throws IOException {
    Path opened = Path.of("/proc/self/fd", Integer.toString(file));
    if (!Files.isRegularFile(opened)) {
      throw new ComputeException(Reason.INVALID, "Not a regular file: " + path);
    }
    try (InputStream in = Files.newInputStream(opened)) {
      byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
      if (bytes.length > LIMIT_BYTES) {
        throw new ComputeException(Reason.INVALID, "Larger than 64 MiB: " + path);
      }
      return Content.of(bytes);
    }
  }
}
