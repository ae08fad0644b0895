package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import croft.services.iam.account.Account;
import croft.services.iam.account.Accounts;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.services.iam.credential.RootCredentials;
import croft.wire.http.Bytes;
import croft.wire.http.HttpRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accounts, for the owner of the home. An account is named by its id or its name.
 *
 * <ul>
 *   <li>{@code GET /_croft/accounts}: lines of id, name, time of making and number of service
 *       control policies, parted by tabs
 *   <li>{@code POST /_croft/accounts?name=NAME}: makes one; answers as {@code credentials}
 *   <li>{@code GET /_croft/accounts/credentials?account=…}: {@code key=value} lines: account, name,
 *       aws_access_key_id, aws_secret_access_key
 *   <li>{@code GET, POST, DELETE /_croft/accounts/service-control-policies?account=…}: the
 *       documents that limit it, one after another; POST adds the document that is the body
 * </ul>
 *
 * @param configured the root of the account that the configuration names
 */
record AccountEndpoints(Accounts accounts, RootCredentials configured, InstantSource time) {
  private static final int MOST_BYTES = 131_072;
  private static final int MOST_POLICIES = 5;

  /** The answer, or nothing when the path is another's. */
  Optional<String> answer(HttpRequest request, Map<String, String> parameters) throws IOException {
    return switch (request.method() + " " + request.rawPath()) {
      case "GET /_croft/accounts" -> Optional.of(list());
      case "POST /_croft/accounts" ->
          Optional.of(
              credentials(accounts.create(parameters.getOrDefault("name", ""), time.instant())));
      case "GET /_croft/accounts/credentials" -> Optional.of(credentials(account(parameters)));
      case "GET /_croft/accounts/service-control-policies" ->
          Optional.of(policies(account(parameters)));
      case "POST /_croft/accounts/service-control-policies" ->
          Optional.of(policies(limit(account(parameters), request)));
      case "DELETE /_croft/accounts/service-control-policies" ->
          Optional.of(
              policies(accounts.putServiceControlPolicies(account(parameters).id(), List.of())));
      default -> Optional.empty();
    };
  }

  private Account account(Map<String, String> parameters) {
    return accounts.require(parameters.getOrDefault("account", ""));
  }

  private String list() {
    return accounts.list().stream()
        .map(account ->
            String.join(
                "\t",
                account.id(),
                account.name(),
                account.createdAt().toString(),
                Integer.toString(account.serviceControlPolicies().size())))
        .collect(Collectors.joining("\n"));
  }

  private String credentials(Account account) {
    KeyPair root =
        account.id().equals(configured.account())
            ? configured.keyPair()
            : accounts.root(account).orElseThrow().keyPair();
    return String.join(
        "\n",
        "account=" + account.id(),
        "name=" + account.name(),
        "aws_access_key_id=" + root.accessKeyId(),
        "aws_secret_access_key=" + root.secretAccessKey());
  }

  private Account limit(Account account, HttpRequest request) throws IOException {
    if (account.serviceControlPolicies().size() >= MOST_POLICIES) {
      throw ServiceError.badRequest(
          "ConstraintViolationException",
          "An account has at most " + MOST_POLICIES + " service control policies.");
    }
    String document = new String(Bytes.read(request.body(), MOST_BYTES), UTF_8);
    return accounts.putServiceControlPolicies(
        account.id(),
        Stream.concat(account.serviceControlPolicies().stream(), Stream.of(document)).toList());
  }

  private static String policies(Account account) {
    return String.join("\n", account.serviceControlPolicies());
  }
}
