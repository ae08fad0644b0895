package croft.services.autoscaling.lifecyclehook;

import croft.api.autoscaling.LifecycleHook;
import croft.store.Table;
import java.util.Objects;

/** A lifecycle hook of a group. */
public record HookRow(String scope, String group, LifecycleHook hook) {
  public static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
  public static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
  public static final Table<HookRow> TABLE =
      Table.of("autoscaling_hook", HookRow.class, HookRow::scope, HookRow::key)
          .index("group_key", HookRow::groupKey);

  String key() {
    return group + "\n" + name();
  }

  String groupKey() {
    return scope + "/" + group;
  }

  public String name() {
    return Objects.toString(hook.lifecycleHookName(), "");
  }

  public boolean launching() {
    return LAUNCHING.equals(hook.lifecycleTransition());
  }

  public int heartbeatSeconds() {
    Integer seconds = hook.heartbeatTimeout();
    return seconds == null ? Hooks.USUAL_HEARTBEAT_SECONDS : seconds;
  }

  /** Heartbeats carry it no further. */
  public int longestSeconds() {
    return Math.min(Hooks.LONGEST_SECONDS, 100 * heartbeatSeconds());
  }

  /** Whether an instance goes on when nobody answers. */
  public boolean continuesByDefault() {
    return "CONTINUE".equals(hook.defaultResult());
  }
}
