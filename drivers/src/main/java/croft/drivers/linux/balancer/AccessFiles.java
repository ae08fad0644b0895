package croft.drivers.linux.balancer;

import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerException;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file for each balancer that its processes append to, each line by one write. It is not cut:
 * what was read is made a hole, for there is no moment in which a process does not write.
 */
final class AccessFiles implements AccessLogs {
  /** Longer than any line is. */
  private static final int LONGEST_BYTES = 1 << 17;

  private final Path directory;

  AccessFiles(Path directory) {
    this.directory = directory;
  }

  /** The file of a balancer, mode 0600, made when there is none. */
  Path ready(String id) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = file(id);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }

  Path file(String id) {
    return directory.resolve(id);
  }

  @Override
  public List<String> ids() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new BalancerException("Access logs cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public long end(String id) {
    try {
      return Files.size(file(id));
    } catch (NoSuchFileException none) {
      return 0;
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  @Override
  public Piece read(String id, long from, int atMostBytes) {
    try (FileChannel channel = FileChannel.open(file(id), StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(atMostBytes);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from + bytes.position()) < 0) {
          break;
        }
      }
      return piece(from, bytes.array(), bytes.position());
    } catch (NoSuchFileException none) {
      return new Piece(from, List.of(), 0);
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  private static Piece piece(long from, byte[] bytes, int length) {
    int end = length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0) {
      boolean full = length >= LONGEST_BYTES;
      // What is no line is left behind.
      return new Piece(full ? from + length : from, List.of(), full ? 1 : 0);
    }
    List<AccessLine> lines = new ArrayList<>();
    int unread = 0;
    int begin = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        String text = new String(bytes, begin, i - begin, StandardCharsets.ISO_8859_1);
        begin = i + 1;
        Optional<AccessLine> line = AccessLines.parse(text);
        line.ifPresent(lines::add);
        // HAProxy's own words about its end are none.
        unread += line.isEmpty() && text.contains(AccessLines.MARK) ? 1 : 0;
      }
    }
    return new Piece(from + end, lines, unread);
  }

  @Override
  public void letGo(String id, long before) {
    if (before > 0 && Files.exists(file(id))) {
      try {
        Syscalls.punch(file(id), before);
      } catch (SyscallException e) {
        throw new BalancerException(
            "The access log of balancer " + id + " takes its room on: " + e.getMessage(), e);
      }
    }
  }

  /** After a balancer's end: what it told stays until it is removed, if it told anything. */
  void leave(String id) {
    if (end(id) == 0) {
      remove(id);
    }
  }

  @Override
  public void remove(String id) {
    try {
      Files.deleteIfExists(file(id));
      if (ids().isEmpty()) {
        Files.deleteIfExists(directory);
      }
    } catch (DirectoryNotEmptyException another) {
      // Made in between.
      return;
    } catch (IOException e) {
      throw new BalancerException(
          "The access log of balancer " + id + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private static BalancerException unreadable(String id, IOException e) {
    return new BalancerException(
        "The access log of balancer " + id + " cannot be read: " + e.getMessage(), e);
  }
}
