package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files with their owners and permissions, never following a symbolic link. */
final class FileTree {
  /** Owner, group and permission bits. */
  record Access(int userId, int groupId, int mode) {
    static Access of(Path path) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
      return new Access(number(found, "uid"), number(found, "gid"), number(found, "mode") & 07777);
    }

    private static int number(Map<String, Object> attributes, String name) {
      Object value = attributes.get(name);
      return value instanceof Integer number ? number : 0;
    }

    boolean readableByOthers() {
      return (mode & 04) != 0;
    }

    /** The same with ids as the host has them for a range that begins at {@code firstId}. */
    Access shifted(long firstId) {
      return new Access((int) (firstId + userId), (int) (firstId + groupId), mode);
    }
  }

  private FileTree() {}

  static void apply(Path path, Access access) throws IOException {
    Syscalls.chown(path, access.userId(), access.groupId());
    Files.setAttribute(path, "unix:mode", access.mode(), LinkOption.NOFOLLOW_LINKS);
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a path and all below it; nothing happens if it is not there. */
  static void delete(Path path) throws IOException {
    if (!exists(path)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      // Paths longer than the kernel takes in one piece: rm(1) descends step by step.
      Processes.run(java.util.List.of("rm", "-rf", "--one-file-system", "--", path.toString()));
    }
  }

  /** The sizes of all regular files below a path, in bytes. */
  static long sizeBytes(Path path) throws IOException {
    SizeSum sum = new SizeSum();
    Files.walkFileTree(path, sum);
    return sum.bytes;
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class SizeSum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // It went while we looked.
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
