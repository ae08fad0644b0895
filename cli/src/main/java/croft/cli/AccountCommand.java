package croft.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code croft account}: makes accounts, shows their credentials, and limits them. */
@Command(name = "account", description = "Keeps accounts.")
final class AccountCommand {
  private final Environment environment;

  AccountCommand(Environment environment) {
    this.environment = environment;
  }

  @Command(name = "create", description = "Makes an account and prints exports of its root.")
  int create(@Parameters(paramLabel = "NAME") String name) throws Exception {
    printExports(client().createAccount(name));
    return 0;
  }

  @Command(name = "list", description = "Lists the accounts.")
  int list() throws Exception {
    PrintWriter out = environment.out();
    out.printf("%-14s%-24s%-22s%s%n", "ACCOUNT", "NAME", "CREATED", "POLICIES");
    for (String line : client().accounts().strip().lines().toList()) {
      String[] cells = line.split("\t", -1);
      out.printf("%-14s%-24s%-22.19s%s%n", (Object[]) cells);
    }
    return 0;
  }

  @Command(name = "env", description = "Prints exports of an account's root.")
  int env(@Parameters(paramLabel = "ACCOUNT") String account) throws Exception {
    printExports(client().accountCredentials(account));
    return 0;
  }

  /** Shows, adds to, or removes what limits an account. */
  @Command(name = "limit", description = "Shows or sets an account's service control policies.")
  int limit(
      @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
      @Parameters(index = "1", paramLabel = "FILE", arity = "0..1") @Nullable Path file,
      @Option(names = "--none") boolean none)
      throws Exception {
    if (none && file != null) {
      throw new IllegalArgumentException("--none removes every policy: give no file with it");
    }
    String shown;
    if (none) {
      shown = client().serviceControlPolicies(account, "DELETE", BodyPublishers.noBody());
    } else if (file != null) {
      shown = client().serviceControlPolicies(account, "POST", BodyPublishers.ofFile(file));
    } else {
      shown = client().serviceControlPolicies(account, "GET", BodyPublishers.noBody());
    }
    environment.out().println(shown.isBlank() ? "no service control policy" : shown.strip());
    return 0;
  }

  private AdminClient client() {
    return new AdminClient(facts());
  }

  private ServerFacts facts() {
    return new ServerFacts(environment.home());
  }

  private void printExports(String credentials) throws IOException {
    Function<String, String> key = line -> line.substring(0, line.indexOf('='));
    Function<String, String> value = line -> line.substring(line.indexOf('=') + 1);
    Map<String, String> facts = credentials.strip().lines().collect(Collectors.toMap(key, value));
    PrintWriter out = environment.out();
    out.println("# Account " + facts.get("account") + ", " + facts.get("name"));
    out.println("export AWS_ENDPOINT_URL='" + facts().endpoint() + "'");
    out.println("export AWS_ACCESS_KEY_ID='" + facts.get("aws_access_key_id") + "'");
    out.println("export AWS_SECRET_ACCESS_KEY='" + facts.get("aws_secret_access_key") + "'");
    out.println("export AWS_DEFAULT_REGION='" + facts().region() + "'");
    out.println("export AWS_REGION='" + facts().region() + "'");
    out.println("unset AWS_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN");
  }
}
