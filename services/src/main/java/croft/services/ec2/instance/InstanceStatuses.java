package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstanceStatusRequest;
import croft.api.ec2.DescribeInstanceStatusResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceStatus;
import croft.api.ec2.InstanceStatusDetails;
import croft.api.ec2.InstanceStatusSummary;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeInstanceStatus: what the agent last saw of each running instance. */
public final class InstanceStatuses {
  private final Store store;
  private final Paging paging;
  private final Reachability reachability;

  /** What the agent knows of an instance. */
  @FunctionalInterface
  public interface Reachability {
    /** The last look, or null while there was none since the instance started. */
    @Nullable Look last(String instanceId);
  }

  /**
   * One look of the agent.
   *
   * @param reachable whether a command ran inside
   * @param since when the instance began to be so
   */
  public record Look(boolean reachable, Instant since) {}

  public InstanceStatuses(Store store, Paging paging, Reachability reachability) {
    this.store = store;
    this.paging = paging;
    this.reachability = reachability;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_INSTANCE_STATUS,
        AccessRule.toAll("ec2:DescribeInstanceStatus"),
        this::describeInstanceStatus);
  }

  private DescribeInstanceStatusResult describeInstanceStatus(
      Call call, DescribeInstanceStatusRequest request) {
    boolean all = Boolean.TRUE.equals(request.includeAllInstances());
    return store.read(tx -> {
      Paging.Page<Instance> page =
          paging.page(
              call,
              DescribeInstances.asked(tx, call, request.instanceIdsOrEmpty()).stream()
                  .filter(i -> all || i.state() == InstanceState.RUNNING)
                  .filter(filters().matching(request.filtersOrEmpty()))
                  .toList(),
              Instance::id,
              request.maxResults(),
              request.nextToken());
      return DescribeInstanceStatusResult.builder()
          .instanceStatuses(page.items().stream().map(this::shape).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private Filters<Instance> filters() {
    return new Filters<Instance>()
        .on("availability-zone", i -> i.place().zone())
        .on("instance-state-code", i -> Integer.toString(i.state().code()))
        .on("instance-state-name", i -> i.state().text())
        .on("instance-status.status", i -> status(i, look(i)))
        .on("instance-status.reachability", i -> detail(i, look(i)))
        .on("system-status.status", i -> systemStatus(i))
        .on("system-status.reachability", i -> systemDetail(i));
  }

  private @Nullable Look look(Instance instance) {
    return reachability.last(instance.id());
  }

  private InstanceStatus shape(Instance instance) {
    Look look = look(instance);
    return InstanceStatus.builder()
        .instanceId(instance.id())
        .availabilityZone(instance.place().zone())
        .instanceState(InstanceShapes.state(instance.state()))
        .instanceStatus(summary(status(instance, look), detail(instance, look), look))
        .systemStatus(summary(systemStatus(instance), systemDetail(instance), null))
        .build();
  }

  private static InstanceStatusSummary summary(
      String status, @Nullable String detail, @Nullable Look look) {
    return InstanceStatusSummary.builder()
        .status(status)
        .details(
            detail == null
                ? List.of()
                : List.of(
                    InstanceStatusDetails.builder()
                        .name("reachability")
                        .status(detail)
                        .impairedSince(look == null || look.reachable() ? null : look.since())
                        .build()))
        .build();
  }

  private static String status(Instance instance, @Nullable Look look) {
    if (instance.state() != InstanceState.RUNNING) {
      return "not-applicable";
    }
    if (look == null) {
      return "initializing";
    }
    return look.reachable() ? "ok" : "impaired";
  }

  private static @Nullable String detail(Instance instance, @Nullable Look look) {
    return switch (status(instance, look)) {
      case "ok" -> "passed";
      case "impaired" -> "failed";
      case "initializing" -> "initializing";
      default -> null;
    };
  }

  /** The system is this machine: while it answers, it is well. */
  private static String systemStatus(Instance instance) {
    return instance.state() == InstanceState.RUNNING ? "ok" : "not-applicable";
  }

  private static @Nullable String systemDetail(Instance instance) {
    return instance.state() == InstanceState.RUNNING ? "passed" : null;
  }
}
