package croft.services.logs.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that came together, encoded: the batch's number (8 bytes), when it came (8), how many
 * there are (4), then for each its time (8), its length (4) and its text in UTF-8. A block is one
 * batch or several, one behind the other.
 *
 * @param begins the earliest time of its events
 * @param ends the latest one
 * @param bytes its size as AWS counts it: the text, and 26 bytes more for each event
 */
record Batch(List<Draft> events, long begins, long ends, long bytes, byte[] body) {
  private static final int HEAD = 20;
  private static final int EVENT_HEAD = 12;

  /** A block that is read is in memory: many streams are read at once. */
  static final int LARGEST_BODY = 128 * 1024;

  Batch {
    events = List.copyOf(events);
  }

  /** Events in the order of time, cut into batches that are not too large. */
  static List<Batch> of(List<Draft> events, long ingestedAt) {
    List<Batch> batches = new ArrayList<>();
    List<Draft> some = new ArrayList<>();
    int size = HEAD;
    for (Draft event : events) {
      if (!some.isEmpty() && size + EVENT_HEAD + event.textBytes() > LARGEST_BODY) {
        batches.add(encode(some, size, ingestedAt));
        some.clear();
        size = HEAD;
      }
      some.add(event);
      size += EVENT_HEAD + event.textBytes();
    }
    if (!some.isEmpty()) {
      batches.add(encode(some, size, ingestedAt));
    }
    return batches;
  }

  private static Batch encode(List<Draft> events, int size, long ingestedAt) {
    ByteBuffer body = ByteBuffer.allocate(size);
    body.putLong(0).putLong(ingestedAt).putInt(events.size());
    long bytes = 0;
    for (Draft event : events) {
      body.putLong(event.at()).putInt(event.textBytes()).put(event.text());
      bytes += event.textBytes() + Draft.OVERHEAD_BYTES;
    }
    return new Batch(events, events.getFirst().at(), events.getLast().at(), bytes, body.array());
  }

  /** The bytes, with the number it gets. */
  byte[] numbered(long number) {
    ByteBuffer.wrap(body).putLong(0, number);
    return body;
  }

  /** The events of one or several batches, in the order they came. */
  static List<StoredEvent> decode(long stream, byte[] bytes) {
    List<StoredEvent> events = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      long number = in.getLong();
      long ingestedAt = in.getLong();
      int count = in.getInt();
      for (int index = 0; index < count; index++) {
        long at = in.getLong();
        int length = in.getInt();
        String text = new String(bytes, in.position(), length, UTF_8);
        in.position(in.position() + length);
        events.add(new StoredEvent(new Position(at, stream, number, index), ingestedAt, text));
      }
    }
    return events;
  }
}
