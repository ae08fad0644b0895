package croft.cli;

import croft.drivers.compute.TerminalSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The terminal on standard input, set with stty(1): it knows each system's terminal modes, and a
 * session needs it only twice.
 */
final class LocalTerminal implements Terminal {
  private LocalTerminal() {}

  static Optional<Terminal> ofProcess() {
    return isTerminal("/proc/self/fd/0") && isTerminal("/proc/self/fd/1")
        ? Optional.of(new LocalTerminal())
        : Optional.empty();
  }

  private static boolean isTerminal(String descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of(descriptor)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public TerminalSize size() {
    // Prints "ROWS COLUMNS".
    String[] numbers = stty("size").split(" ", -1);
    try {
      int rows = Integer.parseInt(numbers[0]);
      int columns = numbers.length == 2 ? Integer.parseInt(numbers[1]) : 0;
      return rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : TerminalSize.DEFAULT;
    } catch (NumberFormatException e) {
      return TerminalSize.DEFAULT;
    }
  }

  @Override
  public RawMode raw() {
    String before = stty("-g");
    // A kill leaves the user's shell usable, too.
    Thread restore = new Thread(() -> stty(before));
    Runtime.getRuntime().addShutdownHook(restore);
    stty("raw", "-echo");
    return () -> {
      stty(before);
      Runtime.getRuntime().removeShutdownHook(restore);
    };
  }

  private static String stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set the terminal: " + e.getMessage(), e);
    }
  }
}
