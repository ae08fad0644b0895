package croft.drivers.linux.volume.encryption;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program gocryptfs. Secrets go to it through its standard input alone: neither its arguments
 * nor its log have them.
 */
final class Gocryptfs {
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int TIMEOUT_SECONDS = 60;

  /** What gocryptfs(1) ends with when the password is not the folder's. */
  private static final int WRONG_PASSWORD = 12;

  private Gocryptfs() {}

  /** Where a program is, if it is installed. */
  static Optional<Path> program(String name) {
    for (String folder : SEARCH_PATH.split(":", -1)) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private static String required() throws IOException {
    return program("gocryptfs")
        .orElseThrow(() -> new IOException("gocryptfs is not installed"))
        .toString();
  }

  /** Makes an empty folder one of encrypted files. The secret needs no stretching: it is random. */
  static void initialize(Path folder, byte[] secret, Path log) throws IOException {
    run(
        List.of(
            required(),
            "-init",
            "-q",
            "-nosyslog",
            "-plaintextnames",
            "-scryptn",
            "10",
            "--",
            folder.toString()),
        secret,
        log);
  }

  /**
   * Shows the files of a folder in the clear to this machine's root. The process that does is in a
   * session of its own, and stays.
   */
  static void mount(Path folder, Path point, byte[] secret, Path log) throws IOException {
    run(
        List.of(required(), "-q", "-nosyslog", "--", folder.toString(), point.toString()),
        secret,
        log);
  }

  private static void run(List<String> command, byte[] secret, Path log) throws IOException {
    File file = log.toFile();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", SEARCH_PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    // A pipe would be held open by the process that stays.
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file));
    Process process = builder.start();
    try {
      try (var input = process.getOutputStream()) {
        input.write(Base64.getEncoder().encode(secret));
        input.write('\n');
      }
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("gocryptfs does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while gocryptfs starts", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() == WRONG_PASSWORD) {
      throw new WrongKeyException();
    }
    if (process.exitValue() != 0) {
      throw new IOException("gocryptfs ended with " + process.exitValue() + ": " + lastLine(log));
    }
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it says nothing" : lines.getLast();
  }

  /** The process that shows a folder at a mount point, if it runs. */
  static Optional<Integer> processAt(Path folder, Path point) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        int id = Integer.parseInt(String.valueOf(process.getFileName()));
        if (shows(id, folder, point)) {
          return Optional.of(id);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a process is the one that shows a folder at a mount point. */
  static boolean shows(int processId, Path folder, Path point) {
    try {
      String line =
          Files.readString(
              Path.of("/proc", Integer.toString(processId), "cmdline"),
              StandardCharsets.ISO_8859_1);
      return line.contains("gocryptfs\0")
          && line.contains("-fg\0")
          && line.endsWith("\0" + folder + "\0" + point + "\0");
    } catch (IOException e) {
      return false; // It ended meanwhile.
    }
  }
}
