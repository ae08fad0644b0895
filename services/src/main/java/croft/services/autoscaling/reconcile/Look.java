package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.AutoScalingGroup;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Attachment;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.lifecyclehook.Hooks;
import croft.services.autoscaling.refresh.RefreshRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group as it was seen at one time: what it shall be, its instances, and what EC2 says of them.
 *
 * @param refresh that goes on, or null
 * @param launches that are decided and not known to be carried out
 */
record Look(
    Group group,
    List<GroupInstance> instances,
    List<LaunchRow> launches,
    List<HookRow> hooks,
    @Nullable RefreshRow refresh,
    Map<String, InstanceFacts.Fact> facts,
    Instant now) {

  /** Looks at a group; empty when it is gone. */
  static Optional<Look> at(ScalingParts parts, String scope, String name) {
    return parts
        .store()
        .read(tx ->
            tx.get(Group.TABLE, scope, name)
                .map(group ->
                    new Look(
                        group,
                        GroupInstances.of(tx, group),
                        tx.find(LaunchRow.TABLE, "group_key", group.key()),
                        Hooks.of(tx, group),
                        RefreshRow.active(tx, group).orElse(null),
                        Map.of(),
                        parts.time().instant())))
        .map(look -> look.seeing(parts));
  }

  private Look seeing(ScalingParts parts) {
    List<String> ids = instances.stream().map(GroupInstance::id).toList();
    return new Look(
        group,
        instances,
        launches,
        hooks,
        refresh,
        parts.instances().find(group.scope(), ids),
        now);
  }

  /** What EC2 says; null when it knows no such instance. */
  InstanceFacts.@Nullable Fact fact(GroupInstance instance) {
    return facts.get(instance.id());
  }

  List<GroupInstance> in(LifecycleState state) {
    return where(i -> i.state() == state);
  }

  List<GroupInstance> where(Predicate<GroupInstance> wanted) {
    return instances.stream().filter(wanted).toList();
  }

  /** The capacity that is there or on its way. */
  int capacity() {
    return GroupInstances.capacity(instances)
        + launches.stream().filter(l -> !l.warm()).mapToInt(LaunchRow::weight).sum();
  }

  List<HookRow> hooks(boolean launching) {
    return hooks.stream().filter(hook -> hook.launching() == launching).toList();
  }

  /** What is launched from now: a refresh may want something else than the group has. */
  AutoScalingGroup launchSettings() {
    return refresh == null ? group.settings() : refresh.settings(group);
  }

  /** Whether something is on its way, so that the next look should be soon. */
  boolean unsettled() {
    return group.deleting()
        || !launches.isEmpty()
        || group.attachments().stream().anyMatch(a -> a.state() != Attachment.State.IN_SERVICE)
        || (refresh != null && refresh.pausedUntil() == null)
        || instances.stream().anyMatch(i -> !i.state().settled() || i.replacing() != null)
        || (capacity() != group.desired() && group.pause() == null);
  }
}
