package croft.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Writes and reads the values of one type. */
interface Codec {
  void write(JsonGenerator out, Object value);

  /** Reads the value whose first token the parser is at, and leaves it at the last. */
  @Nullable Object read(JsonParser in);
}
