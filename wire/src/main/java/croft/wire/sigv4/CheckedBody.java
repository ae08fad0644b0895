package croft.wire.sigv4;

import croft.wire.schema.ByteStream;
import java.util.Map;
import java.util.function.Supplier;

/** A body that checks itself while it is read, and what came after it. */
record CheckedBody(ByteStream body, Supplier<Map<String, String>> trailers) {
  static CheckedBody of(ByteStream body) {
    return new CheckedBody(body, Map::of);
  }
}
