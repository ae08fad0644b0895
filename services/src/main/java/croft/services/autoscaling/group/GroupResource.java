package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoScalingGroupNamesType;
import croft.api.autoscaling.DeleteAutoScalingGroupType;
import croft.api.autoscaling.UpdateAutoScalingGroupType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.Made;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import croft.services.resource.Signals;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::AutoScaling::AutoScalingGroup}. It is there when as many instances as it wants are in
 * service ({@link GroupArrival}). An update policy has its instances exchanged in batches ({@link
 * RollingUpdate}) or the whole group replaced.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html">AWS::AutoScaling::AutoScalingGroup</a>.
 */
public final class GroupResource implements ResourceType {
  private final RollingUpdate rolling;

  /**
   * The type.
   *
   * @param signals that new instances send when they are ready
   * @param time that rolling updates pause by
   */
  public GroupResource(Signals signals, InstantSource time) {
    this.rolling = new RollingUpdate(signals, time);
  }

  @Override
  public ResourceSchema schema() {
    return GroupSchema.SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr(GroupSchema.NAME, ScalingCalls.LONGEST_NAME);
    try {
      ScalingCalls.of(request).createAutoScalingGroup(GroupRequests.creation(request, name));
    } catch (ServiceError e) {
      if (!e.code().equals("AlreadyExists") || !isMade(request, name)) {
        throw e;
      }
    }
    return Made.of(name).then(() -> new GroupChanges(request, name).all());
  }

  /** Whether what has the name is of an earlier call: no name is generated twice. */
  private static boolean isMade(ResourceRequest request, String name) {
    return request.repeated()
        && find(request, name)
            .filter(there ->
                request
                    .text("LaunchConfigurationName")
                    .equals(Objects.requireNonNullElse(there.launchConfigurationName(), "")))
            .isPresent();
  }

  @Override
  public void update(ResourceRequest request) {
    ScalingCalls.of(request).updateAutoScalingGroup(GroupRequests.update(request));
    new GroupChanges(request, request.physicalId()).all();
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    return request.previous().isEmpty() ? GroupArrival.look(request) : rolling.goOn(request);
  }

  /** A group is emptied before it is deleted, as its instances may have something to end. */
  @Override
  public Progress delete(ResourceRequest request) {
    String name = request.physicalId();
    Optional<AutoScalingGroup> found = find(request, name);
    if (found.isEmpty()) {
      return Progress.done();
    }
    AutoScalingGroup group = found.get();
    if (group.status() != null) {
      return Progress.pending();
    }
    if (group.instancesOrEmpty().isEmpty() && Objects.equals(group.maxSize(), 0)) {
      ScalingCalls.passedOver(() ->
          ScalingCalls.of(request)
              .deleteAutoScalingGroup(
                  DeleteAutoScalingGroupType.builder().autoScalingGroupName(name).build()));
    } else if (!Objects.equals(group.maxSize(), 0)) {
      ScalingCalls.of(request)
          .updateAutoScalingGroup(
              UpdateAutoScalingGroupType.builder()
                  .autoScalingGroupName(name)
                  .minSize(0)
                  .maxSize(0)
                  .desiredCapacity(0)
                  .build());
    }
    return Progress.doneWhen(find(request, name).isEmpty());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request, request.physicalId()).map(group -> GroupSchema.live(request, group));
  }

  static Optional<AutoScalingGroup> find(ResourceRequest request, String name) {
    return ScalingCalls.of(request)
        .describeAutoScalingGroups(
            AutoScalingGroupNamesType.builder().autoScalingGroupNames(List.of(name)).build())
        .autoScalingGroupsOrEmpty()
        .stream()
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return ScalingCalls.pages(
            token ->
                ScalingCalls.of(request)
                    .describeAutoScalingGroups(
                        AutoScalingGroupNamesType.builder().nextToken(token).build()),
            answer -> answer.autoScalingGroupsOrEmpty(),
            answer -> answer.nextToken())
        .stream()
        .map(there -> Objects.requireNonNull(there.autoScalingGroupName()))
        .toList();
  }

  /** An update policy may ask for a new group where one could be changed. */
  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after, ObjectNode policies) {
    Set<String> replacing = new TreeSet<>(schema().replacedBy(before, after));
    boolean willReplace =
        policies
            .path("UpdatePolicy")
            .path("AutoScalingReplacingUpdate")
            .path("WillReplace")
            .asBoolean(false);
    if (willReplace) {
      GroupSchema.ROLLING.stream()
          .filter(name -> !before.path(name).equals(after.path(name)))
          .forEach(replacing::add);
    }
    return replacing;
  }
}
