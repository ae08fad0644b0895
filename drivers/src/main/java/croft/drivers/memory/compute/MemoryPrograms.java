package croft.drivers.memory.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The programs of an instance in memory: true, false, echo, cat, env, pwd, hostname, whoami, sleep,
 * and sh for a single plain command or {@code exit}. Whatever else a command asks for answers 127,
 * as a shell does for a program that is not there.
 */
public final class MemoryPrograms {
  private static final int NOT_FOUND = 127;
  private static final Pattern BEYOND_PLAIN = Pattern.compile("[|&;<>()$`\\\\\"'*?\\n]");

  private final ConcurrentHashMap<String, Program> added = new ConcurrentHashMap<>();

  /** Answers a command. */
  @FunctionalInterface
  public interface Program {
    CommandOutput run(Command command);
  }

  /** Answers commands whose first argument is {@code name}, in every instance. */
  public void add(String name, Program program) {
    added.put(name, program);
  }

  CommandOutput run(MemoryInstance instance, Command command) {
    List<String> arguments = command.arguments();
    String name = arguments.getFirst();
    Program program = added.get(name);
    if (program != null) {
      return program.run(command);
    }
    return switch (name.substring(name.lastIndexOf('/') + 1)) {
      case "true" -> output("");
      case "false" -> new CommandOutput(1, Content.EMPTY, Content.EMPTY);
      case "echo" -> output(String.join(" ", arguments.subList(1, arguments.size())) + "\n");
      case "cat" -> cat(instance, command);
      case "env" -> output(environment(command));
      case "pwd" -> output(command.workingDirectory() + "\n");
      case "hostname" -> output(instance.spec().hostname() + "\n");
      case "whoami" -> output(command.user() + "\n");
      case "sleep" -> sleep(command);
      case "sh" -> shell(instance, command);
      default -> failed(NOT_FOUND, name + ": not found");
    };
  }

  private CommandOutput shell(MemoryInstance instance, Command command) {
    List<String> arguments = command.arguments();
    if (arguments.size() != 3 || !arguments.get(1).equals("-c")) {
      return failed(NOT_FOUND, "sh: only -c SCRIPT is understood here");
    }
    String script = arguments.get(2).strip();
    if (script.isEmpty()) {
      return output("");
    }
    if (BEYOND_PLAIN.matcher(script).find()) {
      return failed(NOT_FOUND, "sh: only a plain command is understood here: " + script);
    }
    String[] words = script.split(" +", -1);
    if (words[0].equals("exit")) {
      int status = words.length > 1 ? Integer.parseInt(words[1]) : 0;
      return new CommandOutput(status, Content.EMPTY, Content.EMPTY);
    }
    Command plain =
        new Command(
            List.of(words),
            command.environment(),
            command.stdin(),
            command.workingDirectory(),
            command.user(),
            command.timeout());
    return run(instance, plain);
  }

  private static CommandOutput cat(MemoryInstance instance, Command command) {
    if (command.arguments().size() == 1) {
      return new CommandOutput(0, command.stdin(), Content.EMPTY);
    }
    String path = command.arguments().get(1);
    Optional<InstanceFile> file = instance.file(path);
    return file.map(found -> new CommandOutput(0, found.content(), Content.EMPTY))
        .orElseGet(() -> failed(1, "cat: " + path + ": No such file or directory"));
  }

  private static String environment(Command command) {
    StringBuilder text = new StringBuilder("PATH=/usr/bin:/bin\n");
    command.environment().forEach((name, value) -> text.append(name + "=" + value + "\n"));
    return text.toString();
  }

  private static CommandOutput sleep(Command command) {
    double seconds = Double.parseDouble(command.arguments().get(1));
    Duration wanted = Duration.ofMillis((long) (seconds * 1000));
    boolean late = wanted.compareTo(command.timeout()) > 0;
    try {
      Thread.sleep(late ? command.timeout() : wanted);
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("sleep", e);
    }
    return new CommandOutput(late ? CommandOutput.TIMED_OUT : 0, Content.EMPTY, Content.EMPTY);
  }

  private static CommandOutput output(String text) {
    return new CommandOutput(0, Content.text(text), Content.EMPTY);
  }

  private static CommandOutput failed(int status, String message) {
    return new CommandOutput(status, Content.EMPTY, Content.text(message + "\n"));
  }
}
