package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs of the host, with a plain environment. */
final class Processes {
  private Processes() {}

  /** A builder whose program sees nothing of this process's environment but a search path. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", CrunConfig.SEARCH_PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** The output of a program that must succeed. */
  static String run(List<String> command) throws IOException {
    Process process = builder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = waitFor(process, command.getFirst());
    if (status != 0) {
      throw new IOException(command.getFirst() + " ended with " + status + ": " + output.strip());
    }
    return output;
  }

  static int waitFor(Process process, String what) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw ComputeException.interrupted("waiting for " + what, e);
    }
  }
}
