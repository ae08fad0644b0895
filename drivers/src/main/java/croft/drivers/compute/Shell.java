package croft.drivers.compute;

import java.util.Optional;

/** The way inside one running instance. Failures of the way itself are {@link ComputeException}. */
public interface Shell {
  /** Runs a command to its end. A command that fails is an answer, not an exception. */
  CommandOutput run(Command command);

  /**
   * Starts a command whose streams the caller handles; {@code stdin} and {@code timeout} of the
   * command are not used. With a terminal it runs on one of its own inside the instance, and error
   * output comes with the output.
   */
  ShellSession open(Command command, Optional<TerminalSize> terminal);

  /** A whole regular file, at most 64 MiB; NOT_FOUND if there is none. */
  Content readFile(String path);

  /** Replaces a whole file in one step, making missing folders. */
  void writeFile(InstanceFile file);
}
