package croft.drivers.memory.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A session with one program: a bare sh answers line by line, others once their input ends. */
final class MemoryShellSession implements ShellSession {
  private static final int PIPE_BYTES = 64 << 10;
  private static final int ENDED_BY_KILL = 137;

  private final MemoryShell shell;
  private final Command command;
  private final PipedOutputStream input = new PipedOutputStream();
  private final PipedInputStream stdin;
  private final PipedInputStream output = new PipedInputStream(PIPE_BYTES);
  private final PipedOutputStream stdout;
  private final PipedInputStream errors = new PipedInputStream(PIPE_BYTES);
  private final PipedOutputStream stderr;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  MemoryShellSession(MemoryShell shell, Command command) {
    this.shell = shell;
    this.command = command;
    try {
      this.stdin = new PipedInputStream(input, PIPE_BYTES);
      this.stdout = new PipedOutputStream(output);
      this.stderr = new PipedOutputStream(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::work);
  }

  private void work() {
    int ended = ENDED_BY_KILL;
    try (stdout;
        stderr) {
      ended = isBareShell() ? answerLines() : answer(command.withStdin(wholeInput()));
    } catch (IOException | ComputeException e) {
      // The session was closed or the instance stopped: its streams just end.
    } finally {
      status.complete(ended);
    }
  }

  private boolean isBareShell() {
    return command.arguments().size() == 1 && command.arguments().getFirst().endsWith("sh");
  }

  private int answerLines() throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8));
    int last = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      last = answer(command.withStdin(Content.EMPTY), List.of("sh", "-c", line));
      if (line.strip().startsWith("exit")) {
        break;
      }
    }
    return last;
  }

  private int answer(Command like, List<String> arguments) throws IOException {
    return answer(
        new Command(
            arguments,
            like.environment(),
            like.stdin(),
            like.workingDirectory(),
            like.user(),
            like.timeout()));
  }

  private int answer(Command next) throws IOException {
    CommandOutput answered = shell.run(next);
    stdout.write(answered.stdout().bytes());
    stdout.flush();
    stderr.write(answered.stderr().bytes());
    stderr.flush();
    return answered.exitStatus();
  }

  private Content wholeInput() throws IOException {
    return Content.of(stdin.readAllBytes());
  }

  @Override
  public OutputStream input() {
    return input;
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public InputStream errors() {
    return errors;
  }

  @Override
  public void resize(TerminalSize size) {
    // No program here draws on a terminal.
  }

  @Override
  public int waitFor() {
    try {
      return status.get();
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("waiting for a command", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    status.complete(ENDED_BY_KILL);
    try {
      input.close();
      output.close();
      errors.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
