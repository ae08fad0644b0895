package croft.services.autoscaling.policy;

import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds scaling policies inside a transaction. */
public final class Policies {
  private Policies() {}

  /** All of a group. */
  public static List<PolicyRow> of(Transaction tx, Group group) {
    return tx.find(PolicyRow.TABLE, "group_key", group.key());
  }

  /** Removes one. */
  public static void delete(Transaction tx, PolicyRow policy) {
    tx.delete(PolicyRow.TABLE, policy.scope(), policy.key());
  }

  static Optional<PolicyRow> find(Transaction tx, String scope, String group, String name) {
    return tx.get(PolicyRow.TABLE, scope, group + "\n" + name);
  }

  /**
   * By name in its group, or by ARN.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  static PolicyRow require(
      Transaction tx, String scope, @Nullable String group, @Nullable String named) {
    String name = Objects.toString(named, "");
    Optional<PolicyRow> found =
        name.startsWith("arn:")
            ? byArn(tx, scope, name)
            : find(tx, scope, Objects.toString(group, ""), name);
    return found
        .filter(policy -> group == null || policy.group().equals(group))
        .orElseThrow(() -> Faults.validation("PolicyARN or name not found - " + name));
  }

  static Optional<PolicyRow> byArn(Transaction tx, String scope, String arn) {
    return tx.findIn(PolicyRow.TABLE, scope, "arn", arn).stream().findFirst();
  }
}
