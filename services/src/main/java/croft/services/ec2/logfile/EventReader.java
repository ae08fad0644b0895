package croft.services.ec2.logfile;

import croft.services.ec2.logfile.FilePosition.Skipping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes events of a file's bytes: a line that looks like a start begins one, others belong to the
 * one before. What may still go on is left for later. An event too long is cut, as the CloudWatch
 * agent cuts it, and its rest left out.
 */
final class EventReader {
  /** In bytes of UTF-8: 256 KB, with what Logs counts for each event. */
  static final int LONGEST = (256 << 10) - 26;

  static final String CUT = "[Truncated...]";

  private final CollectedFile file;
  private final byte[] bytes;
  private final int begin;
  private final List<Event> events = new ArrayList<>();
  private Skipping skipping;

  /** The event whose end was not seen yet, from this place on; below zero for none. */
  private int open = -1;

  private final StringBuilder message = new StringBuilder();

  /** In UTF-8, with a newline after each line. */
  private int messageBytes;

  private int line;

  /**
   * An event.
   *
   * @param end where what comes after it begins, counted from the first byte read
   */
  record Event(String message, int end) {}

  /**
   * What was found.
   *
   * @param end up to here everything became an event, or is left out
   */
  record Events(List<Event> events, int end, Skipping skipping) {}

  /** How far the last event of what was read is surely whole. */
  enum Ending {
    /** It may go on. */
    OPEN,
    /** No line was added for a while: only a line without its end may go on. */
    QUIET,
    /** Nothing will be added. */
    FINAL
  }

  private EventReader(CollectedFile file, byte[] bytes, int begin, Skipping skipping) {
    this.file = file;
    this.bytes = bytes;
    this.begin = begin;
    this.skipping = skipping;
    this.line = begin;
  }

  /** Reads bytes from a place on, that follow what is to be skipped. */
  static Events read(
      CollectedFile file, byte[] bytes, int begin, Skipping skipping, Ending ending) {
    return new EventReader(file, bytes, begin, skipping).read(ending);
  }

  private Events read(Ending ending) {
    for (int i = begin; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        int end = i > line && bytes[i - 1] == '\r' ? i - 1 : i;
        whole(end, i + 1);
        line = i + 1;
      }
    }
    int left = bytes.length - line;
    if (skipping == Skipping.LINE) {
      return end(bytes.length);
    }
    if (left > LONGEST) {
      whole(bytes.length, bytes.length);
      close(bytes.length);
      skipping = Skipping.LINE;
      return end(bytes.length);
    }
    if (ending == Ending.FINAL && left > 0) {
      whole(bytes.length, bytes.length);
      line = bytes.length;
    }
    if (ending != Ending.OPEN) {
      close(line);
    }
    return end(open < 0 ? line : open);
  }

  private Events end(int at) {
    return new Events(List.copyOf(events), at, skipping);
  }

  /** A line, whose next one begins there. */
  private void whole(int end, int next) {
    if (skipping == Skipping.LINE) {
      skipping = Skipping.EVENT;
      return;
    }
    String text = new String(bytes, line, end - line, file.encoding());
    boolean start = file.start().matcher(text).find();
    if (skipping == Skipping.EVENT && !start) {
      return;
    }
    skipping = Skipping.NOTHING;
    if (open >= 0 && !start && !message.isEmpty()) {
      message.append('\n').append(text);
    } else {
      close(line);
      open = line;
      message.append(text);
    }
    messageBytes += size(text) + 1;
    if (messageBytes - 1 > LONGEST) {
      close(next);
      skipping = Skipping.EVENT;
    }
  }

  /** Ends the open event. */
  private void close(int end) {
    if (open < 0) {
      return;
    }
    String text = fitting(message.toString());
    if (!text.isEmpty() && file.passes(text)) {
      events.add(new Event(text, end));
    }
    message.setLength(0);
    messageBytes = 0;
    open = -1;
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A message of a length that Logs takes. */
  static String fitting(String message) {
    byte[] all = message.getBytes(StandardCharsets.UTF_8);
    if (all.length <= LONGEST) {
      return message;
    }
    int most = LONGEST - CUT.length();
    while ((all[most] & 0xc0) == 0x80) {
      most--; // Not within a character.
    }
    return new String(all, 0, most, StandardCharsets.UTF_8) + CUT;
  }
}
