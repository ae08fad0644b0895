package croft.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library unpacked beside the store. The driver would otherwise unpack it at
 * every start and compare it byte by byte, which takes about 75 ms, a fifth of the time a server
 * has to answer.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String PATH = "org.sqlite.lib.path";
  private static final String OWNER_ONLY = "rwx------";

  private SqliteLibrary() {}

  /** Unpacks the library if it is not there; when that fails the driver does it its own way. */
  static void prepare(Path storeFile) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    Path folder =
        storeFile.toAbsolutePath().resolveSibling("lib-sqlite-" + SQLiteJDBCLoader.getVersion());
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      checkOurs(folder);
      Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
      if (!Files.exists(library)) {
        unpack(folder, library);
      }
      // The driver's documented way to be told; it has no other.
      System.setProperty(PATH, folder.toString());
    } catch (IOException e) {
      LOG.info("SQLite's library is not kept in {}: {}", folder, e.getMessage());
    }
  }

  /** Code is loaded from here: nobody else may have put it there. */
  private static void checkOurs(Path folder) throws IOException {
    UserPrincipal me =
        folder
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
    boolean mine = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(me);
    String permissions =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
    if (!mine || !permissions.equals(OWNER_ONLY)) {
      throw new IOException("others may write to it");
    }
  }

  /** Unpacks beside its place and renames, so that no process ever loads half of it. */
  private static void unpack(Path folder, Path library) throws IOException {
    String source = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(source)) {
      if (in == null) {
        throw new IOException("the driver has none for this machine");
      }
      Path part = Files.createTempFile(folder, "part", "");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
