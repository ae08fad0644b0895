package croft.drivers.docker.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection taken over: what an attached process reads and writes. */
public final class EngineStream implements Closeable {
  private final Connection connection;

  EngineStream(Connection connection) {
    this.connection = connection;
  }

  /** Frames as {@link Frames} reads them, or plain bytes of a terminal. */
  public InputStream input() {
    return connection.input();
  }

  /** Reaches the process when flushed. */
  public OutputStream output() {
    return connection.output();
  }

  /** The end of the process's input. */
  public void endOutput() throws IOException {
    connection.endOutput();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
