package croft.drivers.linux.compute;

import croft.drivers.compute.InstanceSpec;
import java.nio.file.Path;
import java.util.List;

/** What runs as process 1, and how it is asked to shut down. */
public enum InitProgram {
  SYSTEMD {
    @Override
    public List<String> arguments() {
      return List.of("/lib/systemd/systemd", "--unit=multi-user.target");
    }

    @Override
    public int stopSignal() {
      return 37; // SIGRTMIN+3: halt, says systemd(1).
    }
  },
  PLAIN {
    @Override
    public List<String> arguments() {
      return List.of("/bin/sh", "-c", PLAIN_SCRIPT);
    }

    @Override
    public int stopSignal() {
      return 15;
    }
  };

  /** Where images keep systemd; /lib may be a link to usr/lib. */
  static final List<Path> SYSTEMD_PATHS =
      List.of(Path.of("usr/lib/systemd/systemd"), Path.of("lib/systemd/systemd"));

  /**
   * Mounts what fstab has on disks, runs the boot program, then waits, reaping what others leave
   * behind (wait(2) in a shell takes any child). On TERM, and the signals by which busybox halts
   * and powers off, everything inside is asked to end, then this process ends, which ends all.
   */
  private static final String PLAIN_SCRIPT =
      """
      end() {
        trap "" TERM
        { echo poweroff > ENDING; } 2>/dev/null
        kill -TERM -1 2>/dev/null
        wait
        exit 0
      }
      trap end TERM USR1 USR2
      if grep -qE '^[^#]*[[:space:]](ext[234]|xfs)[[:space:]]' /etc/fstab 2>/dev/null; then
        mount -a
      fi
      if [ -x BOOT_PROGRAM ]; then
        BOOT_PROGRAM &
      fi
      while :; do sleep 86400 & wait $!; done
      """
          .replace("BOOT_PROGRAM", InstanceSpec.BOOT_PROGRAM)
          .replace("ENDING", CrunConfig.REQUESTS + "/" + Ending.FILE);

  static InitProgram of(StoredInstance stored) {
    return stored.systemd() ? SYSTEMD : PLAIN;
  }

  public abstract List<String> arguments();

  public abstract int stopSignal();
}
