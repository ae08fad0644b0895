package croft.server;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The error output with the time before each line of the log. The logging backend could write it,
 * but by the calendar of the user's language, whose data take a tenth of the server's start to
 * read.
 */
final class LogStream extends PrintStream {
  private final InstantSource time;

  LogStream(PrintStream out, InstantSource time) {
    super(out, true, StandardCharsets.UTF_8);
    this.time = time;
  }

  /** A line of the log; what follows it, such as a stack trace, comes by the other methods. */
  @Override
  public void println(@Nullable String line) {
    super.println(time.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
  }
}
