package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command under way inside an instance, its streams pipes to the crun that runs it. */
final class Execution implements ShellSession {
  /** For output still on its way; a child in the background may hold the pipe open for ever. */
  private static final Duration REST_TIMEOUT = Duration.ofMillis(500);

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final Command command;
  private final ExecutionGroup group;
  private final Process process;

  private Execution(Command command, ExecutionGroup group, Process process) {
    this.command = command;
    this.group = group;
    this.process = process;
  }

  static Execution begin(LinuxInstance instance, Command command) throws IOException {
    ExecutionGroup group = ExecutionGroup.create(instance, command, false);
    try {
      return new Execution(command, group, Processes.builder(group.command()).start());
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  /** Feeds it its input and waits for its end, at most its timeout. */
  CommandOutput complete() throws IOException {
    Thread.startVirtualThread(this::feed);
    StreamCollector stdout = new StreamCollector(process.getInputStream());
    StreamCollector stderr = new StreamCollector(process.getErrorStream());
    try {
      boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        group.kill();
        process.waitFor();
      }
      stdout.await(REST_TIMEOUT);
      stderr.await(REST_TIMEOUT);
      return ended
          ? answer(stdout.content(), stderr.content())
          : new CommandOutput(CommandOutput.TIMED_OUT, stdout.content(), stderr.content());
    } catch (InterruptedException e) {
      group.kill();
      throw ComputeException.interrupted("running " + command.arguments().getFirst(), e);
    }
  }

  private CommandOutput answer(Content stdout, Content stderr) throws IOException {
    String log = process.exitValue() == 0 ? "" : group.log();
    return log.isEmpty()
        ? new CommandOutput(process.exitValue(), stdout, stderr)
        : new CommandOutput(statusOf(log), stdout, Content.text(log + "\n"));
  }

  /** As a shell has it for a program it cannot run. */
  private static int statusOf(String log) throws IOException {
    if (log.contains("not found in $PATH") || log.contains("No such file or directory")) {
      return NOT_FOUND;
    }
    if (log.contains("Permission denied") || log.contains("Exec format error")) {
      return NOT_EXECUTABLE;
    }
    throw log.contains("setns(") ? new NotJoinedException(log) : new IOException(log);
  }

  /** The instance could not be entered: nothing ran inside. */
  static final class NotJoinedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotJoinedException(String log) {
      super(log);
    }
  }

  private void feed() {
    try (OutputStream stdin = process.getOutputStream()) {
      Content content = command.stdin();
      stdin.write(content.bytes());
    } catch (IOException e) {
      // The command ended without reading all of it, as it may.
    }
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public InputStream errors() {
    return process.getErrorStream();
  }

  @Override
  public void resize(TerminalSize size) {
    // There is no terminal.
  }

  @Override
  public int waitFor() {
    return Processes.waitFor(process, command.arguments().getFirst());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      group.kill();
      process.destroyForcibly();
    }
    try {
      process.getInputStream().close();
      process.getErrorStream().close();
      group.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
