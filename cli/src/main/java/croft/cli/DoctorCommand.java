package croft.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code croft doctor}: exit status 0 when nothing that instances need is missing. */
@CommandLine.Command(name = "doctor", description = "Looks at what this machine can do.")
final class DoctorCommand implements Callable<Integer> {
  private final Environment environment;

  DoctorCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new ArrayList<>(new Doctor(environment.host(), environment.home()).examine());
    for (Finding found : environment.instances().capabilities()) {
      // What a driver found out by trying counts more than what was seen by looking.
      findings.removeIf(seen -> seen.name().equalsIgnoreCase(found.name()));
      findings.add(found);
    }
    boolean complete =
        findings.stream().noneMatch(finding -> finding.status() == Finding.Status.MISSING);
    PrintWriter out = environment.out();
    out.print(Doctor.table(findings));
    out.println(complete ? "Instances can run here." : "Instances cannot run here yet.");
    return complete ? 0 : 1;
  }
}
