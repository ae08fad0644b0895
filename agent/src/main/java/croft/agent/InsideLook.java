package croft.agent;

import croft.agent.InsideReport.FileSystem;
import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks an instance that has a configuration of the CloudWatch agent what the host cannot see. */
final class InsideLook {
  private static final String MARK = "-- file systems --";
  private static final String SCRIPT =
      """
      f=/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json
      [ -f $f ] || exit 3
      head -c 65536 $f
      printf '\\n%s\\n' '-- file systems --'
      df -PTk 2>/dev/null | tail -n +2 | head -n 100
      """;

  private final Duration timeout;

  InsideLook(Duration timeout) {
    this.timeout = timeout;
  }

  Optional<InsideReport> look(Shell shell) {
    try {
      CommandOutput output = shell.run(Command.script(SCRIPT).within(timeout));
      return output.succeeded() ? Optional.of(read(output.stdout().text())) : Optional.empty();
    } catch (ComputeException e) {
      return Optional.empty(); // It ended since it was observed.
    }
  }

  static InsideReport read(String text) {
    int mark = text.lastIndexOf(MARK);
    if (mark < 0) {
      return new InsideReport(text, List.of());
    }
    List<FileSystem> systems = new ArrayList<>();
    for (String line : text.substring(mark + MARK.length()).strip().lines().toList()) {
      // Device, type, blocks, used, available, part, place.
      String[] fields = line.strip().split(" +", 7);
      if (fields.length == 7 && fields[3].matches("\\d+") && fields[4].matches("\\d+")) {
        double used = Double.parseDouble(fields[3]);
        double all = used + Double.parseDouble(fields[4]);
        systems.add(
            new FileSystem(
                fields[0].replaceFirst("^/dev/", ""),
                fields[1],
                fields[6],
                all == 0 ? 0 : 100 * used / all));
      }
    }
    return new InsideReport(text.substring(0, mark).strip(), systems);
  }
}
