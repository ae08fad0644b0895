package croft.drivers.linux.compute;

import croft.drivers.compute.Command;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import croft.drivers.linux.syscall.PseudoTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A command on a terminal: one inside the instance, which crun makes and joins to one of ours
 * outside.
 */
final class TerminalSession implements ShellSession {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(10);
  private static final int PIPE_BYTES = 64 << 10;

  private final String program;
  private final ExecutionGroup group;
  private final PseudoTerminal terminal;
  private final Process process;
  private final PipedInputStream output = new PipedInputStream(PIPE_BYTES);
  private final Thread reader;

  private TerminalSession(
      String program, ExecutionGroup group, PseudoTerminal terminal, Process process)
      throws IOException {
    this.program = program;
    this.group = group;
    this.terminal = terminal;
    this.process = process;
    PipedOutputStream target = new PipedOutputStream(output);
    this.reader = Thread.ofPlatform().daemon(true).name("terminal").start(() -> copyOutput(target));
  }

  static TerminalSession open(LinuxInstance instance, Command command, TerminalSize size)
      throws IOException {
    ExecutionGroup group = ExecutionGroup.create(instance, command, true);
    PseudoTerminal terminal = PseudoTerminal.open();
    try {
      terminal.resize(size.columns(), size.rows());
      Process process =
          Processes.builder(Crun.onTerminal(terminal.device(), group.command())).start();
      // When crun takes the terminal over it drops what was typed before.
      Waiting.until(READY_TIMEOUT, () -> terminal.isRaw() || !process.isAlive());
      return new TerminalSession(command.arguments().getFirst(), group, terminal, process);
    } catch (IOException | RuntimeException e) {
      terminal.close();
      group.close();
      throw e;
    }
  }

  private void copyOutput(PipedOutputStream target) {
    try (target) {
      terminal.copyOutputTo(target);
    } catch (IOException e) {
      // Nobody reads any more.
    }
  }

  @Override
  public OutputStream input() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        terminal.type(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        terminal.type(bytes, offset, length);
      }
    };
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public InputStream errors() {
    return InputStream.nullInputStream();
  }

  /** crun passes only the first size on: later ones go straight to the terminal inside. */
  @Override
  public void resize(TerminalSize size) {
    group.resizeTerminal(process.pid(), size);
  }

  @Override
  public int waitFor() {
    return Processes.waitFor(process, program);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      group.kill();
      process.destroyForcibly();
    }
    try {
      output.close();
      process.waitFor();
      reader.join(); // With the last program on it gone, the terminal reads as ended.
      terminal.close();
      group.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
