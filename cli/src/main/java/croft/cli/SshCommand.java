package croft.cli;

import croft.drivers.compute.Command;
import croft.drivers.compute.Shell;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code croft ssh i-…}: a login shell inside an instance, as root. */
@CommandLine.Command(name = "ssh", description = "Opens a login shell inside an instance.")
final class SshCommand implements Callable<Integer> {
  /** Bash where the image has it; every image that boots has sh. */
  private static final String LOGIN_SHELL =
      "cd; if command -v bash >/dev/null; then exec bash -l; else exec sh -l; fi";

  private final Environment environment;

  @Parameters(index = "0", paramLabel = "INSTANCE-ID")
  private String instanceId = "";

  SshCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    Shell shell = environment.instances().shell(instanceId);
    Session session = new Session(environment.streams());
    Optional<Terminal> terminal = environment.terminal();
    if (terminal.isEmpty()) {
      // Without a terminal the shell reads its commands from a pipe, as ssh's would.
      return session.run(shell, Command.script(LOGIN_SHELL));
    }
    Map<String, String> variables = Map.of("TERM", environment.host().terminalType());
    Command login = Command.script(LOGIN_SHELL).withEnvironment(variables);
    return session.runOn(terminal.get(), shell, login);
  }
}
