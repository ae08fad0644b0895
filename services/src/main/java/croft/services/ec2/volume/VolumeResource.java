package croft.services.ec2.volume;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Missing;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Volume}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html">AWS::EC2::Volume</a>.
 */
public final class VolumeResource extends TaggedResource {
  private static final List<String> FIXED =
      List.of("AvailabilityZone", "Encrypted", "KmsKeyId", "MultiAttachEnabled", "SnapshotId");
  private static final List<String> MODIFIABLE =
      List.of("Iops", "Size", "Throughput", "VolumeType");
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::Volume", "VolumeId")
          .with(
              Property.of("AutoEnableIO", BOOLEAN),
              Property.of("AvailabilityZone", STRING),
              Property.of("Encrypted", BOOLEAN),
              Property.of("Iops", INTEGER),
              Property.of("KmsKeyId", STRING),
              Property.of("MultiAttachEnabled", BOOLEAN),
              Property.of("Size", INTEGER),
              Property.of("SnapshotId", STRING),
              Property.of("Throughput", INTEGER),
              Property.of("VolumeType", STRING))
          .unsupported(
              "AvailabilityZoneId", "OutpostArn", "SourceVolumeId", "VolumeInitializationRate")
          .tags()
          .attributes("VolumeId");

  public VolumeResource() {
    super(
        SCHEMA, new Noun("volume", Ec2Model.DESCRIBE_VOLUMES, "VolumeIds", "Volumes", "VolumeId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_VOLUME, members.put("ClientToken", request.token()))
        .path("VolumeId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.changed("AutoEnableIO")) {
      ObjectNode members = Ec2Calls.members("VolumeId", id);
      boolean value = request.properties().path("AutoEnableIO").asBoolean(false);
      members.putObject("AutoEnableIO").put("Value", value);
      Ec2Calls.of(request).call(Ec2Model.MODIFY_VOLUME_ATTRIBUTE, members);
    }
  }

  @Override
  public void update(ResourceRequest request) {
    for (String name : FIXED) {
      if (request.changed(name)) {
        throw ServiceError.badRequest(
            "NotUpdatable", "Updates are not supported for property " + name + " of a volume.");
      }
    }
    ObjectNode change = request.properties().deepCopy().retain(MODIFIABLE);
    ObjectNode live = found(request, request.physicalId()).orElseThrow(() -> gone(request));
    change
        .propertyStream()
        .map(Map.Entry::getKey)
        .toList()
        .forEach(name -> {
          if (!request.changed(name) || change.path(name).equals(live.path(name))) {
            change.remove(name);
          }
        });
    if (!change.isEmpty()) {
      modify(request, change.put("VolumeId", request.physicalId()));
    }
    super.update(request);
  }

  private static void modify(ResourceRequest request, ObjectNode change) {
    try {
      Ec2Calls.of(request).call(Ec2Model.MODIFY_VOLUME, change);
    } catch (ServiceError e) {
      if (e.code().equals("IncorrectModificationState")) {
        throw new NotYetException(e.message());
      }
      throw e;
    }
  }

  private static ServiceError gone(ResourceRequest request) {
    return ServiceError.badRequest(
        "InvalidVolume.NotFound", "The volume '" + request.physicalId() + "' does not exist.");
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    String state =
        found(request, request.physicalId())
            .orElseThrow(() -> gone(request))
            .path("State")
            .asString("");
    return switch (state) {
      case "available", "in-use" -> Progress.doneWhen(!isModified(request));
      case "error" ->
          throw ServiceError.badRequest(
              "NotStabilized", "Volume " + request.physicalId() + " could not be made");
      default -> Progress.pending();
    };
  }

  private static boolean isModified(ResourceRequest request) {
    ObjectNode question = Ec2Calls.ids("VolumeIds", request.physicalId());
    return Missing.empty(() ->
            Ec2Calls.of(request)
                .all(Ec2Model.DESCRIBE_VOLUMES_MODIFICATIONS, "VolumesModifications", question))
        .stream()
        .flatMap(List::stream)
        .anyMatch(one -> one.path("ModificationState").asString("").equals("modifying"));
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return found.path("State").asString("").equals("deleted");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    if (!found(request, id).orElseThrow().path("State").asString("").equals("deleting")) {
      Ec2Calls.of(request).call(Ec2Model.DELETE_VOLUME, Ec2Calls.members("VolumeId", id));
    }
  }

  /** Found again, when a call is repeated, by its description. */
  @Override
  public boolean hasSnapshots() {
    return true;
  }

  @Override
  public Progress snapshot(ResourceRequest request) {
    Ec2Calls ec2 = Ec2Calls.of(request);
    String id = request.physicalId();
    if (found(request, id).isEmpty()) {
      return Progress.done();
    }
    String description =
        "Created by CloudFormation for %s of stack %s"
            .formatted(request.owner().logicalId(), request.owner().stackName());
    ObjectNode question = Ec2Calls.filters("volume-id", id, "description", description);
    List<ObjectNode> there = ec2.all(Ec2Model.DESCRIBE_SNAPSHOTS, "Snapshots", question);
    if (there.isEmpty()) {
      ec2.call(
          Ec2Model.CREATE_SNAPSHOT,
          Ec2Calls.members("VolumeId", id).put("Description", description));
      return Progress.pending();
    }
    return switch (there.getFirst().path("State").asString("")) {
      case "completed" -> Progress.done();
      case "error" ->
          throw ServiceError.badRequest("NotStabilized", "The snapshot of " + id + " failed");
      default -> Progress.pending();
    };
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    ObjectNode question =
        Ec2Calls.members("VolumeId", live.path("VolumeId").asString())
            .put("Attribute", "autoEnableIO");
    live.put(
        "AutoEnableIO",
        Ec2Calls.of(request)
            .call(Ec2Model.DESCRIBE_VOLUME_ATTRIBUTE, question)
            .path("AutoEnableIO")
            .path("Value")
            .asBoolean(false));
  }
}
