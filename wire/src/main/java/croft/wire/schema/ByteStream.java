package croft.wire.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A body that passes through without being held: read once, from a request, or written once, to a
 * response.
 */
public interface ByteStream {
  /** The bytes to come, or -1 when unknown. */
  long length();

  InputStream open() throws IOException;

  /** Copies everything to {@code out} and closes the source. */
  default void writeTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      in.transferTo(out);
    }
  }
}
