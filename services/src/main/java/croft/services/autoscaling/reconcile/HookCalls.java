package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstance.HookWait;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.notification.Notices;
import croft.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lets an instance wait for its group's hooks, and tells those who are to answer. */
final class HookCalls {
  private final ScalingParts parts;
  private final Notices notices;

  HookCalls(ScalingParts parts) {
    this.parts = parts;
    this.notices = new Notices(parts.ids());
  }

  /** The instance in its waiting state, each hook with a token of its own. */
  GroupInstance hold(
      Transaction tx, Group group, List<HookRow> hooks, GroupInstance instance, Instant now) {
    List<HookWait> waits = new ArrayList<>();
    GroupInstance held = instance.enter(waiting(instance.state()), now);
    for (HookRow hook : hooks) {
      String token = parts.ids().uuid();
      waits.add(
          new HookWait(
              hook.name(),
              token,
              now.plusSeconds(hook.heartbeatSeconds()),
              now.plusSeconds(hook.longestSeconds())));
      notices.waiting(tx, group, hook, held, token);
    }
    return held.withWaits(waits);
  }

  private static LifecycleState waiting(LifecycleState state) {
    return switch (state) {
      case TERMINATING -> LifecycleState.TERMINATING_WAIT;
      case WARMED_TERMINATING -> LifecycleState.WARMED_TERMINATING_WAIT;
      case WARMED_PENDING -> LifecycleState.WARMED_PENDING_WAIT;
      case PENDING,
          PENDING_WAIT,
          PENDING_PROCEED,
          IN_SERVICE,
          TERMINATING_WAIT,
          TERMINATING_PROCEED,
          DETACHING,
          ENTERING_STANDBY,
          STANDBY,
          WARMED_PENDING_WAIT,
          WARMED_PENDING_PROCEED,
          WARMED_STOPPED,
          WARMED_RUNNING,
          WARMED_TERMINATING_WAIT,
          WARMED_TERMINATING_PROCEED ->
          LifecycleState.PENDING_WAIT;
    };
  }
}
