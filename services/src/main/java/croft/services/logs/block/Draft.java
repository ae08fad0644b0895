package croft.services.logs.block;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An event that is to be kept, encoded once for all who count or write it. */
public final class Draft {
  /** What AWS adds to the text of each event when it counts bytes. */
  public static final int OVERHEAD_BYTES = 26;

  private final long at;
  private final String message;
  private final byte[] text;

  /**
   * An event.
   *
   * @param at when it happened, in milliseconds since the epoch
   */
  public Draft(long at, String message) {
    this.at = at;
    this.message = message;
    this.text = message.getBytes(UTF_8);
  }

  /** When it happened, in milliseconds since the epoch. */
  public long at() {
    return at;
  }

  public String message() {
    return message;
  }

  /** How many bytes its text has in UTF-8. */
  public int textBytes() {
    return text.length;
  }

  byte[] text() {
    return text;
  }
}
