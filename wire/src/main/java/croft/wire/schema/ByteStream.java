package croft.wire.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A body that passes through without being held: read once, from a request, or written once, to a
 * response.
 */
public interface ByteStream {
  /** The bytes to come, or -1 when unknown. */
  long length();

  InputStream open() throws IOException;

  /** The header fields announced to come after the body, lower-case names. */
  default List<String> trailerNames() {
    return List.of();
  }

  /**
   * The header fields that came after the body, by lower-case name: known, and checked against the
   * body where they are checksums, once it was read to its end.
   */
  default Map<String, String> trailers() {
    return Map.of();
  }

  /** Copies everything to {@code out} and closes the source. */
  default void writeTo(OutputStream out) throws IOException {
    try (InputStream in = open()) {
      in.transferTo(out);
    }
  }
}
