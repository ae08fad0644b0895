package croft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine this process runs on. */
final class LocalHost implements Host {
  private static final List<String> SYSTEM_DIRECTORIES =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin");
  private static final long PROGRAM_TIMEOUT_SECONDS = 10;

  private final String path;
  private final String terminalType;

  /**
   * @param path the value of PATH
   * @param terminalType the value of TERM
   */
  LocalHost(String path, String terminalType) {
    this.path = path;
    this.terminalType = terminalType;
  }

  @Override
  public Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean exists(String file) {
    return Files.exists(Path.of(file));
  }

  @Override
  public Optional<Path> program(String name) {
    return Stream.concat(Stream.of(path.split(":", -1)), SYSTEM_DIRECTORIES.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public Optional<String> firstLineOf(String... command) {
    Optional<Path> program = program(command[0]);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    String[] resolved = command.clone();
    resolved[0] = program.get().toString();
    try {
      Process process = new ProcessBuilder(resolved).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readNBytes(4096);
      if (!process.waitFor(PROGRAM_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0
          ? new String(output, StandardCharsets.UTF_8).lines().findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public long freeBytes(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing.toFile().getUsableSpace();
  }

  @Override
  public long userId() {
    return read("/proc/self/status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("Uid:"))
        // Real, effective, saved and file system ids, separated by tabs.
        .map(line -> Long.parseLong(line.split("\t", -1)[2]))
        .findFirst()
        .orElse(-1L);
  }

  @Override
  public String terminalType() {
    return terminalType;
  }

  @Override
  public String javaVersion() {
    return Runtime.version().toString();
  }
}
