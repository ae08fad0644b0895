package croft.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the host, run to its end with an environment of its own: nothing of the developer's
 * AWS settings reaches it.
 */
record Program(List<String> command, Map<String, String> environment, Path directory) {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  /** How a program ended. */
  record Outcome(int status, String output, String errors) {
    /** The output of a program that must have succeeded. */
    String succeeded() {
      if (status != 0) {
        throw new AssertionError("exit status " + status + "\n" + output + "\n" + errors);
      }
      return output.strip();
    }
  }

  Outcome run() {
    try {
      return runIn(Files.createTempDirectory("croft-program-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome runIn(Path scratch) throws IOException {
    Path output = scratch.resolve("output");
    Path errors = scratch.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(Program::isForeign);
    builder.environment().putAll(environment);
    try {
      return new Outcome(
          waitFor(builder.start()),
          Files.readString(output, UTF_8),
          Files.readString(errors, UTF_8));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
      Files.delete(scratch);
    }
  }

  private static boolean isForeign(String variable) {
    return variable.startsWith("AWS_") || variable.startsWith("CROFT_");
  }

  private int waitFor(Process process) {
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " did not end within " + LONGEST);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }
}
