package croft.drivers.compute;

import java.io.InputStream;
import java.io.OutputStream;

/** A command under way. Closing it ends the command. */
public interface ShellSession extends AutoCloseable {
  /** What the command reads. Closing it is the end of its input; without a terminal only. */
  OutputStream input();

  /** What the command writes. */
  InputStream output();

  /** What the command writes to its error stream; empty with a terminal. */
  InputStream errors();

  /** Tells the command's terminal a new size; nothing happens without one. */
  void resize(TerminalSize size);

  /** Waits for its end; the exit status as {@link CommandOutput} has it. */
  int waitFor();

  @Override
  void close();
}
