package croft.services.autoscaling.group;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.AutoscalingApi;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.CreateAutoScalingGroupResponse;
import croft.api.autoscaling.CreateAutoScalingGroupType;
import croft.api.autoscaling.CreateLaunchConfigurationType;
import croft.api.autoscaling.LifecycleHookSpecification;
import croft.api.iam.CreateServiceLinkedRoleRequest;
import croft.api.iam.GetRoleRequest;
import croft.api.iam.IamApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.balancer.AttachmentRequests;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.entity.ServiceActor;
import croft.services.autoscaling.launchconfiguration.LaunchConfigurations;
import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.lifecyclehook.Hooks;
import croft.services.autoscaling.tag.GroupTags;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CreateAutoScalingGroup. */
public final class CreateGroup {
  /** Groups an account may have in a region. */
  public static final int LIMIT = 500;

  private static final String[] HONOURED = {
    "AutoScalingGroupName",
    "LaunchConfigurationName",
    "LaunchTemplate",
    "MixedInstancesPolicy",
    "InstanceId",
    "MinSize",
    "MaxSize",
    "DesiredCapacity",
    "DefaultCooldown",
    "AvailabilityZones",
    "LoadBalancerNames",
    "TargetGroupARNs",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "PlacementGroup",
    "VPCZoneIdentifier",
    "TerminationPolicies",
    "NewInstancesProtectedFromScaleIn",
    "CapacityRebalance",
    "LifecycleHookSpecificationList",
    "Tags",
    "ServiceLinkedRoleARN",
    "MaxInstanceLifetime",
    "Context",
    "DesiredCapacityType",
    "DefaultInstanceWarmup",
    "TrafficSources",
    "InstanceMaintenancePolicy"
  };

  private final ScalingParts parts;
  private final AttachmentRequests attachments;

  public CreateGroup(ScalingParts parts) {
    this.parts = parts;
    this.attachments = new AttachmentRequests(parts);
  }

  /** Every termination policy there is. */
  public static List<String> terminationPolicies() {
    return GroupSettings.TERMINATION_POLICIES;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
            AutoscalingModel.CREATE_AUTO_SCALING_GROUP,
            (call, request) -> List.of(access(call, request)),
            this::create)
        .honouring(HONOURED);
  }

  private Access access(Call call, CreateAutoScalingGroupType request) {
    Map<String, List<String>> keys = new HashMap<>(GroupTags.requestKeys(request.tagsOrEmpty()));
    keys.put("autoscaling:MinSize", List.of(String.valueOf(request.minSize())));
    keys.put("autoscaling:MaxSize", List.of(String.valueOf(request.maxSize())));
    if (request.launchConfigurationName() != null) {
      keys.put("autoscaling:LaunchConfigurationName", List.of(request.launchConfigurationName()));
    }
    return Groups.access(
            parts.store(), call, "CreateAutoScalingGroup", request.autoScalingGroupName())
        .with(keys);
  }

  private CreateAutoScalingGroupResponse create(Call call, CreateAutoScalingGroupType request) {
    String name = Faults.required(request.autoScalingGroupName(), "autoScalingGroupName");
    if (name.contains(":")) {
      throw Faults.validation("AutoScalingGroup name must not contain ':'");
    }
    Map<String, Group.GroupTag> tags = GroupTags.of(request.tagsOrEmpty(), name);
    List<Attachment> attached =
        attachments.checked(
            call,
            AttachmentRequests.of(
                request.loadBalancerNamesOrEmpty(),
                request.targetGroupARNsOrEmpty(),
                request.trafficSourcesOrEmpty()));
    ensureRole(call);
    AutoScalingGroup settings =
        new GroupPlaces(parts.cloud().look(call))
            .resolved(GroupSettings.checked(settings(call, request)));
    List<HookRow> hooks =
        request.lifecycleHookSpecificationListOrEmpty().stream()
            .map(hook -> hook(call, name, hook))
            .toList();
    Group group =
        new Group(
            call.scope(),
            name,
            parts.ids().uuid(),
            settings,
            tags,
            Map.of(),
            attached,
            null,
            Activities.at(parts.time().instant())
                + "a user request created an AutoScalingGroup changing the desired capacity from 0"
                + " to "
                + settings.desiredCapacity()
                + ".",
            List.of(),
            null,
            false,
            null,
            null);
    parts.store().write(tx -> insert(tx, group, hooks));
    return CreateAutoScalingGroupResponse.builder().build();
  }

  private Object insert(Transaction tx, Group group, List<HookRow> hooks) {
    if (tx.get(Group.TABLE, group.scope(), group.name()).isPresent()) {
      throw Faults.exists(
          "AutoScalingGroup by this name already exists - A group with the name "
              + group.name()
              + " already exists");
    }
    if (tx.list(Group.TABLE, group.scope()).size() >= LIMIT) {
      throw Faults.limit(
          "AutoScalingGroup limit exceeded - You have already reached your limit of "
              + LIMIT
              + " AutoScalingGroups.");
    }
    if (group.settings().launchConfigurationName() != null) {
      LaunchConfigurations.require(tx, group.scope(), group.settings().launchConfigurationName());
    }
    tx.insert(Group.TABLE, group);
    hooks.forEach(hook -> tx.put(HookRow.TABLE, hook));
    parts.wake().group(tx, group.scope(), group.name());
    return group;
  }

  private HookRow hook(Call call, String group, LifecycleHookSpecification hook) {
    return new HookRow(
        call.scope(),
        group,
        Hooks.checked(
            croft.api.autoscaling.LifecycleHook.builder()
                .autoScalingGroupName(group)
                .lifecycleHookName(hook.lifecycleHookName())
                .lifecycleTransition(hook.lifecycleTransition())
                .notificationMetadata(hook.notificationMetadata())
                .notificationTargetARN(hook.notificationTargetARN())
                .roleARN(hook.roleARN())
                .heartbeatTimeout(hook.heartbeatTimeout())
                .defaultResult(hook.defaultResult())
                .build()));
  }

  private AutoScalingGroup settings(Call call, CreateAutoScalingGroupType request) {
    int min = Faults.required(request.minSize(), "minSize");
    return AutoScalingGroup.builder()
        .launchConfigurationName(configuration(call, request))
        .launchTemplate(request.launchTemplate())
        .mixedInstancesPolicy(request.mixedInstancesPolicy())
        .minSize(min)
        .maxSize(Faults.required(request.maxSize(), "maxSize"))
        .desiredCapacity(Objects.requireNonNullElse(request.desiredCapacity(), min))
        .defaultCooldown(
            Objects.requireNonNullElse(request.defaultCooldown(), GroupDefaults.COOLDOWN_SECONDS))
        .availabilityZones(request.availabilityZonesOrEmpty())
        .healthCheckType(Objects.requireNonNullElse(request.healthCheckType(), "EC2"))
        .healthCheckGracePeriod(Objects.requireNonNullElse(request.healthCheckGracePeriod(), 0))
        .placementGroup(request.placementGroup())
        .vpcZoneIdentifier(request.vpcZoneIdentifier())
        .terminationPolicies(
            request.terminationPoliciesOrEmpty().isEmpty()
                ? GroupDefaults.TERMINATION_POLICIES
                : request.terminationPolicies())
        .newInstancesProtectedFromScaleIn(
            Boolean.TRUE.equals(request.newInstancesProtectedFromScaleIn()))
        .capacityRebalance(request.capacityRebalance())
        .serviceLinkedRoleARN(roleArn(call, request.serviceLinkedRoleARN()))
        .maxInstanceLifetime(request.maxInstanceLifetime())
        .context(request.context())
        .desiredCapacityType(request.desiredCapacityType())
        .defaultInstanceWarmup(request.defaultInstanceWarmup())
        .instanceMaintenancePolicy(request.instanceMaintenancePolicy())
        .createdTime(parts.time().instant())
        .build();
  }

  /** A group like an instance gets a launch configuration of the group's name. */
  private @Nullable String configuration(Call call, CreateAutoScalingGroupType request) {
    String instance = request.instanceId();
    if (instance == null) {
      return request.launchConfigurationName();
    }
    if (request.launchConfigurationName() != null
        || request.launchTemplate() != null
        || request.mixedInstancesPolicy() != null) {
      return request.launchConfigurationName();
    }
    new AutoscalingApi(parts.calls().as(call.via(ServiceActor.HOST)))
        .createLaunchConfiguration(
            CreateLaunchConfigurationType.builder()
                .launchConfigurationName(request.autoScalingGroupName())
                .instanceId(instance)
                .build());
    return request.autoScalingGroupName();
  }

  private static String roleArn(Call call, @Nullable String given) {
    String standard =
        Arn.of(
                "iam",
                "",
                call.account(),
                "role/aws-service-role/" + ServiceActor.HOST + "/" + ServiceActor.ROLE)
            .toString();
    if (given != null && !given.equals(standard)) {
      throw ServiceError.unsupported("A service-linked role other than " + standard);
    }
    return standard;
  }

  /** Made at first use, with the caller's permission, as AWS does. */
  private void ensureRole(Call call) {
    Caller service = Caller.service(call.account(), ServiceActor.HOST);
    Call own =
        new Call(
            service,
            call.region(),
            call.requestId(),
            call.sourceAddress(),
            call.secure(),
            ServiceActor.HOST,
            call.at());
    try {
      new IamApi(parts.calls().as(own))
          .getRole(GetRoleRequest.builder().roleName(ServiceActor.ROLE).build());
    } catch (ServiceError absent) {
      new IamApi(parts.calls().as(call.via(ServiceActor.HOST)))
          .createServiceLinkedRole(
              CreateServiceLinkedRoleRequest.builder()
                  .awsServiceName(ServiceActor.HOST)
                  .description(
                      "Default Service-Linked Role enables access to AWS Services and Resources"
                          + " used or managed by Auto Scaling")
                  .build());
    }
  }
}
