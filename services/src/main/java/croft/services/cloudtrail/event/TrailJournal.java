package croft.services.cloudtrail.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.store.DocumentException;
import croft.store.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Events on their way to the store, in files of lines: what was appended outlives the end of this
 * process, though not of the power, for files are not synced. Writing one costs microseconds where
 * a commit costs a millisecond.
 */
final class TrailJournal implements AutoCloseable {
  private static final String SUFFIX = ".journal";

  private final Path directory;
  private final Documents documents = new Documents();
  private final ReentrantLock lock = new ReentrantLock();
  private long number;
  private Segment open;

  /** A file with what it holds. */
  record Segment(Path file, FileChannel channel, List<TrailEvent> events) {}

  TrailJournal(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      this.directory = directory;
      for (Path left : left()) {
        number = Math.max(number, number(left) + 1);
      }
      this.open = next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private Segment next() throws IOException {
    Path file = directory.resolve("%015d".formatted(number++) + SUFFIX);
    FileChannel channel =
        FileChannel.open(
            file,
            java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Segment(file, channel, new ArrayList<>());
  }

  /**
   * Appends an event.
   *
   * @throws IOException when the file cannot be written; the event goes to the store nevertheless
   */
  void append(TrailEvent event) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((documents.write(event) + "\n").getBytes(UTF_8));
    lock.lock();
    try {
      open.events.add(event);
      while (line.hasRemaining()) {
        open.channel.write(line);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was appended since the last time; later events go to another file. */
  Segment cut() throws IOException {
    lock.lock();
    try {
      Segment full = open;
      if (!full.events.isEmpty()) {
        open = next();
        full.channel.close();
      }
      return full;
    } finally {
      lock.unlock();
    }
  }

  /** The files an ended process left. A last line cut short is left out. */
  List<Segment> leftBehind() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (Path file : left()) {
      if (!file.equals(open.file)) {
        List<TrailEvent> events = new ArrayList<>();
        for (String line : Files.readString(file).lines().toList()) {
          try {
            events.add(documents.read(line, TrailEvent.class));
          } catch (DocumentException cutShort) {
            break;
          }
        }
        segments.add(new Segment(file, open.channel, events));
      }
    }
    return segments;
  }

  /** Forgets a file whose events are in the store. */
  void drop(Segment segment) throws IOException {
    Files.deleteIfExists(segment.file);
  }

  @Override
  public void close() throws IOException {
    open.channel.close();
    if (open.events.isEmpty()) {
      drop(open);
    }
  }
}
