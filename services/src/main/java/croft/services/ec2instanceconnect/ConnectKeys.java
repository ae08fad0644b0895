package croft.services.ec2instanceconnect;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceState;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts keys into instances, and takes out those whose minute is over. The instance takes a key out
 * by itself too, so that one is not left in force by a server that ended meanwhile. All of it runs
 * as the user whose key it is: nobody inside can lead it to another's files.
 */
public final class ConnectKeys implements KeyedReconciler {
  public static final String NAME = "ec2-instance-connect";

  static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String FIND =
      """
      home=$(grep "^$CONNECT_USER:" /etc/passwd | cut -d: -f6)
      [ -n "$home" ] || exit 3
      keys=$home/.ssh/authorized_keys
      """;

  private static final String TAKE_OUT =
      """
      if [ -f "$keys" ]; then
        rest=$(grep -v " $CONNECT_MARK\\$" "$keys")
        printf '%s' "${rest:+$rest
      }" > "$keys"
      fi
      """;

  private static final String PUT_IN =
      FIND
          + """
          umask 077
          mkdir -p "$home/.ssh" && chmod 700 "$home/.ssh" && touch "$keys" && chmod 600 "$keys" \
            && printf '%s %s\\n' "$CONNECT_KEY" "$CONNECT_MARK" >> "$keys" || exit 4
          (
            sleep "$CONNECT_SECONDS"
          """
          + TAKE_OUT
          + """
          ) < /dev/null > /dev/null 2>&1 &
          """;

  private final Store store;
  private final ComputeDriver compute;
  private final InstantSource time;

  public ConnectKeys(Store store, ComputeDriver compute, InstantSource time) {
    this.store = store;
    this.compute = compute;
    this.time = time;
  }

  /**
   * Puts a key in; returns when it opens.
   *
   * @return why it could not be put in, or nothing
   */
  Optional<String> deliver(ConnectKey key) {
    try {
      CommandOutput output =
          compute.shell(key.instanceId()).run(command(key, PUT_IN).within(PATIENCE));
      return switch (output.exitStatus()) {
        case 0 -> Optional.empty();
        case 3 -> Optional.of("The instance has no user " + key.user());
        default -> Optional.of("The key could not be put in: " + output.stderr().text().strip());
      };
    } catch (ComputeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Command command(ConnectKey key, String script) {
    return Command.script(script)
        .withEnvironment(
            Map.of(
                "CONNECT_USER",
                key.user(),
                "CONNECT_KEY",
                key.publicKey(),
                "CONNECT_MARK",
                key.mark(),
                "CONNECT_SECONDS",
                Long.toString(LIFETIME.toSeconds())))
        .as(key.user());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Set<String> due() {
    return store.read(tx ->
        tx.listAll(ConnectKey.TABLE).stream()
            .filter(key -> !time.instant().isBefore(key.expiresAt()))
            .map(key -> key.scope() + "/" + key.id())
            .collect(Collectors.toSet()));
  }

  @Override
  public void reconcile(String name) {
    int slash = name.lastIndexOf('/');
    String scope = name.substring(0, slash);
    Optional<ConnectKey> found =
        store.read(tx -> tx.get(ConnectKey.TABLE, scope, name.substring(slash + 1)));
    if (found.isEmpty() || !isOut(found.get())) {
      return;
    }
    store.write(tx -> tx.delete(ConnectKey.TABLE, scope, found.get().id()));
  }

  /** A stopped instance keeps its file, and is looked at again when it runs. */
  private boolean isOut(ConnectKey key) {
    return switch (compute.observe(key.instanceId())) {
      case InstanceState.Running running -> {
        compute.shell(key.instanceId()).run(command(key, FIND + TAKE_OUT).within(PATIENCE));
        yield true;
      }
      case InstanceState.Absent absent -> true;
      case InstanceState.Created created -> false;
      case InstanceState.Stopped stopped -> false;
    };
  }
}
