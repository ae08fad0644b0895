package croft.services.autoscaling.warmpool;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DeleteWarmPoolAnswer;
import croft.api.autoscaling.DeleteWarmPoolType;
import croft.api.autoscaling.DescribeWarmPoolAnswer;
import croft.api.autoscaling.DescribeWarmPoolType;
import croft.api.autoscaling.PutWarmPoolAnswer;
import croft.api.autoscaling.PutWarmPoolType;
import croft.api.autoscaling.WarmPoolConfiguration;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import java.util.List;
import java.util.Objects;

/** PutWarmPool, DeleteWarmPool and DescribeWarmPool. */
public final class WarmPoolOperations {
  private final ScalingParts parts;

  public WarmPoolOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.PUT_WARM_POOL,
            Groups.access(parts.store(), "PutWarmPool", PutWarmPoolType::autoScalingGroupName),
            this::put),
        Binding.bind(
            AutoscalingModel.DELETE_WARM_POOL,
            Groups.access(
                parts.store(), "DeleteWarmPool", DeleteWarmPoolType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_WARM_POOL,
            AccessRule.toAll("autoscaling:DescribeWarmPool"),
            this::describe));
  }

  private PutWarmPoolAnswer put(Call call, PutWarmPoolType request) {
    String state = Objects.requireNonNullElse(request.poolState(), "Stopped");
    if (state.equals("Hibernated")) {
      throw ServiceError.unsupported("The warm pool state Hibernated");
    }
    if (!List.of("Stopped", "Running").contains(state)) {
      throw Faults.validation("PoolState must be Stopped, Running or Hibernated, not " + state);
    }
    Integer prepared = request.maxGroupPreparedCapacity();
    int least = Objects.requireNonNullElse(request.minSize(), 0);
    if (least < 0 || (prepared != null && prepared < -1)) {
      throw Faults.validation("The sizes of a warm pool must not be negative");
    }
    if (prepared != null && prepared >= 0 && prepared < least) {
      throw Faults.validation("MaxGroupPreparedCapacity must not be less than MinSize");
    }
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          if (WarmPools.going(group)) {
            throw Faults.validation(
                "You cannot update the warm pool of a group while it is being deleted");
          }
          tx.put(
              Group.TABLE,
              group.withWarmPool(
                  WarmPoolConfiguration.builder()
                      .poolState(state)
                      .minSize(least)
                      .maxGroupPreparedCapacity(prepared == null || prepared < 0 ? null : prepared)
                      .instanceReusePolicy(request.instanceReusePolicy())
                      .build()));
          parts.wake().group(tx, group.scope(), group.name());
          return PutWarmPoolAnswer.builder().build();
        });
  }

  private DeleteWarmPoolAnswer delete(Call call, DeleteWarmPoolType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          WarmPoolConfiguration pool = group.warmPool();
          if (pool == null) {
            throw Faults.validation("No warm pool found for Auto Scaling group " + group.name());
          }
          boolean empty = GroupInstances.of(tx, group).stream().noneMatch(i -> i.state().warmed());
          tx.put(
              Group.TABLE,
              group.withWarmPool(
                  empty ? null : pool.toBuilder().status(WarmPools.PENDING_DELETE).build()));
          if (Boolean.TRUE.equals(request.forceDelete())) {
            // Nobody is waited for.
            GroupInstances.of(tx, group).stream()
                .filter(i -> i.state().warmed() && i.state().waiting())
                .forEach(i -> tx.put(GroupInstance.TABLE, i.withWaits(expired(i))));
          }
          parts.wake().group(tx, group.scope(), group.name());
          return DeleteWarmPoolAnswer.builder().build();
        });
  }

  private List<GroupInstance.HookWait> expired(GroupInstance instance) {
    return instance.waits().stream()
        .map(w ->
            new GroupInstance.HookWait(
                w.hook(), w.token(), parts.time().instant(), parts.time().instant()))
        .toList();
  }

  private DescribeWarmPoolAnswer describe(Call call, DescribeWarmPoolType request) {
    return parts
        .store()
        .read(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          Pages.Page<GroupInstance> page =
              parts
                  .pages()
                  .page(
                      call,
                      "warm pool " + group.name(),
                      GroupInstances.of(tx, group).stream()
                          .filter(i -> i.state().warmed())
                          .toList(),
                      GroupInstance::id,
                      Lists.wanted(request.nextToken(), request.maxRecords(), 50, 50));
          return DescribeWarmPoolAnswer.builder()
              .warmPoolConfiguration(group.warmPool())
              .instances(page.map(GroupInstance::shape))
              .nextToken(page.token())
              .build();
        });
  }
}
