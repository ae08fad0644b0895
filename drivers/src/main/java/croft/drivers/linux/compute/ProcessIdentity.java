package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A process for good: ids are used again, an id with its start time is not.
 *
 * @param startTicks field 22 of proc(5)'s stat: clock ticks after the host's boot
 */
record ProcessIdentity(int processId, long startTicks) {
  private static final long TICK_MILLISECONDS = 10;

  boolean isAlive() {
    OptionalLong ticks = startTicksOf(processId);
    return ticks.isPresent() && ticks.getAsLong() == startTicks;
  }

  Instant startedAt(Instant bootedAt) {
    return bootedAt.plus(Duration.ofMillis(startTicks * TICK_MILLISECONDS));
  }

  /** Empty if there is no such process or it is a zombie: ended, only not yet reaped. */
  private static OptionalLong startTicksOf(int processId) {
    try {
      String stat = Files.readString(Path.of("/proc", Integer.toString(processId), "stat"));
      // The second field, the program's name in parentheses, may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[19]));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
