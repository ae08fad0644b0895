package croft.cli;

import croft.drivers.compute.Command;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code croft exec i-… -- CMD}: one command inside an instance, as root. */
@CommandLine.Command(name = "exec", description = "Runs one command inside an instance.")
final class ExecCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(index = "0", paramLabel = "INSTANCE-ID")
  private String instanceId = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND")
  private List<String> arguments = List.of();

  ExecCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    Command command = Command.of(arguments.toArray(String[]::new));
    return new Session(environment.streams())
        .run(environment.instances().shell(instanceId), command);
  }
}
