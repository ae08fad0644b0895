package croft.cli;

import croft.drivers.compute.Command;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One command inside an instance, with the user's streams connected to it until it ends. */
final class Session {
  private static final long RESIZE_CHECK_MILLISECONDS = 500;

  private final Streams streams;

  Session(Streams streams) {
    this.streams = streams;
  }

  /** Runs a command without a terminal; the exit status is the command's. */
  int run(Shell shell, Command command) throws InterruptedException {
    try (ShellSession session = shell.open(command, Optional.empty())) {
      return connect(session);
    }
  }

  /** Runs a command on a terminal of its own that follows the user's in size. */
  int runOn(Terminal terminal, Shell shell, Command command) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (Terminal.RawMode _ = terminal.raw();
        ShellSession session = shell.open(command, Optional.of(terminal.size()))) {
      Thread.startVirtualThread(() -> followSize(terminal, session, ended));
      return connect(session);
    } finally {
      ended.countDown();
    }
  }

  private int connect(ShellSession session) throws InterruptedException {
    Thread output = Thread.startVirtualThread(() -> copy(session.output(), streams.output()));
    Thread errors = Thread.startVirtualThread(() -> copy(session.errors(), streams.errors()));
    // A daemon of its own: a read of the user's input cannot be ended, and outlives the command.
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          copy(streams.input(), session.input());
          closeQuietly(session.input());
        });
    int status = session.waitFor();
    output.join();
    errors.join();
    return status;
  }

  private static void followSize(Terminal terminal, ShellSession session, CountDownLatch ended) {
    TerminalSize last = terminal.size();
    try {
      while (!ended.await(RESIZE_CHECK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        TerminalSize now = terminal.size();
        if (!now.equals(last)) {
          session.resize(now);
          last = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(InputStream from, OutputStream to) {
    byte[] buffer = new byte[8192];
    try {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // One side is gone: the command has ended, or nobody reads what it writes. Its exit status
      // tells the user.
    }
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // The command ended before its input did.
    }
  }
}
