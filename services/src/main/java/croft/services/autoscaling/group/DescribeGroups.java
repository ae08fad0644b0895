package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoScalingGroupNamesType;
import croft.api.autoscaling.AutoScalingGroupsType;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.Filter;
import croft.api.autoscaling.SuspendedProcess;
import croft.api.autoscaling.TrafficSourceIdentifier;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.tag.GroupTags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/** DescribeAutoScalingGroups. */
public final class DescribeGroups {
  private final ScalingParts parts;

  public DescribeGroups(ScalingParts parts) {
    this.parts = parts;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        AutoscalingModel.DESCRIBE_AUTO_SCALING_GROUPS,
        AccessRule.toAll("autoscaling:DescribeAutoScalingGroups"),
        this::describe);
  }

  private AutoScalingGroupsType describe(Call call, AutoScalingGroupNamesType request) {
    Predicate<Group> wanted = group -> true;
    for (Filter filter : request.filtersOrEmpty()) {
      wanted = wanted.and(matching(filter));
    }
    Predicate<Group> all = wanted;
    return parts
        .store()
        .read(tx -> {
          Pages.Page<Group> page =
              parts
                  .pages()
                  .page(
                      call,
                      "groups " + request.filtersOrEmpty(),
                      Lists.named(
                              tx.list(Group.TABLE, call.scope()),
                              request.autoScalingGroupNamesOrEmpty(),
                              Group::name)
                          .stream()
                          .filter(all)
                          .toList(),
                      Group::name,
                      Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
          return AutoScalingGroupsType.builder()
              .autoScalingGroups(page.map(group -> shape(tx, group)))
              .nextToken(page.token())
              .build();
        });
  }

  private static AutoScalingGroup shape(Transaction tx, Group group) {
    List<GroupInstance> instances = GroupInstances.of(tx, group);
    List<Attachment> attachments = Attachment.standing(group.attachments());
    AutoScalingGroup.Builder shape =
        group.settings().toBuilder()
            .autoScalingGroupName(group.name())
            .autoScalingGroupARN(group.arn().toString())
            .loadBalancerNames(names(attachments, "elb"))
            .targetGroupARNs(names(attachments, "elbv2"))
            .trafficSources(
                attachments.stream()
                    .map(a ->
                        TrafficSourceIdentifier.builder()
                            .identifier(a.identifier())
                            .type(a.type())
                            .build())
                    .toList())
            .instances(
                instances.stream()
                    .filter(i -> !i.state().warmed())
                    .map(GroupInstance::shape)
                    .toList())
            .suspendedProcesses(
                new TreeMap<>(group.suspended())
                    .entrySet().stream()
                        .map(e ->
                            SuspendedProcess.builder()
                                .processName(e.getKey())
                                .suspensionReason(e.getValue())
                                .build())
                        .toList())
            .tags(GroupTags.shapes(group))
            .status(group.deleting() ? "Delete in progress" : null);
    if (group.warmPool() != null) {
      shape
          .warmPoolConfiguration(group.warmPool())
          .warmPoolSize((int) instances.stream().filter(i -> i.state().warmed()).count());
    }
    return shape.build();
  }

  private static List<String> names(List<Attachment> attachments, String type) {
    return attachments.stream()
        .filter(a -> a.type().equals(type))
        .map(Attachment::identifier)
        .toList();
  }

  private static Predicate<Group> matching(Filter filter) {
    String name = Objects.toString(filter.name(), "");
    List<String> values = filter.valuesOrEmpty();
    if (name.equals("tag-key")) {
      return group -> group.tags().keySet().stream().anyMatch(values::contains);
    }
    if (name.equals("tag-value")) {
      return group -> group.tags().values().stream().anyMatch(tag -> values.contains(tag.value()));
    }
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return group -> {
        Group.GroupTag tag = group.tags().get(key);
        return tag != null && values.contains(tag.value());
      };
    }
    throw Faults.validation(
        "Filter type "
            + name
            + " is not correct. Allowed Filter types are: tag-key tag-value tag:<key>");
  }
}
