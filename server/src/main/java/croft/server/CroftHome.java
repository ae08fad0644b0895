package croft.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The layout of a home directory, which the server shares with the launcher: {@code credentials}
 * (in the form of {@code ~/.aws/credentials}), {@code run/server} (facts of the serving process, as
 * key=value lines), {@code run/admin-token}, {@code tls/ca.pem} and {@code logs/croft.log}.
 *
 * <p>Directories are made with mode 0700 and files with 0600: nobody but the owner reads them.
 *
 * @param directory the home, absolute
 */
public record CroftHome(Path directory) {

  /** Where the serving process says what it is. */
  public Path serverFile() {
    return directory.resolve("run").resolve("server");
  }

  /** The root credentials, as the launcher and AWS clients read them. */
  public Path credentialsFile() {
    return directory.resolve("credentials");
  }

  /** The token that the client on this host shows to the administrative endpoints. */
  public Path adminTokenFile() {
    return directory.resolve("run").resolve("admin-token");
  }

  /** The certificate of the local authority, PEM. */
  public Path authorityCertificate() {
    return directory.resolve("tls").resolve("ca.pem");
  }

  /** Makes the home and the directories in it. */
  public void prepare() throws IOException {
    makeDirectory(directory);
    makeDirectory(directory.resolve("run"));
    makeDirectory(directory.resolve("logs"));
    makeDirectory(directory.resolve("tls"));
  }

  /** Writes the credentials file. */
  public void writeCredentials(String accessKeyId, String secretAccessKey) throws IOException {
    writePrivately(
        credentialsFile(),
        """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(accessKeyId, secretAccessKey));
  }

  /** Makes the token of the administrative endpoints, a new one at each start of the server. */
  public String makeAdminToken(SecureRandom random) throws IOException {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    writePrivately(adminTokenFile(), token + "\n");
    return token;
  }

  /**
   * Tells the launcher that this process serves now: it adds {@code pid} and {@code startTime} to
   * the facts given ({@code endpoint}, {@code region}, {@code account}, and where there is one
   * {@code consoleUrl}).
   */
  public void writeServerFile(Map<String, String> facts) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("pid=").append(ProcessHandle.current().pid()).append('\n');
    lines.append("startTime=").append(startTime()).append('\n');
    facts.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    writePrivately(serverFile(), lines.toString());
  }

  /** Writes a file that only its owner may read, whole or not at all. */
  public void writePrivately(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, content, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void makeDirectory(Path directory) throws IOException {
    var ownersOnly = PosixFilePermissions.fromString("rwx------");
    if (Files.isDirectory(directory)) {
      Files.setPosixFilePermissions(directory, ownersOnly);
      return;
    }
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(ownersOnly));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(directory + " is in the way: it is no directory", e);
    }
  }

  /**
   * The start of this process in clock ticks since boot: field 22 of {@code /proc/self/stat}
   * (proc_pid_stat(5)). With the pid it names one process; a pid alone is used again.
   */
  private static String startTime() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    // The second field, the command's name, may hold spaces: count from its closing parenthesis.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return fields[19];
  }
}
