package croft.cli;

import croft.drivers.compute.TerminalSize;

/** The user's terminal. */
interface Terminal {
  TerminalSize size();

  /** Passes every key on as it is typed, without echo, until the mode is closed. */
  RawMode raw();

  /** The mode before comes back when this is closed. */
  interface RawMode extends AutoCloseable {
    @Override
    void close();
  }
}
