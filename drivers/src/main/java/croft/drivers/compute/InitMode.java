package croft.drivers.compute;

/** What runs as process 1. */
public enum InitMode {
  /** {@link #SYSTEMD} if the image has it, else {@link #PLAIN}. */
  AUTO,
  /** The image's systemd. */
  SYSTEMD,
  /** A few lines of shell: run {@link InstanceSpec#BOOT_PROGRAM}, then reap until stopped. */
  PLAIN
}
