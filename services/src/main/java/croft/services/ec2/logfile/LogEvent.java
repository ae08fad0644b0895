package croft.services.ec2.logfile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An event on its way.
 *
 * @param end the place in its file behind it
 */
record LogEvent(Instant at, String message, long end) {
  private static final int OVERHEAD = 26;

  /** As Logs counts it. */
  int size() {
    return message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
  }
}
