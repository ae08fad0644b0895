package croft.services.ec2.instance;

import croft.api.ec2.DescribeInstanceStatusRequest;
import croft.api.ec2.DescribeInstanceStatusResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InstanceStatus;
import croft.api.ec2.InstanceStatusDetails;
import croft.api.ec2.InstanceStatusSummary;
import croft.api.ec2.ReportInstanceStatusRequest;
import croft.api.ec2.ReportInstanceStatusResponse;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.event.ScheduledEvent;
import croft.services.ec2.event.ScheduledEvents;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DescribeInstanceStatus: what the agent last saw of each running instance; and
 * ReportInstanceStatus: what its user says of it.
 */
public final class InstanceStatuses {
  /** A machine that tells nothing of an instance for this long is not well. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(InstanceStatuses.class);

  private final Store store;
  private final Paging paging;
  private final Reachability reachability;

  /** What the agent knows of an instance. */
  @FunctionalInterface
  public interface Reachability {
    /** The last look, or null while there was none since the instance started. */
    @Nullable Look last(String instanceId);

    /** When the machine last told anything of the instance, or null while it told nothing. */
    default @Nullable Instant told(String instanceId) {
      return null;
    }
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

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_INSTANCE_STATUS,
            AccessRule.toAll("ec2:DescribeInstanceStatus"),
            this::describeInstanceStatus),
        Binding.bind(
                Ec2Model.REPORT_INSTANCE_STATUS,
                AccessRule.toAll("ec2:ReportInstanceStatus"),
                this::reportInstanceStatus)
            .honouring(
                "Instances", "Status", "ReasonCodes", "StartTime", "EndTime", "Description"));
  }

  /**
   * AWS collects these to find what is wrong with its machines; the state of the instance is what
   * it was. Here the log has it, and so has the trail of events.
   */
  private ReportInstanceStatusResponse reportInstanceStatus(
      Call call, ReportInstanceStatusRequest request) {
    if (request.startTime() != null
        && request.endTime() != null
        && request.endTime().isBefore(request.startTime())) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "The end time must not be before the start time");
    }
    List<Instance> told =
        store.read(tx -> Instances.require(tx, call.scope(), request.instancesOrEmpty()));
    for (Instance instance : told) {
      if (instance.state() != InstanceState.RUNNING) {
        throw ServiceError.badRequest(
            "IncorrectState", "The instance '" + instance.id() + "' is not in the 'running' state");
      }
      LOG.info(
          "{} is reported {}: {}", instance.id(), request.status(), request.reasonCodesOrEmpty());
    }
    return ReportInstanceStatusResponse.builder().build();
  }

  private DescribeInstanceStatusResult describeInstanceStatus(
      Call call, DescribeInstanceStatusRequest request) {
    List<String> ids = request.instanceIdsOrEmpty();
    Paging.notWithIds("instancesSet", ids, request.maxResults());
    Paging.within(5, 1000, request.maxResults());
    boolean all = Boolean.TRUE.equals(request.includeAllInstances());
    return store.read(tx -> {
      Function<Instance, List<ScheduledEvent>> events =
          instance -> ScheduledEvents.of(tx, call.scope(), instance.id());
      Predicate<Instance> passes = filters(call.at(), events).matching(request.filtersOrEmpty());
      Predicate<Instance> shown = i -> (all || i.state() == InstanceState.RUNNING);
      Paging.Cut cut = new Paging.Cut(request.maxResults(), request.nextToken());
      Paging.Page<Instance> page =
          ids.isEmpty() && !cut.isWhole()
              ? paging.page(
                  call,
                  (after, limit) -> tx.list(Instances.TABLE, call.scope(), after, limit),
                  shown.and(passes),
                  Instance::id,
                  cut)
              : new Paging.Page<>(
                  DescribeInstances.asked(tx, call, ids).stream()
                      .filter(shown.and(passes))
                      .toList(),
                  null);
      return DescribeInstanceStatusResult.builder()
          .instanceStatuses(
              page.items().stream().map(i -> shape(i, call.at(), events.apply(i))).toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private Filters<Instance> filters(Instant now, Function<Instance, List<ScheduledEvent>> events) {
    Filters<Instance> filters =
        new Filters<Instance>()
            .on("availability-zone", i -> i.place().zone())
            .on("instance-state-code", i -> Integer.toString(i.state().code()))
            .on("instance-state-name", i -> i.state().text())
            .on("instance-status.status", i -> status(i, look(i)))
            .on("instance-status.reachability", i -> detail(status(i, look(i))))
            .on("system-status.status", i -> systemStatus(i, now))
            .on("system-status.reachability", i -> detail(systemStatus(i, now)));
    onEvent(filters, events, "code", e -> e.kind().code());
    onEvent(filters, events, "description", ScheduledEvent::shownDescription);
    onEvent(filters, events, "instance-event-id", ScheduledEvent::id);
    onEvent(filters, events, "not-after", e -> e.notAfter().toString());
    onEvent(filters, events, "not-before", e -> e.notBefore().toString());
    onEvent(filters, events, "not-before-deadline", e -> e.deadline().toString());
    return filters;
  }

  private static void onEvent(
      Filters<Instance> filters,
      Function<Instance, List<ScheduledEvent>> events,
      String name,
      Function<ScheduledEvent, String> value) {
    filters.onAll("event." + name, i -> events.apply(i).stream().map(value).toList());
  }

  private @Nullable Look look(Instance instance) {
    return reachability.last(instance.id());
  }

  private InstanceStatus shape(Instance instance, Instant now, List<ScheduledEvent> events) {
    Look look = look(instance);
    String system = systemStatus(instance, now);
    Instant silent = system.equals("impaired") ? reachability.told(instance.id()) : null;
    return InstanceStatus.builder()
        .instanceId(instance.id())
        .availabilityZone(instance.place().zone())
        .instanceState(InstanceShapes.state(instance.state()))
        .instanceStatus(
            summary(status(instance, look), look == null || look.reachable() ? null : look.since()))
        .systemStatus(summary(system, silent))
        .events(events.stream().map(ScheduledEvents::shape).toList())
        .build();
  }

  private static InstanceStatusSummary summary(String status, @Nullable Instant impairedSince) {
    String detail = detail(status);
    return InstanceStatusSummary.builder()
        .status(status)
        .details(
            detail == null
                ? List.of()
                : List.of(
                    InstanceStatusDetails.builder()
                        .name("reachability")
                        .status(detail)
                        .impairedSince(impairedSince)
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

  /** The system is the machine: whether its driver answers for the instance. */
  private String systemStatus(Instance instance, Instant now) {
    if (instance.state() != InstanceState.RUNNING) {
      return "not-applicable";
    }
    Instant told = reachability.told(instance.id());
    if (told == null) {
      return "initializing";
    }
    return told.isBefore(now.minus(SILENCE)) ? "impaired" : "ok";
  }

  private static @Nullable String detail(String status) {
    return switch (status) {
      case "ok" -> "passed";
      case "impaired" -> "failed";
      case "initializing" -> "initializing";
      default -> null;
    };
  }
}
