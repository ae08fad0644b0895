package croft.drivers.docker.compute;

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

/** Runs commands inside with the engine's exec. The instance needs a shell at /bin/sh. */
final class DockerShell implements Shell {
  private static final int NO_FILE = 44;
  private static final int NO_REGULAR_FILE = 45;
  private static final int TOO_LARGE = 46;
  private static final int FILE_LIMIT_BYTES = 64 << 20;

  private static final String READ_SCRIPT =
      """
      [ -e "$1" ] || exit 44
      [ -f "$1" ] || exit 45
      [ "$(stat -Lc %s -- "$1" 2>/dev/null || echo 0)" -le 67108864 ] || exit 46
      exec cat -- "$1"
      """;

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

  private final DockerInstance instance;

  DockerShell(DockerInstance instance) {
    this.instance = instance;
  }

  @Override
  public CommandOutput run(Command command) {
    return run(command, CommandOutput.LIMIT_BYTES);
  }

  private CommandOutput run(Command command, int limitBytes) {
    try (DockerExecution execution =
        DockerExecution.begin(instance, command, Optional.empty(), limitBytes)) {
      return execution.complete();
    } catch (IOException e) {
      throw failed(command, e);
    }
  }

  @Override
  public ShellSession open(Command command, Optional<TerminalSize> terminal) {
    try {
      return DockerExecution.begin(instance, command, terminal, DockerExecution.UNLIMITED);
    } catch (IOException e) {
      throw failed(command, e);
    }
  }

  @Override
  public Content readFile(String path) {
    CommandOutput output =
        run(Command.of("/bin/sh", "-c", READ_SCRIPT, "sh", path), FILE_LIMIT_BYTES);
    return switch (output.exitStatus()) {
      case 0 -> output.stdout();
      case NO_FILE -> throw ComputeException.notFound("file", path);
      case NO_REGULAR_FILE ->
          throw new ComputeException(Reason.INVALID, "Not a regular file: " + path);
      case TOO_LARGE -> throw new ComputeException(Reason.INVALID, "Larger than 64 MiB: " + path);
      default ->
          throw new ComputeException(
              Reason.FAILED, "Reading " + path + ": " + output.stderr().text().strip());
    };
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
    return instance.failed("Running " + command.arguments().getFirst() + " in", cause);
  }
}
