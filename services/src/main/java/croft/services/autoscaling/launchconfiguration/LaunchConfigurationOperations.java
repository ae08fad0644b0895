package croft.services.autoscaling.launchconfiguration;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.CreateLaunchConfigurationResponse;
import croft.api.autoscaling.CreateLaunchConfigurationType;
import croft.api.autoscaling.DeleteLaunchConfigurationResponse;
import croft.api.autoscaling.InstanceMonitoring;
import croft.api.autoscaling.LaunchConfiguration;
import croft.api.autoscaling.LaunchConfigurationNameType;
import croft.api.autoscaling.LaunchConfigurationNamesType;
import croft.api.autoscaling.LaunchConfigurationsType;
import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.GroupIdentifier;
import croft.api.ec2.Instance;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.operation.Access;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateLaunchConfiguration, DeleteLaunchConfiguration, DescribeLaunchConfigurations. */
public final class LaunchConfigurationOperations {
  /** Launch configurations an account may have in a region. */
  public static final int LIMIT = 200;

  private static final String[] HONOURED = {
    "LaunchConfigurationName",
    "ImageId",
    "KeyName",
    "SecurityGroups",
    "UserData",
    "InstanceId",
    "InstanceType",
    "BlockDeviceMappings",
    "InstanceMonitoring",
    "SpotPrice",
    "IamInstanceProfile",
    "EbsOptimized",
    "AssociatePublicIpAddress",
    "PlacementTenancy",
    "MetadataOptions"
  };

  private final ScalingParts parts;

  public LaunchConfigurationOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public static List<Table<?>> tables() {
    return List.of(LaunchConfigurationRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                AutoscalingModel.CREATE_LAUNCH_CONFIGURATION,
                (call, request) ->
                    List.of(
                        access(call, "CreateLaunchConfiguration", request.launchConfigurationName())
                            .with(
                                request.instanceType() == null
                                    ? Map.of()
                                    : Map.of(
                                        "autoscaling:InstanceType",
                                        List.of(request.instanceType())))),
                this::create)
            .honouring(HONOURED),
        Binding.bind(
            AutoscalingModel.DELETE_LAUNCH_CONFIGURATION,
            (call, request) ->
                List.of(
                    access(call, "DeleteLaunchConfiguration", request.launchConfigurationName())),
            this::delete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_LAUNCH_CONFIGURATIONS,
            AccessRule.toAll("autoscaling:DescribeLaunchConfigurations"),
            this::describe));
  }

  private Access access(Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    Optional<LaunchConfigurationRow> row =
        parts.store().read(tx -> tx.get(LaunchConfigurationRow.TABLE, call.scope(), wanted));
    String arn =
        row.map(found -> String.valueOf(found.settings().launchConfigurationARN()))
            .orElseGet(() -> arn(call, "*", wanted));
    return new Access("autoscaling:" + action, List.of(arn), Map.of());
  }

  private static String arn(Call call, String id, String name) {
    return call.arn("autoscaling", "launchConfiguration:" + id + ":launchConfigurationName/" + name)
        .toString();
  }

  private CreateLaunchConfigurationResponse create(
      Call call, CreateLaunchConfigurationType request) {
    String name = Faults.required(request.launchConfigurationName(), "launchConfigurationName");
    LaunchConfiguration settings = settings(call, name, request);
    requireImage(call, settings);
    parts
        .store()
        .write(tx -> {
          if (tx.get(LaunchConfigurationRow.TABLE, call.scope(), name).isPresent()) {
            throw Faults.exists(
                "Launch Configuration by this name already exists - A launch configuration already"
                    + " exists with the name "
                    + name);
          }
          if (tx.list(LaunchConfigurationRow.TABLE, call.scope()).size() >= LIMIT) {
            throw Faults.limit(
                "Launch configuration limit exceeded - You have already reached your limit of "
                    + LIMIT
                    + " launch configurations.");
          }
          tx.insert(
              LaunchConfigurationRow.TABLE,
              new LaunchConfigurationRow(call.scope(), name, settings));
          return null;
        });
    return CreateLaunchConfigurationResponse.builder().build();
  }

  private LaunchConfiguration settings(
      Call call, String name, CreateLaunchConfigurationType request) {
    LaunchConfiguration.Builder settings =
        request.instanceId() == null
            ? LaunchConfiguration.builder()
            : like(instance(call, request.instanceId())).toBuilder();
    LaunchConfiguration base = settings.build();
    return settings
        .launchConfigurationName(name)
        .launchConfigurationARN(arn(call, parts.ids().uuid(), name))
        .createdTime(parts.time().instant())
        .imageId(or(request.imageId(), base.imageId()))
        .instanceType(or(request.instanceType(), base.instanceType()))
        .keyName(or(request.keyName(), base.keyName()))
        .securityGroups(
            request.securityGroupsOrEmpty().isEmpty()
                ? base.securityGroupsOrEmpty()
                : request.securityGroups())
        .userData(or(request.userData(), base.userData()))
        .blockDeviceMappings(request.blockDeviceMappingsOrEmpty())
        .instanceMonitoring(monitoring(request.instanceMonitoring(), base.instanceMonitoring()))
        .spotPrice(request.spotPrice())
        .iamInstanceProfile(or(request.iamInstanceProfile(), base.iamInstanceProfile()))
        .ebsOptimized(request.ebsOptimized() == null ? base.ebsOptimized() : request.ebsOptimized())
        .associatePublicIpAddress(request.associatePublicIpAddress())
        .placementTenancy(request.placementTenancy())
        .metadataOptions(request.metadataOptions())
        .build();
  }

  private static @Nullable String or(@Nullable String given, @Nullable String other) {
    return given == null || given.isEmpty() ? other : given;
  }

  /** Detailed unless said otherwise, as launch configurations have it. */
  private static InstanceMonitoring monitoring(
      @Nullable InstanceMonitoring given, @Nullable InstanceMonitoring like) {
    if (given != null) {
      return given;
    }
    return like == null ? InstanceMonitoring.builder().enabled(true).build() : like;
  }

  private Instance instance(Call call, String id) {
    try {
      return parts
          .cloud()
          .look(call)
          .describeInstances(DescribeInstancesRequest.builder().instanceIds(List.of(id)).build())
          .reservationsOrEmpty()
          .getFirst()
          .instancesOrEmpty()
          .getFirst();
    } catch (ServiceError e) {
      throw Faults.validation(e.message());
    }
  }

  private static LaunchConfiguration like(Instance instance) {
    return LaunchConfiguration.builder()
        .imageId(instance.imageId())
        .instanceType(instance.instanceType())
        .keyName(instance.keyName())
        .ebsOptimized(instance.ebsOptimized())
        .securityGroups(
            instance.securityGroupsOrEmpty().stream().map(GroupIdentifier::groupId).toList())
        .iamInstanceProfile(
            instance.iamInstanceProfile() == null ? null : instance.iamInstanceProfile().arn())
        .build();
  }

  private void requireImage(Call call, LaunchConfiguration settings) {
    String image = settings.imageId();
    if (image == null || settings.instanceType() == null) {
      throw Faults.validation(
          "Valid requests must contain either the InstanceID parameter or both the ImageId and"
              + " InstanceType parameters.");
    }
    try {
      boolean there =
          !parts
              .cloud()
              .look(call)
              .describeImages(DescribeImagesRequest.builder().imageIds(List.of(image)).build())
              .imagesOrEmpty()
              .isEmpty();
      if (!there) {
        throw Faults.validation("AMI " + image + " is invalid: The AMI ID does not exist.");
      }
    } catch (ServiceError e) {
      throw e.code().equals("ValidationError")
          ? e
          : Faults.validation("AMI " + image + " is invalid: " + e.message());
    }
  }

  private DeleteLaunchConfigurationResponse delete(Call call, LaunchConfigurationNameType request) {
    String name = Faults.required(request.launchConfigurationName(), "launchConfigurationName");
    return parts
        .store()
        .write(tx -> {
          LaunchConfigurations.require(tx, call.scope(), name);
          boolean used =
              tx.list(Group.TABLE, call.scope()).stream()
                  .anyMatch(group -> name.equals(group.settings().launchConfigurationName()));
          if (used) {
            throw Faults.inUse(
                "Cannot delete launch configuration "
                    + name
                    + " because it is attached to an AutoScalingGroup");
          }
          tx.delete(LaunchConfigurationRow.TABLE, call.scope(), name);
          return DeleteLaunchConfigurationResponse.builder().build();
        });
  }

  private LaunchConfigurationsType describe(Call call, LaunchConfigurationNamesType request) {
    List<LaunchConfigurationRow> all =
        parts.store().read(tx -> tx.list(LaunchConfigurationRow.TABLE, call.scope()));
    Pages.Page<LaunchConfigurationRow> page =
        parts
            .pages()
            .page(
                call,
                "launch configurations",
                Lists.named(
                    all, request.launchConfigurationNamesOrEmpty(), LaunchConfigurationRow::name),
                LaunchConfigurationRow::name,
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return LaunchConfigurationsType.builder()
        .launchConfigurations(page.map(LaunchConfigurationRow::settings))
        .nextToken(page.token())
        .build();
  }
}
