package croft.services.autoscaling.lifecyclehook;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.CompleteLifecycleActionAnswer;
import croft.api.autoscaling.CompleteLifecycleActionType;
import croft.api.autoscaling.DeleteLifecycleHookAnswer;
import croft.api.autoscaling.DeleteLifecycleHookType;
import croft.api.autoscaling.DescribeLifecycleHookTypesAnswer;
import croft.api.autoscaling.DescribeLifecycleHooksAnswer;
import croft.api.autoscaling.DescribeLifecycleHooksType;
import croft.api.autoscaling.LifecycleHook;
import croft.api.autoscaling.PutLifecycleHookAnswer;
import croft.api.autoscaling.PutLifecycleHookType;
import croft.api.autoscaling.RecordLifecycleActionHeartbeatAnswer;
import croft.api.autoscaling.RecordLifecycleActionHeartbeatType;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstance.HookWait;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.notification.Notices;
import croft.services.autoscaling.reconcile.Terminations;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of lifecycle hooks, and the answers to them. */
public final class HookOperations {
  private final ScalingParts parts;
  private final HookAnswers answers;
  private final Notices notices;

  public HookOperations(ScalingParts parts) {
    this.parts = parts;
    this.answers = new HookAnswers(new Terminations(parts)::begin);
    this.notices = new Notices(parts.ids());
  }

  public static List<Table<?>> tables() {
    return List.of(HookRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.PUT_LIFECYCLE_HOOK,
            Groups.access(
                parts.store(), "PutLifecycleHook", PutLifecycleHookType::autoScalingGroupName),
            this::put),
        Binding.bind(
            AutoscalingModel.DELETE_LIFECYCLE_HOOK,
            Groups.access(
                parts.store(),
                "DeleteLifecycleHook",
                DeleteLifecycleHookType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_LIFECYCLE_HOOKS,
            AccessRule.toAll("autoscaling:DescribeLifecycleHooks"),
            this::describe),
        Binding.bind(
            AutoscalingModel.DESCRIBE_LIFECYCLE_HOOK_TYPES,
            AccessRule.toAll("autoscaling:DescribeLifecycleHookTypes"),
            (call, request) ->
                DescribeLifecycleHookTypesAnswer.builder()
                    .lifecycleHookTypes(List.of(HookRow.LAUNCHING, HookRow.TERMINATING))
                    .build()),
        Binding.bind(
            AutoscalingModel.COMPLETE_LIFECYCLE_ACTION,
            Groups.access(
                parts.store(),
                "CompleteLifecycleAction",
                CompleteLifecycleActionType::autoScalingGroupName),
            this::complete),
        Binding.bind(
            AutoscalingModel.RECORD_LIFECYCLE_ACTION_HEARTBEAT,
            Groups.access(
                parts.store(),
                "RecordLifecycleActionHeartbeat",
                RecordLifecycleActionHeartbeatType::autoScalingGroupName),
            this::heartbeat));
  }

  private PutLifecycleHookAnswer put(Call call, PutLifecycleHookType request) {
    String name = Faults.required(request.lifecycleHookName(), "lifecycleHookName");
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          Optional<HookRow> before = find(tx, group, name);
          HookRow row =
              new HookRow(call.scope(), group.name(), Hooks.checked(merged(before, request)));
          if (before.isEmpty() && Hooks.of(tx, group).size() >= Hooks.MOST) {
            throw Faults.limit(
                "The limit of " + Hooks.MOST + " lifecycle hooks for a group has been exceeded.");
          }
          tx.put(HookRow.TABLE, row);
          notices.testHook(tx, group, row, parts.time().instant());
          parts.wake().group(tx, group.scope(), group.name());
          return PutLifecycleHookAnswer.builder().build();
        });
  }

  /** What is not named stays as it is. */
  private static LifecycleHook merged(Optional<HookRow> before, PutLifecycleHookType request) {
    LifecycleHook held = before.map(HookRow::hook).orElseGet(() -> LifecycleHook.builder().build());
    String target = or(request.notificationTargetARN(), held.notificationTargetARN());
    boolean none = target != null && target.isEmpty();
    return LifecycleHook.builder()
        .autoScalingGroupName(request.autoScalingGroupName())
        .lifecycleHookName(request.lifecycleHookName())
        .lifecycleTransition(or(request.lifecycleTransition(), held.lifecycleTransition()))
        .notificationTargetARN(none ? null : target)
        .roleARN(none ? null : or(request.roleARN(), held.roleARN()))
        .notificationMetadata(or(request.notificationMetadata(), held.notificationMetadata()))
        .heartbeatTimeout(
            request.heartbeatTimeout() == null
                ? held.heartbeatTimeout()
                : request.heartbeatTimeout())
        .defaultResult(or(request.defaultResult(), held.defaultResult()))
        .build();
  }

  private static @Nullable String or(@Nullable String given, @Nullable String held) {
    return given == null ? held : given;
  }

  private static Optional<HookRow> find(Transaction tx, Group group, @Nullable String name) {
    return Hooks.of(tx, group).stream().filter(hook -> hook.name().equals(name)).findFirst();
  }

  private static HookRow require(Transaction tx, Group group, @Nullable String name) {
    return find(tx, group, name)
        .orElseThrow(() ->
            Faults.validation(
                "No Lifecycle Hook found with name: "
                    + name
                    + " for Auto Scaling group: "
                    + group.name()));
  }

  /** Instances that wait for it go on, as AWS completes their actions. */
  private DeleteLifecycleHookAnswer delete(Call call, DeleteLifecycleHookType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          HookRow hook = require(tx, group, request.lifecycleHookName());
          Hooks.delete(tx, hook);
          Instant now = parts.time().instant();
          for (GroupInstance instance : GroupInstances.of(tx, group)) {
            for (HookWait wait : instance.waits()) {
              if (wait.hook().equals(hook.name())) {
                // Launches are abandoned, ends go on, as AWS says of deleted hooks.
                answers.answer(
                    tx,
                    group,
                    instance,
                    new HookAnswers.Answer(
                        wait, !hook.launching(), "Lifecycle hook was deleted", now));
              }
            }
          }
          parts.wake().group(tx, group.scope(), group.name());
          return DeleteLifecycleHookAnswer.builder().build();
        });
  }

  private DescribeLifecycleHooksAnswer describe(Call call, DescribeLifecycleHooksType request) {
    return parts
        .store()
        .read(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          return DescribeLifecycleHooksAnswer.builder()
              .lifecycleHooks(
                  Lists.named(
                          Hooks.of(tx, group), request.lifecycleHookNamesOrEmpty(), HookRow::name)
                      .stream()
                      .map(HookRow::hook)
                      .toList())
              .build();
        });
  }

  /** An instance and what it waits for. */
  private record Waiting(GroupInstance instance, HookWait hold) {}

  private static Waiting waiting(
      Transaction tx,
      Group group,
      HookRow hook,
      @Nullable String token,
      @Nullable String instanceId) {
    if (token == null && instanceId == null) {
      throw Faults.validation("Either the lifecycle action token or the instance ID is required.");
    }
    for (GroupInstance instance : GroupInstances.of(tx, group)) {
      for (HookWait wait : instance.waits()) {
        boolean named = instanceId == null || instance.id().equals(instanceId);
        boolean meant = token == null || wait.token().equals(token);
        if (named && meant && wait.hook().equals(hook.name())) {
          return new Waiting(instance, wait);
        }
      }
    }
    throw Faults.validation(
        token == null
            ? "No active Lifecycle Action found with instance ID " + instanceId
            : "No active Lifecycle Action found with token " + token);
  }

  private CompleteLifecycleActionAnswer complete(Call call, CompleteLifecycleActionType request) {
    String result = Objects.toString(request.lifecycleActionResult(), "");
    if (!List.of("CONTINUE", "ABANDON").contains(result)) {
      throw Faults.validation("LifecycleActionResult must be CONTINUE or ABANDON, not " + result);
    }
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          HookRow hook = require(tx, group, request.lifecycleHookName());
          Waiting waiting =
              waiting(tx, group, hook, request.lifecycleActionToken(), request.instanceId());
          answers.answer(
              tx,
              group,
              waiting.instance(),
              new HookAnswers.Answer(
                  waiting.hold(),
                  result.equals("CONTINUE"),
                  "Lifecycle Action Completed with ABANDON Result",
                  parts.time().instant()));
          parts.wake().group(tx, group.scope(), group.name());
          return CompleteLifecycleActionAnswer.builder().build();
        });
  }

  private RecordLifecycleActionHeartbeatAnswer heartbeat(
      Call call, RecordLifecycleActionHeartbeatType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          HookRow hook = require(tx, group, request.lifecycleHookName());
          Waiting waiting =
              waiting(tx, group, hook, request.lifecycleActionToken(), request.instanceId());
          HookWait before = waiting.hold();
          Instant until = parts.time().instant().plusSeconds(hook.heartbeatSeconds());
          HookWait after =
              new HookWait(
                  before.hook(),
                  before.token(),
                  until.isAfter(before.last()) ? before.last() : until,
                  before.last());
          GroupInstances.change(
              tx,
              waiting.instance(),
              i -> i.withWaits(i.waits().stream().map(w -> w.equals(before) ? after : w).toList()));
          return RecordLifecycleActionHeartbeatAnswer.builder().build();
        });
  }
}
