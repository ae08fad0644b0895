package croft.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the command that the launcher passes on. */
@Command(
    name = "croft",
    description = "The commands of Croft that need more than a file.",
    subcommands = {CommandLine.HelpCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try {
      System.exit(commandLine(Environment.ofProcess()).execute(arguments));
    } catch (IllegalStateException e) {
      System.err.println("croft: " + e.getMessage());
      System.exit(2);
    }
  }

  /** The commands over an environment; a test gives one of its own. */
  static CommandLine commandLine(Environment environment) {
    CommandLine commands = new CommandLine(new Main());
    commands.addSubcommand("doctor", new DoctorCommand(environment));
    commands.addSubcommand("exec", new ExecCommand(environment));
    commands.addSubcommand("ssh", new SshCommand(environment));
    commands.addSubcommand("image", new ImageCommand(environment));
    commands.addSubcommand("account", new AccountCommand(environment));
    commands.addSubcommand("train", new TrainCommand(environment));
    commands.setOut(environment.out());
    commands.setErr(environment.err());
    commands.setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println("croft: " + explanation(failure));
      return 1;
    });
    return commands;
  }

  private static String explanation(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** The path of a home: CROFT_HOME, or {@code .croft} in the user's home directory. */
  static Path home(String croftHome, Path userHome) {
    return croftHome.isBlank() ? userHome.resolve(".croft") : Path.of(croftHome).toAbsolutePath();
  }
}
