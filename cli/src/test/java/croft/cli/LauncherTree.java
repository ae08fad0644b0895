package croft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a directory of its own, with a home, a user's home and a PATH of a
 * test's making: nothing of the machine but its shell and core utilities takes part.
 */
final class LauncherTree {
  private static final long COMMAND_TIMEOUT_SECONDS = 120;

  final Path root;
  final Path home;
  final Path programs;
  final Path jvms;
  final Map<String, String> environment = new HashMap<>();

  /** How a command ended. */
  record Result(int status, String output, String errors) {}

  LauncherTree(Path directory) throws IOException {
    root = Files.createDirectories(directory.resolve("tree"));
    home = directory.resolve("home");
    programs = Files.createDirectories(directory.resolve("bin"));
    jvms = Files.createDirectories(directory.resolve("jvms"));
    Path repository = Path.of("..").toRealPath();
    try (Stream<Path> parts = Files.list(repository.resolve("launcher"))) {
      Files.createDirectories(root.resolve("launcher"));
      for (Path part : parts.toList()) {
        Files.copy(part, root.resolve("launcher").resolve(part.getFileName()));
      }
    }
    Files.copy(repository.resolve("croft"), root.resolve("croft"));
    setExecutable(root.resolve("croft"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    environment.put("PATH", programs + ":/usr/bin:/bin");
    environment.put("HOME", directory.toString());
    environment.put("CROFT_HOME", home.toString());
    environment.put("CROFT_JVM_DIRECTORY", jvms.toString());
  }

  Result croft(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(root, "out", "");
    Path err = Files.createTempFile(root, "err", "");
    Process process = start(out, err, arguments);
    if (!process.waitFor(COMMAND_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("croft " + List.of(arguments) + " does not end: " + read(err));
    }
    return new Result(process.exitValue(), read(out), read(err));
  }

  /** Starts a command that goes on, its output in files. */
  Process start(Path out, Path err, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(root.resolve("croft").toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    return builder.start();
  }

  /** Adds a program to the PATH. */
  void addProgram(String name, String script) throws IOException {
    write(programs.resolve(name), script);
  }

  /** Adds a JDK of a release to the directory of JVMs; its java runs a script. */
  Path addJdk(String name, String version, String javaScript) throws IOException {
    return makeJdk(jvms.resolve(name), version, javaScript);
  }

  static Path makeJdk(Path directory, String version, String javaScript) throws IOException {
    Files.createDirectories(directory.resolve("bin"));
    Files.writeString(
        directory.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nIMPLEMENTOR=\"test\"\n");
    write(directory.resolve("bin/java"), javaScript);
    write(directory.resolve("bin/javac"), "#!/bin/sh\n");
    return directory;
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String script) throws IOException {
    Files.writeString(file, script);
    setExecutable(file);
  }

  private static void setExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
