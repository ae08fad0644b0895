package croft.drivers.docker.engine;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the body of a request while it is sent. */
@FunctionalInterface
public interface BodyWriter {
  /** When it throws, the engine sees a broken request and keeps nothing of it. */
  void writeTo(OutputStream target) throws IOException;
}
