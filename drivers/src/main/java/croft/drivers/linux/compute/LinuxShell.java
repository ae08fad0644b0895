package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.IOException;
import java.util.Optional;

/** Runs commands inside with crun exec: same namespaces, filter and limits as the instance. */
final class LinuxShell implements Shell {
  /** Written beside the target and moved there, so a reader sees the old file or the new one. */
  private static final String WRITE_SCRIPT =
      """
      set -e
      umask 022
      folder=${1%/*}
      mkdir -p -- "$folder/"
      next="$folder/.croft-$$.next"
      umask 077
      trap 'rm -f -- "$next"' EXIT
      cat > "$next"
      chown "$3:$3" "$next"
      chmod "$2" "$next"
      mv -f -- "$next" "$1"
      """;

  private static final int JOIN_ATTEMPTS = 3;

  private final LinuxInstance instance;

  LinuxShell(LinuxInstance instance) {
    this.instance = instance;
  }

  @Override
  public CommandOutput run(Command command) {
    for (int attempt = 1; ; attempt++) {
      try (Execution execution = Execution.begin(instance, command)) {
        return execution.complete();
      } catch (Execution.NotJoinedException e) {
        // Seen right after a start, under load: the kernel refuses its namespaces for a moment.
        if (attempt == JOIN_ATTEMPTS || instance.running().isEmpty()) {
          throw failed(command, e);
        }
      } catch (IOException e) {
        throw failed(command, e);
      }
    }
  }

  @Override
  public ShellSession open(Command command, Optional<TerminalSize> terminal) {
    try {
      return terminal.isPresent()
          ? TerminalSession.open(instance, command, terminal.get())
          : Execution.begin(instance, command);
    } catch (IOException e) {
      throw failed(command, e);
    }
  }

  @Override
  public Content readFile(String path) {
    return InstanceFiles.read(instance.requireRunning(), path);
  }

  @Override
  public void writeFile(InstanceFile file) {
    Command write =
        Command.of(
                "/bin/sh",
                "-c",
                WRITE_SCRIPT,
                "sh",
                file.path(),
                Integer.toOctalString(file.mode()),
                Integer.toString(file.ownerId()))
            .withStdin(file.content());
    CommandOutput output = run(write);
    if (!output.succeeded()) {
      throw new ComputeException(
          Reason.FAILED, "Writing " + file.path() + ": " + output.stderr().text().strip());
    }
  }

  private ComputeException failed(Command command, IOException cause) {
    // The program only: arguments may hold secrets.
    String program = command.arguments().getFirst();
    return new ComputeException(
        Reason.FAILED,
        "Running " + program + " in " + instance.id() + ": " + cause.getMessage(),
        cause);
  }
}
