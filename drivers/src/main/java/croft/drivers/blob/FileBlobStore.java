package croft.drivers.blob;

import croft.drivers.blob.BlobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Blobs as files: {@code FOLDER/ab/abcdef...}, mode 0600 in folders of mode 0700. A blob is written
 * to {@code FOLDER/.writing}, flushed, renamed to its place, and the folder flushed; what a crash
 * leaves in {@code .writing} is swept away at the next start, so one process at a time may own a
 * folder.
 */
public final class FileBlobStore implements BlobStore {
  private static final String WRITING = ".writing";
  private static final int PREFIX = 2;

  private final Path folder;
  private final Path writing;
  private final AtomicLong sideFiles = new AtomicLong();

  private FileBlobStore(Path folder) {
    this.folder = folder;
    this.writing = folder.resolve(WRITING);
  }

  /**
   * Opens a folder, making it when there is none.
   *
   * @throws BlobException {@code UNAVAILABLE} when it cannot be used
   */
  public static FileBlobStore open(Path folder) throws BlobException {
    FileBlobStore store = new FileBlobStore(folder);
    try {
      makeFolder(folder);
      makeFolder(store.writing);
      try (DirectoryStream<Path> torn = Files.newDirectoryStream(store.writing)) {
        for (Path file : torn) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw store.failed("open " + folder, e);
    }
    return store;
  }

  @Override
  public BlobWriter create(String id) throws BlobException {
    Path target = path(id);
    Path side = writing.resolve(id + "." + sideFiles.incrementAndGet());
    try {
      return new FileBlobWriter(this, side, target);
    } catch (IOException e) {
      throw failed("create " + side, e);
    }
  }

  @Override
  public InputStream open(String id, long offset, long lengthBytes) throws BlobException {
    Path file = path(id);
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new FileRange(channel, offset, lengthBytes);
    } catch (NoSuchFileException e) {
      throw BlobException.missing(id);
    } catch (IOException e) {
      throw failed("open " + file, e);
    }
  }

  @Override
  public void delete(String id) throws BlobException {
    Path file = path(id);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("delete " + file, e);
    }
  }

  @Override
  public List<BlobEntry> list(String afterId, int limit) throws BlobException {
    List<BlobEntry> found = new ArrayList<>();
    try {
      String from = afterId.substring(0, Math.min(PREFIX, afterId.length()));
      for (Path shelf : sorted(folder)) {
        String name = shelf.getFileName().toString();
        if (name.length() != PREFIX || name.compareTo(from) < 0) {
          continue;
        }
        for (Path file : sorted(shelf)) {
          String id = file.getFileName().toString();
          if (found.size() < limit && BlobIds.isValid(id) && id.compareTo(afterId) > 0) {
            add(found, id, file);
          }
        }
        if (found.size() >= limit) {
          break;
        }
      }
    } catch (IOException e) {
      throw failed("list " + folder, e);
    }
    return found;
  }

  private static void add(List<BlobEntry> found, String id, Path file) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      found.add(new BlobEntry(id, facts.size(), facts.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      // Deleted since the folder was read.
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The folder a blob stands in, made durable before anything is put into it. */
  void makeShelf(Path shelf) throws IOException {
    if (!Files.isDirectory(shelf)) {
      makeFolder(shelf);
      flushFolder(folder);
    }
  }

  static void flushFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What went wrong, as a caller can act on it. */
  BlobException failed(String doing, IOException cause) {
    String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        said.contains("no space left") || said.contains("quota exceeded") || isFull(cause);
    return new BlobException(
        full ? Reason.FULL : Reason.UNAVAILABLE,
        "Cannot " + doing + ": " + cause.getMessage(),
        cause);
  }

  /** The system's words for it depend on its language. */
  private boolean isFull(IOException cause) {
    try {
      return !(cause instanceof NoSuchFileException)
          && Files.getFileStore(folder).getUsableSpace() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path path(String id) {
    return folder.resolve(BlobIds.checked(id).substring(0, PREFIX)).resolve(id);
  }

  private static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
