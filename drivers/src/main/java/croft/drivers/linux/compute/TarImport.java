package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Image;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Unpacks a root file system with tar(1), which refuses entries and links that lead out of the
 * target. It works in a folder only root can enter, whose name nobody uses until all is checked:
 * devices are gone, the limit was kept, there is something to run.
 */
final class TarImport {
  private static final long LIMIT_BYTES = 64L << 30;
  private static final int MAGIC_BYTES = 6;
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int MESSAGE_BYTES = 2000;
  private static final List<String> UNPACK =
      List.of(
          "tar",
          "--extract",
          "--file=-",
          "--numeric-owner",
          "--same-owner",
          "--preserve-permissions",
          "--delay-directory-restore",
          "--xattrs",
          "--xattrs-include=security.capability",
          "--warning=no-timestamp");

  private final Path images;
  private final InstantSource clock;

  TarImport(Path images, InstantSource clock) {
    this.images = images;
    this.clock = clock;
  }

  /** Imports the archive to {@code folder}, whose name is the image's id. */
  Image importTo(Path folder, InputStream archive) {
    try {
      Path next = Files.createTempDirectory(images, ".next-");
      try {
        Path root = Files.createDirectory(next.resolve("root"));
        unpack(root, archive);
        finish(String.valueOf(folder.getFileName()), root).write(next);
        Files.move(next, folder);
      } finally {
        FileTree.delete(next);
      }
      return StoredImage.read(folder).image();
    } catch (IOException e) {
      throw new ComputeException(Reason.FAILED, "Importing an image: " + e.getMessage(), e);
    }
  }

  private static void unpack(Path root, InputStream archive) throws IOException {
    BufferedInputStream input = new BufferedInputStream(archive, BUFFER_BYTES);
    Optional<String> compressor = compressor(input);
    if (compressor.isEmpty()) {
      untar(root, input);
      return;
    }
    Process decompression = start(List.of(compressor.get(), "-dc"), compressor.get());
    Thread.startVirtualThread(() -> feed(input, decompression.getOutputStream()));
    try (InputStream plain = decompression.getInputStream()) {
      untar(root, plain);
      // Else it would end by a broken pipe, or by us, and seem to have failed.
      plain.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | ComputeException e) {
      decompression.destroy();
      throw e;
    }
    if (Processes.waitFor(decompression, compressor.get()) != 0) {
      throw invalid("The archive is damaged: " + compressor.get() + " cannot read it");
    }
  }

  /** The program for the stream's first bytes; none for a plain archive. */
  static Optional<String> compressor(InputStream markable) throws IOException {
    markable.mark(MAGIC_BYTES);
    byte[] magic = markable.readNBytes(MAGIC_BYTES);
    markable.reset();
    if (startsWith(magic, 0x1f, 0x8b)) {
      return Optional.of("gzip");
    }
    if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return Optional.of("xz");
    }
    return startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) ? Optional.of("zstd") : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || bytes[i] != (byte) prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static Process start(List<String> command, String program) {
    try {
      return Processes.builder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new ComputeException(
          Reason.UNSUPPORTED, program + " is not installed and the archive needs it", e);
    }
  }

  private static void feed(InputStream input, OutputStream target) {
    try (target) {
      input.transferTo(target);
    } catch (IOException e) {
      // The decompressor ended: its exit status tells why.
    }
  }

  private static void untar(Path root, InputStream plain) throws IOException {
    ProcessBuilder builder = Processes.builder(UNPACK).directory(root.toFile());
    Process tar = builder.redirectErrorStream(true).start();
    StreamCollector messages = new StreamCollector(tar.getInputStream());
    boolean withinLimit = copy(plain, tar.getOutputStream());
    if (!withinLimit) {
      tar.destroyForcibly();
    }
    int status = Processes.waitFor(tar, "tar");
    if (!withinLimit) {
      throw invalid("The archive holds more than " + LIMIT_BYTES + " bytes");
    }
    if (status != 0) {
      byte[] said = messages.content().bytes();
      int length = Math.min(said.length, MESSAGE_BYTES);
      throw invalid("tar: " + new String(said, 0, length, StandardCharsets.UTF_8).strip());
    }
  }

  /** Copies to the end; false if there is more than the limit. */
  private static boolean copy(InputStream plain, OutputStream target) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    try (target) {
      for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
        copied += count;
        if (copied > LIMIT_BYTES) {
          return false;
        }
        target.write(buffer, 0, count);
      }
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage()) && !"Stream closed".equals(e.getMessage())) {
        throw e; // Not tar's end, which its exit status explains, but the archive's.
      }
    }
    return true;
  }

  private StoredImage finish(String id, Path root) throws IOException {
    Files.walkFileTree(root, new DeviceRemoval());
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || isEmpty(root)) {
      throw invalid("The archive holds no files");
    }
    boolean systemd =
        InitProgram.SYSTEMD_PATHS.stream().anyMatch(path -> FileTree.exists(root.resolve(path)));
    return new StoredImage(id, systemd, FileTree.sizeBytes(root), clock.instant().toString(), null);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var children = Files.newDirectoryStream(folder)) {
      return !children.iterator().hasNext();
    }
  }

  private static ComputeException invalid(String message) {
    return new ComputeException(Reason.INVALID, message);
  }

  /** Removes devices, pipes and sockets: an instance gets its own. */
  private static final class DeviceRemoval extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isOther()) {
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
