package croft.services.autoscaling.launchconfiguration;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.autoscaling.CreateLaunchConfigurationType;
import croft.api.autoscaling.LaunchConfiguration;
import croft.api.autoscaling.LaunchConfigurationNameType;
import croft.api.autoscaling.LaunchConfigurationNamesType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingCalls;
import croft.services.resource.ApiShapes;
import croft.services.resource.MachineImages;
import croft.services.resource.Made;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::AutoScaling::LaunchConfiguration}: never changed, only exchanged.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-launchconfiguration.html">AWS::AutoScaling::LaunchConfiguration</a>.
 */
public final class LaunchConfigurationResource implements ResourceType {
  private static final String NAME = "LaunchConfigurationName";
  private static final String MONITORING = "InstanceMonitoring";
  private static final PropertyType DISK =
      PropertyType.structure(
          Property.of("DeleteOnTermination", BOOLEAN),
          Property.of("Encrypted", BOOLEAN),
          Property.of("Iops", INTEGER),
          Property.of("SnapshotId", STRING),
          Property.of("Throughput", INTEGER),
          Property.of("VolumeSize", INTEGER),
          Property.of("VolumeType", STRING));
  private static final PropertyType DEVICE =
      PropertyType.structure(
          Property.of("DeviceName", STRING).needed(),
          Property.of("Ebs", DISK),
          Property.of("NoDevice", BOOLEAN),
          Property.of("VirtualName", STRING));
  private static final PropertyType METADATA =
      PropertyType.structure(
          Property.of("HttpEndpoint", STRING),
          Property.of("HttpPutResponseHopLimit", INTEGER),
          Property.of("HttpTokens", STRING));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::AutoScaling::LaunchConfiguration", NAME)
          .with(
              Property.of("AssociatePublicIpAddress", BOOLEAN).replacing(),
              Property.of("BlockDeviceMappings", PropertyType.listOf(DEVICE)).replacing(),
              Property.of("EbsOptimized", BOOLEAN).replacing(),
              Property.of("IamInstanceProfile", STRING).replacing(),
              Property.of("ImageId", STRING).needed().replacing(),
              Property.of("InstanceId", STRING).replacing(),
              Property.of(MONITORING, BOOLEAN).replacing(),
              Property.of("InstanceType", STRING).needed().replacing(),
              Property.of("KeyName", STRING).replacing(),
              Property.of(NAME, STRING).replacing(),
              Property.of("MetadataOptions", METADATA).replacing(),
              Property.of("PlacementTenancy", STRING).replacing(),
              Property.of("SecurityGroups", STRINGS).replacing(),
              Property.of("SpotPrice", STRING).replacing(),
              Property.of("UserData", STRING).replacing())
          .unsupported("ClassicLinkVPCId", "ClassicLinkVPCSecurityGroups", "KernelId", "RamDiskId");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    String name = request.nameOr(NAME, ScalingCalls.LONGEST_NAME);
    ObjectNode members = request.properties().deepCopy();
    JsonNode monitoring = members.remove(MONITORING);
    if (monitoring != null) {
      members.putObject(MONITORING).put("Enabled", monitoring.asBoolean());
    }
    members.put(NAME, name);
    members.put("ImageId", MachineImages.resolve(request, request.text("ImageId")));
    try {
      ScalingCalls.of(request)
          .createLaunchConfiguration(ApiShapes.read(members, CreateLaunchConfigurationType::read));
    } catch (ServiceError e) {
      if (!e.code().equals("AlreadyExists") || !isMade(request, name)) {
        throw e;
      }
    }
    return Made.of(name);
  }

  /** Whether what has the name is of an earlier call: no name is generated twice. */
  private static boolean isMade(ResourceRequest request, String name) {
    return request.repeated()
        && find(request, name)
            .filter(there ->
                MachineImages.resolve(request, request.text("ImageId")).equals(there.imageId()))
            .filter(there -> request.text("InstanceType").equals(there.instanceType()))
            .isPresent();
  }

  @Override
  public void update(ResourceRequest request) {
    // Every property needs a new one, and it has no tags.
  }

  @Override
  public Progress delete(ResourceRequest request) {
    try {
      ScalingCalls.passedOver(() ->
          ScalingCalls.of(request)
              .deleteLaunchConfiguration(new LaunchConfigurationNameType(request.physicalId())));
    } catch (ServiceError e) {
      if (e.code().equals("ResourceInUse")) {
        throw new NotYetException(e.message());
      }
      throw e;
    }
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return find(request, request.physicalId()).map(there -> live(request, there));
  }

  private static ObjectNode live(ResourceRequest request, LaunchConfiguration there) {
    ObjectNode live = ApiShapes.write(there);
    live.retain(SCHEMA.properties().keySet());
    for (String empty : List.of("KeyName", "UserData", "SpotPrice", "IamInstanceProfile")) {
      if (live.path(empty).asString("").isEmpty()) {
        live.remove(empty);
      }
    }
    String asked = request.text("ImageId");
    if (!asked.isEmpty() && MachineImages.resolve(request, asked).equals(there.imageId())) {
      live.put("ImageId", asked);
    }
    if (there.instanceMonitoring() != null) {
      live.put(MONITORING, Boolean.TRUE.equals(there.instanceMonitoring().enabled()));
    }
    return live;
  }

  private static Optional<LaunchConfiguration> find(ResourceRequest request, String name) {
    return ScalingCalls.of(request)
        .describeLaunchConfigurations(
            LaunchConfigurationNamesType.builder().launchConfigurationNames(List.of(name)).build())
        .launchConfigurationsOrEmpty()
        .stream()
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return ScalingCalls.pages(
            token ->
                ScalingCalls.of(request)
                    .describeLaunchConfigurations(
                        LaunchConfigurationNamesType.builder().nextToken(token).build()),
            answer -> answer.launchConfigurationsOrEmpty(),
            answer -> answer.nextToken())
        .stream()
        .map(there -> Objects.requireNonNull(there.launchConfigurationName()))
        .toList();
  }
}
