package croft.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The standard streams as bytes: what passes through to an instance has no character set.
 *
 * @param terminal the terminal behind them, if there is one
 */
record Streams(
    InputStream input, OutputStream output, OutputStream errors, Optional<Terminal> terminal) {

  static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        LocalTerminal.ofProcess());
  }
}
