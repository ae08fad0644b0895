package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.Instance;
import croft.api.autoscaling.ScalingProcessQuery;
import croft.api.autoscaling.TerminateInstanceInAutoScalingGroupType;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.autoscaling.group.RollingState.Phase;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.Signals;
import croft.services.resource.Signals.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the instances of a group in batches. Each look does the present step, which may be done
 * twice without harm, and remembers the next one before it is begun: a server killed between two
 * looks goes on where it was.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html">UpdatePolicy
 * attribute</a>.
 */
final class RollingUpdate {
  private static final String IN_SERVICE = "InService";

  /** How long new instances may take to come into service. */
  private static final Duration LONGEST_START = Duration.ofHours(1);

  private final Signals signals;
  private final InstantSource time;

  RollingUpdate(Signals signals, InstantSource time) {
    this.signals = signals;
    this.time = time;
  }

  /**
   * One look after an update; done at once where no policy asks for more or nothing is obsolete.
   */
  Progress goOn(ResourceRequest request) {
    Optional<RollingPolicy> policy = RollingPolicy.in(request.policies());
    if (request.previous().isEmpty() || policy.isEmpty()) {
      return Progress.done();
    }
    Optional<AutoScalingGroup> group = GroupResource.find(request, request.physicalId());
    if (group.isEmpty()) {
      throw ServiceError.badRequest(
          "ValidationError", "AutoScalingGroup '" + request.physicalId() + "' not found");
    }
    Look look = new Look(request, policy.get(), group.get());
    return RollingState.in(request.remembered(), request.token())
        .map(look::step)
        .orElseGet(look::begin);
  }

  /** One look at a group. */
  private final class Look {
    private final ResourceRequest request;
    private final RollingPolicy policy;
    private final AutoScalingGroup group;
    private final AutoscalingApi api;
    private final Instant now = time.instant();

    Look(ResourceRequest request, RollingPolicy policy, AutoScalingGroup group) {
      this.request = request;
      this.policy = policy;
      this.group = group;
      this.api = ScalingCalls.of(request);
    }

    Progress begin() {
      List<String> obsolete = obsolete();
      if (obsolete.isEmpty()) {
        return Progress.done();
      }
      int most = Objects.requireNonNullElse(group.maxSize(), 0);
      if (policy.minInService() >= most) {
        throw ServiceError.badRequest(
            "ValidationError",
            "MinInstancesInService must be less than the autoscaling group's MaxSize");
      }
      int desired = Objects.requireNonNullElse(group.desiredCapacity(), 0);
      int batch = Math.min(policy.maxBatchSize(), obsolete.size());
      int target = Math.min(most, Math.max(desired, policy.minInService() + batch));
      int present = group.instancesOrEmpty().size();
      RollingState state =
          new RollingState(
              request.token(),
              Phase.GROW,
              obsolete,
              List.of(),
              Math.max(0, target - present),
              desired,
              Objects.requireNonNullElse(group.minSize(), 0),
              target,
              present - obsolete.size(),
              0,
              now);
      return next(
          state,
          policy.initiated(obsolete.size()),
          "Temporarily setting autoscaling group MinSize and DesiredCapacity to %d."
              .formatted(target));
    }

    /** Those of another configuration, or all when it cannot be told from the instance. */
    private List<String> obsolete() {
      boolean all =
          request.changed("VPCZoneIdentifier")
              || request.changed("PlacementGroup")
              || request.changed("MixedInstancesPolicy");
      boolean some =
          request.changed("LaunchConfigurationName") || request.changed("LaunchTemplate");
      return group.instancesOrEmpty().stream()
          .filter(instance -> all || (some && !isPresent(instance)))
          .map(instance -> Objects.requireNonNull(instance.instanceId()))
          .toList();
    }

    private boolean isPresent(Instance instance) {
      if (group.launchTemplate() != null) {
        return instance.launchTemplate() != null
            && Objects.equals(
                group.launchTemplate().launchTemplateId(),
                instance.launchTemplate().launchTemplateId())
            && Objects.equals(
                group.launchTemplate().version(), instance.launchTemplate().version());
      }
      return Objects.equals(group.launchConfigurationName(), instance.launchConfigurationName());
    }

    Progress step(RollingState state) {
      return switch (state.phase()) {
        case GROW -> grow(state);
        case TERMINATE -> terminate(state);
        case ADD -> add(state);
        case DONE -> Progress.done();
      };
    }

    private Progress grow(RollingState state) {
      if (!policy.suspended().isEmpty()) {
        api.suspendProcesses(new ScalingProcessQuery(request.physicalId(), policy.suspended()));
      }
      size(state.target(), state.target());
      if (state.expected() > 0) {
        return next(state.to(Phase.ADD, now), policy.added(state.expected()));
      }
      return inService() < state.target() ? waiting(state) : nextBatch(state);
    }

    /** As many as may go while enough stay, replaced as far as the group shall keep its size. */
    private Progress nextBatch(RollingState state) {
      List<String> left =
          state.obsolete().stream().filter(id -> lifecycle(id).isPresent()).toList();
      if (left.isEmpty()) {
        return finish(state);
      }
      int spare = Math.max(1, state.target() - policy.minInService());
      int size = Math.min(Math.min(policy.maxBatchSize(), spare), left.size());
      List<String> ids = left.subList(0, size);
      int replaced = Math.clamp(state.desired() - state.fresh(), 0, size);
      return next(
          state.ending(ids, replaced, now),
          "Terminating instance(s) [%s]; replacing with %d new instance(s)."
              .formatted(String.join(",", ids), replaced));
    }

    private Progress terminate(RollingState state) {
      size(state.target(), null);
      int unreplaced = state.batch().size() - state.expected();
      boolean gone = true;
      for (int i = 0; i < state.batch().size(); i++) {
        String id = state.batch().get(i);
        Optional<String> lifecycle = lifecycle(id);
        gone &= lifecycle.isEmpty();
        if (lifecycle.isPresent() && !lifecycle.get().startsWith("Terminat")) {
          api.terminateInstanceInAutoScalingGroup(
              new TerminateInstanceInAutoScalingGroupType(id, i < unreplaced));
        }
      }
      if (!gone) {
        return Progress.pending();
      }
      RollingState ended = state.ended(now);
      int all = state.obsolete().size() + state.fresh();
      int percent = all == 0 ? 100 : 100 * (all - ended.obsolete().size()) / all;
      String line =
          "Successfully terminated instance(s) [%s] (Progress %d%%)."
              .formatted(
                  String.join(",", state.batch()), ended.obsolete().isEmpty() ? 100 : percent);
      // What signals from now on is of this batch, or from the moment the batch was ended.
      RollingState adding = ended.to(Phase.ADD, state.since());
      return state.expected() > 0
          ? next(adding, line, policy.added(state.expected()))
          : next(adding, line);
    }

    private Progress add(RollingState state) {
      boolean there = inService() >= state.target();
      Duration waited = Duration.between(state.since(), now);
      if (state.expected() == 0) {
        return there ? nextBatch(state) : waiting(state);
      }
      if (!policy.signals()) {
        boolean paused = waited.compareTo(policy.pause()) >= 0;
        return there && paused ? nextBatch(state.counted(state.expected(), 0)) : waiting(state);
      }
      List<Signal> came =
          signals.received(request.owner().stackId(), request.owner().logicalId()).stream()
              .filter(signal -> !signal.at().isBefore(state.since()))
              .toList();
      int failures = (int) came.stream().filter(signal -> !signal.success()).count();
      boolean late = waited.compareTo(policy.pause()) >= 0;
      int missing = late ? Math.max(0, state.expected() - came.size()) : 0;
      refuseTooMany(state, failures, missing);
      boolean signalled = came.size() >= state.expected() || late;
      return signalled && there
          ? nextBatch(state.counted(state.expected(), failures + missing))
          : waiting(state);
    }

    private void refuseTooMany(RollingState state, int failures, int missing) {
      int all = Math.max(state.desired(), 1);
      int failed = state.failed() + failures + missing;
      if (failed * 100 <= all * (100 - policy.successPercent())) {
        return;
      }
      restore(state);
      String what =
          missing > 0
              ? "Received %d SUCCESS signal(s) out of %d".formatted(Math.max(0, all - failed), all)
              : "Received %d FAILURE signal(s) out of %d".formatted(failed, all);
      throw ServiceError.badRequest(
          "NotStabilized",
          "%s. Unable to satisfy %d%% MinSuccessfulInstancesPercent requirement"
              .formatted(what, policy.successPercent()));
    }

    private Progress waiting(RollingState state) {
      if (Duration.between(state.since(), now).compareTo(LONGEST_START) < 0) {
        return Progress.pending();
      }
      restore(state);
      throw ServiceError.badRequest(
          "NotStabilized",
          "Group did not stabilize. {current/minSize/maxSize} group size = {%d/%d/%d}."
              .formatted(inService(), group.minSize(), group.maxSize()));
    }

    private Progress finish(RollingState state) {
      restore(state);
      return next(state.to(Phase.DONE, now));
    }

    private void restore(RollingState state) {
      size(state.minSize(), state.desired());
      if (!policy.suspended().isEmpty()) {
        api.resumeProcesses(new ScalingProcessQuery(request.physicalId(), policy.suspended()));
      }
    }

    private void size(int minSize, @Nullable Integer desired) {
      boolean same =
          Objects.equals(group.minSize(), minSize)
              && (desired == null || Objects.equals(group.desiredCapacity(), desired));
      if (!same) {
        api.updateAutoScalingGroup(
            UpdateAutoScalingGroupType.builder()
                .autoScalingGroupName(request.physicalId())
                .minSize(minSize)
                .desiredCapacity(desired)
                .build());
      }
    }

    private Optional<String> lifecycle(String id) {
      return group.instancesOrEmpty().stream()
          .filter(instance -> id.equals(instance.instanceId()))
          .map(instance -> Objects.requireNonNullElse(instance.lifecycleState(), ""))
          .findFirst();
    }

    private int inService() {
      return (int)
          group.instancesOrEmpty().stream()
              .filter(instance -> IN_SERVICE.equals(instance.lifecycleState()))
              .count();
    }

    private Progress next(RollingState state, String... events) {
      return new Progress.Pending(state.into(request.remembered()), List.of(events));
    }
  }
}
