package croft.services.autoscaling.balancer;

import croft.api.autoscaling.AttachLoadBalancerTargetGroupsResultType;
import croft.api.autoscaling.AttachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.AttachLoadBalancersResultType;
import croft.api.autoscaling.AttachLoadBalancersType;
import croft.api.autoscaling.AttachTrafficSourcesResultType;
import croft.api.autoscaling.AttachTrafficSourcesType;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DescribeLoadBalancerTargetGroupsRequest;
import croft.api.autoscaling.DescribeLoadBalancerTargetGroupsResponse;
import croft.api.autoscaling.DescribeLoadBalancersRequest;
import croft.api.autoscaling.DescribeLoadBalancersResponse;
import croft.api.autoscaling.DescribeTrafficSourcesRequest;
import croft.api.autoscaling.DescribeTrafficSourcesResponse;
import croft.api.autoscaling.DetachLoadBalancerTargetGroupsResultType;
import croft.api.autoscaling.DetachLoadBalancerTargetGroupsType;
import croft.api.autoscaling.DetachLoadBalancersResultType;
import croft.api.autoscaling.DetachLoadBalancersType;
import croft.api.autoscaling.DetachTrafficSourcesResultType;
import croft.api.autoscaling.DetachTrafficSourcesType;
import croft.api.autoscaling.LoadBalancerState;
import croft.api.autoscaling.LoadBalancerTargetGroupState;
import croft.api.autoscaling.TrafficSourceState;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Attachment;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attaching and detaching what balances load, in the three ways the API has. */
public final class AttachmentOperations {
  private final ScalingParts parts;
  private final AttachmentRequests requests;

  public AttachmentOperations(ScalingParts parts) {
    this.parts = parts;
    this.requests = new AttachmentRequests(parts);
  }

  public List<Binding<?, ?>> bindings() {
    List<Binding<?, ?>> all = new ArrayList<>(attaching());
    all.addAll(detaching());
    all.addAll(describing());
    return all;
  }

  private List<Binding<?, ?>> attaching() {
    return List.of(
        Binding.bind(
            AutoscalingModel.ATTACH_LOAD_BALANCER_TARGET_GROUPS,
            Groups.access(
                parts.store(),
                "AttachLoadBalancerTargetGroups",
                AttachLoadBalancerTargetGroupsType::autoScalingGroupName),
            (call, request) -> {
              attach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(List.of(), request.targetGroupARNsOrEmpty(), List.of()));
              return AttachLoadBalancerTargetGroupsResultType.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.ATTACH_LOAD_BALANCERS,
            Groups.access(
                parts.store(),
                "AttachLoadBalancers",
                AttachLoadBalancersType::autoScalingGroupName),
            (call, request) -> {
              attach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(request.loadBalancerNamesOrEmpty(), List.of(), List.of()));
              return AttachLoadBalancersResultType.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.ATTACH_TRAFFIC_SOURCES,
            Groups.access(
                parts.store(),
                "AttachTrafficSources",
                AttachTrafficSourcesType::autoScalingGroupName),
            (call, request) -> {
              attach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(List.of(), List.of(), request.trafficSourcesOrEmpty()));
              return AttachTrafficSourcesResultType.builder().build();
            }));
  }

  private List<Binding<?, ?>> detaching() {
    return List.of(
        Binding.bind(
            AutoscalingModel.DETACH_LOAD_BALANCER_TARGET_GROUPS,
            Groups.access(
                parts.store(),
                "DetachLoadBalancerTargetGroups",
                DetachLoadBalancerTargetGroupsType::autoScalingGroupName),
            (call, request) -> {
              detach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(List.of(), request.targetGroupARNsOrEmpty(), List.of()));
              return DetachLoadBalancerTargetGroupsResultType.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.DETACH_LOAD_BALANCERS,
            Groups.access(
                parts.store(),
                "DetachLoadBalancers",
                DetachLoadBalancersType::autoScalingGroupName),
            (call, request) -> {
              detach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(request.loadBalancerNamesOrEmpty(), List.of(), List.of()));
              return DetachLoadBalancersResultType.builder().build();
            }),
        Binding.bind(
            AutoscalingModel.DETACH_TRAFFIC_SOURCES,
            Groups.access(
                parts.store(),
                "DetachTrafficSources",
                DetachTrafficSourcesType::autoScalingGroupName),
            (call, request) -> {
              detach(
                  call,
                  request.autoScalingGroupName(),
                  AttachmentRequests.of(List.of(), List.of(), request.trafficSourcesOrEmpty()));
              return DetachTrafficSourcesResultType.builder().build();
            }));
  }

  private List<Binding<?, ?>> describing() {
    return List.of(
        Binding.bind(
            AutoscalingModel.DESCRIBE_LOAD_BALANCER_TARGET_GROUPS,
            AccessRule.toAll("autoscaling:DescribeLoadBalancerTargetGroups"),
            this::describeTargetGroups),
        Binding.bind(
            AutoscalingModel.DESCRIBE_LOAD_BALANCERS,
            AccessRule.toAll("autoscaling:DescribeLoadBalancers"),
            this::describeLoadBalancers),
        Binding.bind(
            AutoscalingModel.DESCRIBE_TRAFFIC_SOURCES,
            AccessRule.toAll("autoscaling:DescribeTrafficSources"),
            this::describeTrafficSources));
  }

  private void attach(Call call, @Nullable String name, List<Attachment> wanted) {
    requests.checked(call, wanted);
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), name);
          List<Attachment> all = new ArrayList<>(group.attachments());
          for (Attachment one : wanted) {
            all.removeIf(held -> held.is(one) && held.state() == Attachment.State.REMOVING);
            if (all.stream().noneMatch(held -> held.is(one))) {
              all.add(one);
            }
          }
          tx.put(Group.TABLE, group.withAttachments(all));
          parts.wake().group(tx, group.scope(), group.name());
          return true;
        });
  }

  private void detach(Call call, @Nullable String name, List<Attachment> wanted) {
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), name);
          for (Attachment one : wanted) {
            if (group.attachments().stream().noneMatch(held -> held.is(one))) {
              throw Faults.validation(
                  (one.classic()
                          ? "Trying to remove Load Balancers"
                          : "Trying to remove Target" + " Groups")
                      + " that are not part of the group");
            }
          }
          tx.put(
              Group.TABLE,
              group.withAttachments(
                  group.attachments().stream()
                      .map(held ->
                          wanted.stream().anyMatch(held::is)
                              ? held.in(Attachment.State.REMOVING)
                              : held)
                      .toList()));
          parts.wake().group(tx, group.scope(), group.name());
          return true;
        });
  }

  /** Which page of which attachments. */
  private Pages.Page<Attachment> page(
      Call call, @Nullable String name, @Nullable String type, Pages.Wanted wanted) {
    Group group = parts.store().read(tx -> Groups.require(tx, call.scope(), name));
    return parts
        .pages()
        .page(
            call,
            "attachments " + name + " " + type,
            group.attachments().stream()
                .filter(a -> type == null || a.type().equals(type))
                .toList(),
            Attachment::identifier,
            wanted);
  }

  private DescribeLoadBalancerTargetGroupsResponse describeTargetGroups(
      Call call, DescribeLoadBalancerTargetGroupsRequest request) {
    Pages.Page<Attachment> page =
        page(
            call,
            request.autoScalingGroupName(),
            "elbv2",
            Lists.wanted(request.nextToken(), request.maxRecords(), 100, 100));
    return DescribeLoadBalancerTargetGroupsResponse.builder()
        .loadBalancerTargetGroups(
            page.map(a ->
                LoadBalancerTargetGroupState.builder()
                    .loadBalancerTargetGroupARN(a.identifier())
                    .state(a.state().text())
                    .build()))
        .nextToken(page.token())
        .build();
  }

  private DescribeLoadBalancersResponse describeLoadBalancers(
      Call call, DescribeLoadBalancersRequest request) {
    Pages.Page<Attachment> page =
        page(
            call,
            request.autoScalingGroupName(),
            "elb",
            Lists.wanted(request.nextToken(), request.maxRecords(), 100, 100));
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(
            page.map(a ->
                LoadBalancerState.builder()
                    .loadBalancerName(a.identifier())
                    .state(a.state().text())
                    .build()))
        .nextToken(page.token())
        .build();
  }

  private DescribeTrafficSourcesResponse describeTrafficSources(
      Call call, DescribeTrafficSourcesRequest request) {
    Pages.Page<Attachment> page =
        page(
            call,
            request.autoScalingGroupName(),
            request.trafficSourceType(),
            Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return DescribeTrafficSourcesResponse.builder()
        .trafficSources(
            page.map(a ->
                TrafficSourceState.builder()
                    .identifier(a.identifier())
                    .trafficSource(a.identifier())
                    .type(a.type())
                    .state(a.state().text())
                    .build()))
        .nextToken(page.token())
        .build();
  }
}
