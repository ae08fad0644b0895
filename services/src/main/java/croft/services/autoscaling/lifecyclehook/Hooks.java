package croft.services.autoscaling.lifecyclehook;

import croft.api.autoscaling.LifecycleHook;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds hooks, and checks what is said of them. */
public final class Hooks {
  static final int USUAL_HEARTBEAT_SECONDS = 3_600;
  static final int LONGEST_SECONDS = 172_800;
  static final int MOST = 50;
  private static final int SHORTEST_SECONDS = 30;
  private static final int LONGEST_HEARTBEAT_SECONDS = 7_200;

  private Hooks() {}

  /** All of a group. */
  public static List<HookRow> of(Transaction tx, Group group) {
    return tx.find(HookRow.TABLE, "group_key", group.key());
  }

  /** Removes one. */
  public static void delete(Transaction tx, HookRow hook) {
    tx.delete(HookRow.TABLE, hook.scope(), hook.key());
  }

  /**
   * A hook with what holds where nothing was said.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static LifecycleHook checked(LifecycleHook hook) {
    String transition = hook.lifecycleTransition();
    if (transition == null
        || !Set.of(HookRow.LAUNCHING, HookRow.TERMINATING).contains(transition)) {
      throw Faults.validation(
          "Lifecycle transition "
              + transition
              + " is not valid. Valid values are "
              + HookRow.LAUNCHING
              + " and "
              + HookRow.TERMINATING);
    }
    int heartbeat = Objects.requireNonNullElse(hook.heartbeatTimeout(), USUAL_HEARTBEAT_SECONDS);
    if (heartbeat < SHORTEST_SECONDS || heartbeat > LONGEST_HEARTBEAT_SECONDS) {
      throw Faults.validation(
          "HeartbeatTimeout must be between "
              + SHORTEST_SECONDS
              + " and "
              + LONGEST_HEARTBEAT_SECONDS
              + " seconds");
    }
    String result = Objects.requireNonNullElse(hook.defaultResult(), "ABANDON");
    if (!Set.of("CONTINUE", "ABANDON").contains(result)) {
      throw Faults.validation("DefaultResult must be CONTINUE or ABANDON, not " + result);
    }
    String target = hook.notificationTargetARN();
    if (target != null && !target.isEmpty() && hook.roleARN() == null) {
      throw Faults.validation("RoleARN must be specified when NotificationTargetARN is specified.");
    }
    return hook.toBuilder()
        .heartbeatTimeout(heartbeat)
        .globalTimeout(Math.min(LONGEST_SECONDS, 100 * heartbeat))
        .defaultResult(result)
        .build();
  }
}
