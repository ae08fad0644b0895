package croft.services.ec2.instance;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.DescribeInstancesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Instance;
import croft.api.ec2.InstanceBlockDeviceMapping;
import croft.api.ec2.RunInstancesRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.base.ServiceError;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.ApiShapes;
import croft.services.resource.MachineImages;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Instance}: there when it runs, gone when it is terminated.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html">AWS::EC2::Instance</a>.
 */
public final class InstanceResource implements ResourceType {
  /** Changed by a new instance, though AWS changes some of their parts in place. */
  private static final Set<String> REPLACING = Set.of("BlockDeviceMappings", "Tenancy");

  @Override
  public ResourceSchema schema() {
    return InstanceProperties.SCHEMA;
  }

  private static Ec2Api ec2(ResourceRequest request) {
    return new Ec2Api(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    ObjectNode launch = InstanceProperties.launch(request.properties());
    if (launch.has("ImageId")) {
      launch.put("ImageId", MachineImages.resolve(request, request.text("ImageId")));
    }
    RunInstancesRequest run =
        ApiShapes.read(launch, RunInstancesRequest::read).toBuilder()
            .clientToken(request.token())
            .tagSpecifications(StackTags.specification(request, "instance"))
            .build();
    return Made.of(
        Objects.requireNonNull(
            ec2(request).runInstances(run).instancesOrEmpty().getFirst().instanceId()));
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    Instance instance = describe(request);
    String state = state(instance);
    if (state.equals("terminated") || state.equals("shutting-down")) {
      throw ServiceError.badRequest(
          "NotStabilized",
          "Instance %s failed to stabilize. Current state: %s. Reason: %s"
              .formatted(
                  request.physicalId(),
                  state,
                  Objects.requireNonNullElse(instance.stateTransitionReason(), "")));
    }
    boolean ready = InstanceChange.settle(request, instance, state);
    if (!ready || !state.equals("running")) {
      return Progress.pending();
    }
    return Progress.doneWhen(attach(request, instance));
  }

  /** Attaches the volumes it shall have; whether all are there. */
  private static boolean attach(ResourceRequest request, Instance instance) {
    boolean all = true;
    for (JsonNode one : request.properties().path("Volumes")) {
      String volumeId = one.path("VolumeId").asString();
      String status =
          instance.blockDeviceMappingsOrEmpty().stream()
              .map(InstanceBlockDeviceMapping::ebs)
              .filter(ebs -> ebs != null && volumeId.equals(ebs.volumeId()))
              .map(ebs -> Objects.requireNonNullElse(ebs.status(), ""))
              .findFirst()
              .orElse("");
      if (status.isEmpty()) {
        ec2(request)
            .attachVolume(
                AttachVolumeRequest.builder()
                    .instanceId(request.physicalId())
                    .volumeId(volumeId)
                    .device(one.path("Device").asString())
                    .build());
      }
      all &= status.equals("attached");
    }
    return all;
  }

  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(schema().replacedBy(before, after));
    REPLACING.stream()
        .filter(name -> !before.path(name).equals(after.path(name)))
        .forEach(names::add);
    return names;
  }

  @Override
  public void update(ResourceRequest request) {
    InstanceChange.begin(request);
    StackTags.update(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Optional<Instance> found = Missing.empty(() -> describe(request));
    if (found.isEmpty() || state(found.get()).equals("terminated")) {
      return Progress.done();
    }
    if (!state(found.get()).equals("shutting-down")) {
      ec2(request)
          .terminateInstances(
              TerminateInstancesRequest.builder()
                  .instanceIds(List.of(request.physicalId()))
                  .build());
    }
    return Progress.pending();
  }

  static String state(Instance instance) {
    return instance.state() == null ? "" : Objects.requireNonNullElse(instance.state().name(), "");
  }

  private static Instance describe(ResourceRequest request) {
    return ec2(request)
        .describeInstances(
            DescribeInstancesRequest.builder().instanceIds(List.of(request.physicalId())).build())
        .reservationsOrEmpty()
        .getFirst()
        .instancesOrEmpty()
        .getFirst();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> describe(request))
        .filter(instance -> !state(instance).equals("terminated"))
        .map(InstanceResource::live);
  }

  private static ObjectNode live(Instance instance) {
    ObjectNode live = JsonMapper.shared().createObjectNode();
    put(live, "InstanceId", instance.instanceId());
    put(live, "ImageId", instance.imageId());
    put(live, "InstanceType", instance.instanceType());
    put(live, "KeyName", instance.keyName());
    put(live, "SubnetId", instance.subnetId());
    put(live, "VpcId", instance.vpcId());
    put(live, "PrivateIp", instance.privateIpAddress());
    live.put("PublicIp", Objects.requireNonNullElse(instance.publicIpAddress(), ""));
    put(live, "PrivateDnsName", instance.privateDnsName());
    live.put("PublicDnsName", Objects.requireNonNullElse(instance.publicDnsName(), ""));
    if (instance.placement() != null) {
      put(live, "AvailabilityZone", instance.placement().availabilityZone());
    }
    if (instance.state() != null) {
      ObjectNode state = live.putObject("State");
      state.put("Code", String.valueOf(instance.state().code()));
      state.put("Name", instance.state().name());
    }
    ArrayNode groups = live.putArray("SecurityGroupIds");
    instance.securityGroupsOrEmpty().forEach(group -> groups.add(group.groupId()));
    live.set("Tags", StackTags.property(instance.tagsOrEmpty()));
    return live;
  }

  private static void put(ObjectNode live, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      live.put(name, value);
    }
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return ec2(request)
        .describeInstances(DescribeInstancesRequest.builder().build())
        .reservationsOrEmpty()
        .stream()
        .flatMap(reservation -> reservation.instancesOrEmpty().stream())
        .filter(instance -> !state(instance).equals("terminated"))
        .map(instance -> Objects.requireNonNull(instance.instanceId()))
        .toList();
  }
}
