package croft.services.iam.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** Small files that only their owner may read (mode 0600), made once and kept. */
final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private SecretFile() {}

  /**
   * The text of the file; when there is none, the given text becomes it. Of several processes that
   * make it at once, one wins and all read its text.
   *
   * @throws UncheckedIOException when it cannot be read or made
   * @throws IllegalStateException when others than the owner may read it
   */
  static String readOrMake(Path file, Supplier<String> text) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      return read(file);
    } catch (NoSuchFileException absent) {
      return make(file, text.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(withoutExecute(permissions))) {
      throw new IllegalStateException(
          file + " holds a secret, but others may read it: chmod 600 " + file);
    }
    return Files.readString(file).strip();
  }

  private static Set<PosixFilePermission> withoutExecute(Set<PosixFilePermission> permissions) {
    Set<PosixFilePermission> rest = EnumSet.noneOf(PosixFilePermission.class);
    rest.addAll(permissions);
    rest.remove(PosixFilePermission.OWNER_EXECUTE);
    return rest;
  }

  /** Written whole beside its place and linked there: a reader never sees a part of it. */
  private static String make(Path file, String text) {
    try {
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              "." + file.getFileName(),
              ".new",
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException another) {
        return read(file);
      } finally {
        Files.delete(draft);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
