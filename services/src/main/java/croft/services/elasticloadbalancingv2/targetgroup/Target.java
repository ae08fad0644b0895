package croft.services.elasticloadbalancingv2.targetgroup;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target of a group.
 *
 * @param targetId an instance's id or an address
 * @param zone as given, or empty
 * @param drainingUntil when it is forgotten; null while it is registered
 * @param state as last seen: initial, healthy, unhealthy, or empty when nobody looked yet
 * @param reason such as {@code Target.Timeout}, or empty
 */
public record Target(
    String scope,
    String groupId,
    String targetId,
    int port,
    String zone,
    @Nullable Instant drainingUntil,
    String state,
    String reason,
    String description) {
  public static final Table<Target> TABLE =
      Table.of("elbv2_target", Target.class, Target::scope, Target::rowId)
          .index("group_id", Target::groupId);

  String rowId() {
    return groupId + "/" + key();
  }

  /** Its name for the driver. */
  public String key() {
    return "t-" + targetId.replace('.', '-') + "-" + port;
  }

  public boolean draining() {
    return drainingUntil != null;
  }

  /** The same as it was last seen. */
  public Target seen(String nextState, String nextReason, String nextDescription) {
    return new Target(
        scope,
        groupId,
        targetId,
        port,
        zone,
        drainingUntil,
        nextState,
        nextReason,
        nextDescription);
  }

  Target drain(Instant until) {
    return new Target(scope, groupId, targetId, port, zone, until, state, reason, description);
  }

  public static List<Target> of(Transaction tx, TargetGroup group) {
    return tx.findIn(TABLE, group.scope(), "group_id", group.id());
  }
}
