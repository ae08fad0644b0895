package croft.agent;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import java.time.Duration;
import java.util.Optional;

/** Asks an instance that has a configuration of the CloudWatch agent what the host cannot see. */
final class InsideLook {
  /** Only its own control groups and namespaces: what shows the host's numbers is not read. */
  private static final String SCRIPT =
      """
      f=/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json
      [ -f $f ] || exit 3
      configuration=$(head -c 65536 $f)
      section() { printf '\\n-- %s --\\n' "$1"; }
      exec 2> /dev/null
      case $configuration in *'"metrics"'*)
        section host
        uname -n
        section cpu
        cat /sys/fs/cgroup/cpu.stat
        section memory
        cat /sys/fs/cgroup/memory.stat
        section swap
        echo current $(cat /sys/fs/cgroup/memory.swap.current)
        echo max $(cat /sys/fs/cgroup/memory.swap.max)
        section meminfo
        cat /proc/meminfo
        section net
        cat /proc/net/dev
        section inodes
        df -Pi | tail -n +2 | head -n 100
        section disks
        df -PTk | tail -n +2 | head -n 100
        case $configuration in *'"processes"'*)
          section processes
          cat /proc/[0-9]*/stat | head -c 1000000
        esac
      esac
      section configuration
      printf '%s\\n' "$configuration"
      """;

  private final Duration timeout;

  InsideLook(Duration timeout) {
    this.timeout = timeout;
  }

  Optional<InsideReport> look(Shell shell) {
    try {
      CommandOutput output = shell.run(Command.script(SCRIPT).within(timeout));
      return output.succeeded()
          ? Optional.of(InsideText.read(output.stdout().text()))
          : Optional.empty();
    } catch (ComputeException e) {
      return Optional.empty(); // It ended since it was observed.
    }
  }
}
