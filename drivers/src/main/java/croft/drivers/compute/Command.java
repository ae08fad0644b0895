package croft.drivers.compute;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to run inside an instance.
 *
 * @param arguments the program, looked up on PATH, and its arguments; no shell is in between
 * @param environment added to a plain PATH, HOME and LANG
 * @param stdin all of its standard input
 * @param user a user name or id inside the instance
 * @param timeout after which the program and its children in the foreground are ended
 */
public record Command(
    List<String> arguments,
    Map<String, String> environment,
    Content stdin,
    String workingDirectory,
    String user,
    Duration timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new ComputeException(ComputeException.Reason.INVALID, "A command needs a program");
    }
  }

  /** Run by root in {@code /} for at most a minute. */
  public static Command of(String... arguments) {
    return new Command(List.of(arguments), Map.of(), Content.EMPTY, "/", "root", DEFAULT_TIMEOUT);
  }

  /** A script for the instance's {@code /bin/sh}. */
  public static Command script(String script) {
    return of("/bin/sh", "-c", script);
  }

  public Command withEnvironment(Map<String, String> variables) {
    return new Command(arguments, variables, stdin, workingDirectory, user, timeout);
  }

  public Command withStdin(Content content) {
    return new Command(arguments, environment, content, workingDirectory, user, timeout);
  }

  public Command in(String directory) {
    return new Command(arguments, environment, stdin, directory, user, timeout);
  }

  public Command as(String otherUser) {
    return new Command(arguments, environment, stdin, workingDirectory, otherUser, timeout);
  }

  public Command within(Duration limit) {
    return new Command(arguments, environment, stdin, workingDirectory, user, limit);
  }
}
