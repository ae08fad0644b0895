package croft.drivers.compute;

/**
 * How a command ended.
 *
 * @param exitStatus 0 to 255 as a shell reports it: 128 plus the signal if one ended it, 127 if
 *     there is no such program, 126 if it may not be run, {@link #TIMED_OUT} after its timeout
 * @param stdout its first {@link #LIMIT_BYTES}
 * @param stderr its first {@link #LIMIT_BYTES}
 */
public record CommandOutput(int exitStatus, Content stdout, Content stderr) {
  /** The status timeout(1) reports. */
  public static final int TIMED_OUT = 124;

  /** How much of each stream is kept; what comes after is read and dropped. */
  public static final int LIMIT_BYTES = 8 << 20;

  public boolean succeeded() {
    return exitStatus == 0;
  }
}
