package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.resource.Missing;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes of an instance that its resource type makes: those that it does not feel, and those for
 * which it is stopped and started again.
 */
final class InstanceChanges {
  private static final List<String> WHEN_STOPPED =
      List.of("InstanceType", "UserData", "EbsOptimized");

  private final ResourceRequest request;
  private final Ec2Calls ec2;
  private final String id;

  InstanceChanges(ResourceRequest request, String id) {
    this.request = request;
    this.ec2 = Ec2Calls.of(request);
    this.id = id;
  }

  /** Makes the changes that need no interruption. */
  void inPlace() {
    if (request.changed("DisableApiTermination")) {
      boolean value = request.properties().path("DisableApiTermination").asBoolean(false);
      modify(members -> members.putObject("DisableApiTermination").put("Value", value));
    }
    if (request.changed("InstanceInitiatedShutdownBehavior")) {
      String value =
          request.properties().path("InstanceInitiatedShutdownBehavior").asString("stop");
      modify(members -> members.putObject("InstanceInitiatedShutdownBehavior").put("Value", value));
    }
    if (request.changed("SecurityGroupIds") && request.properties().has("SecurityGroupIds")) {
      modify(members -> members.set("Groups", request.properties().path("SecurityGroupIds")));
    }
    if (request.changed("Monitoring")) {
      ObjectNode ids = Ec2Calls.ids("InstanceIds", id);
      if (request.properties().path("Monitoring").asBoolean(false)) {
        ec2.call(Ec2Model.MONITOR_INSTANCES, ids);
      } else {
        ec2.call(Ec2Model.UNMONITOR_INSTANCES, ids);
      }
    }
    if (request.changed("MetadataOptions") && request.properties().has("MetadataOptions")) {
      ObjectNode members = (ObjectNode) request.properties().path("MetadataOptions").deepCopy();
      ec2.call(Ec2Model.MODIFY_INSTANCE_METADATA_OPTIONS, members.put("InstanceId", id));
    }
    credits();
    ends();
    profile();
    detachOld();
  }

  private void modify(Consumer<ObjectNode> change) {
    ObjectNode members = Ec2Calls.members("InstanceId", id);
    change.accept(members);
    ec2.call(Ec2Model.MODIFY_INSTANCE_ATTRIBUTE, members);
  }

  private void credits() {
    if (request.changed("CreditSpecification")) {
      ObjectNode members = Ec2Calls.members();
      JsonNode wanted = request.properties().path("CreditSpecification").path("CPUCredits");
      members
          .putArray("InstanceCreditSpecifications")
          .addObject()
          .put("InstanceId", id)
          .put("CpuCredits", wanted.asString("standard"));
      ec2.call(Ec2Model.MODIFY_INSTANCE_CREDIT_SPECIFICATION, members);
    }
  }

  /** What becomes of devices at the end is all of them that changes in place. */
  private void ends() {
    if (request.changed("BlockDeviceMappings")) {
      for (JsonNode device : request.properties().path("BlockDeviceMappings")) {
        JsonNode ends = device.path("Ebs").path("DeleteOnTermination");
        if (!ends.isMissingNode()) {
          modify(members ->
              members
                  .putArray("BlockDeviceMappings")
                  .addObject()
                  .put("DeviceName", device.path("DeviceName").asString())
                  .putObject("Ebs")
                  .set("DeleteOnTermination", ends));
        }
      }
    }
  }

  private void profile() {
    if (!request.changed("IamInstanceProfile")) {
      return;
    }
    Optional<String> association =
        ec2
            .all(
                Ec2Model.DESCRIBE_IAM_INSTANCE_PROFILE_ASSOCIATIONS,
                "IamInstanceProfileAssociations",
                Ec2Calls.filters("instance-id", id))
            .stream()
            .map(one -> one.path("AssociationId").asString())
            .findFirst();
    String name = request.text("IamInstanceProfile");
    ObjectNode members = Ec2Calls.members();
    association.ifPresent(one -> members.put("AssociationId", one));
    members.putObject("IamInstanceProfile").put("Name", name);
    if (name.isEmpty()) {
      association.ifPresent(one ->
          ec2.call(
              Ec2Model.DISASSOCIATE_IAM_INSTANCE_PROFILE, Ec2Calls.members("AssociationId", one)));
    } else if (association.isPresent()) {
      ec2.call(Ec2Model.REPLACE_IAM_INSTANCE_PROFILE_ASSOCIATION, members);
    } else {
      ec2.call(Ec2Model.ASSOCIATE_IAM_INSTANCE_PROFILE, members.put("InstanceId", id));
    }
  }

  private void detachOld() {
    Set<JsonNode> kept = new HashSet<>();
    request.properties().path("Volumes").forEach(kept::add);
    for (JsonNode volume : request.previous().path("Volumes")) {
      if (!kept.contains(volume)) {
        Missing.passedOver(() ->
            ec2.call(
                Ec2Model.DETACH_VOLUME,
                Ec2Calls.members("VolumeId", volume.path("VolumeId").asString())
                    .put("InstanceId", id)));
      }
    }
  }

  /** Lets its first interface forward, or not. */
  void sourceCheck() {
    if (!request.changed("SourceDestCheck")) {
      return;
    }
    for (JsonNode nic : instance().path("NetworkInterfaces")) {
      if (nic.path("Attachment").path("DeviceIndex").asInt(0) == 0) {
        ObjectNode members =
            Ec2Calls.members("NetworkInterfaceId", nic.path("NetworkInterfaceId").asString());
        members
            .putObject("SourceDestCheck")
            .put("Value", request.properties().path("SourceDestCheck").asBoolean(true));
        ec2.call(Ec2Model.MODIFY_NETWORK_INTERFACE_ATTRIBUTE, members);
      }
    }
  }

  private JsonNode instance() {
    return ec2.call(Ec2Model.DESCRIBE_INSTANCES, Ec2Calls.ids("InstanceIds", id))
        .path("Reservations")
        .path(0)
        .path("Instances")
        .path(0);
  }

  /**
   * Makes the changes for which it has to stand still.
   *
   * @throws NotYetException while it stops
   */
  void stopped() {
    if (WHEN_STOPPED.stream().noneMatch(request::changed)) {
      return;
    }
    boolean different = isDifferent();
    switch (instance().path("State").path("Name").asString("")) {
      case "running" -> {
        if (different) {
          ec2.call(Ec2Model.STOP_INSTANCES, Ec2Calls.ids("InstanceIds", id));
          throw new NotYetException(id + " stops for its change");
        }
      }
      case "stopped" -> {
        WHEN_STOPPED.stream().filter(request::changed).forEach(this::change);
        ec2.call(Ec2Model.START_INSTANCES, Ec2Calls.ids("InstanceIds", id));
      }
      case "pending", "stopping" -> throw new NotYetException(id + " is on its way");
      default ->
          throw ServiceError.badRequest(
              "IncorrectInstanceState", "The instance '" + id + "' is terminated");
    }
  }

  /** Whether it is not yet what it shall be: a repeated call has nothing more to do. */
  private boolean isDifferent() {
    JsonNode live = instance();
    ObjectNode asked = Ec2Calls.members("InstanceId", id).put("Attribute", "userData");
    JsonNode data =
        ec2.call(Ec2Model.DESCRIBE_INSTANCE_ATTRIBUTE, asked).path("UserData").path("Value");
    ObjectNode wanted = request.properties();
    boolean sameType =
        live.path("InstanceType").equals(wanted.path("InstanceType"))
            || !request.changed("InstanceType");
    boolean sameData =
        data.asString("").equals(wanted.path("UserData").asString(""))
            || !request.changed("UserData");
    boolean sameDisks =
        live.path("EbsOptimized").asBoolean(false) == wanted.path("EbsOptimized").asBoolean(false)
            || !request.changed("EbsOptimized");
    return !sameType || !sameData || !sameDisks;
  }

  private void change(String property) {
    JsonNode value = request.properties().path(property);
    switch (property) {
      case "InstanceType" ->
          modify(m -> m.putObject(property).put("Value", value.asString("m1.small")));
      case "UserData" -> modify(m -> m.putObject(property).put("Value", value.asString("")));
      default -> modify(m -> m.putObject(property).put("Value", value.asBoolean(false)));
    }
  }

  /** Attaches the volumes it shall have, once it runs; done when all of them are attached. */
  Progress volumes(JsonNode instance) {
    boolean all = true;
    for (JsonNode wanted : request.properties().path("Volumes")) {
      Optional<JsonNode> there =
          instance
              .path("BlockDeviceMappings")
              .valueStream()
              .map(mapping -> mapping.path("Ebs"))
              .filter(ebs -> ebs.path("VolumeId").equals(wanted.path("VolumeId")))
              .findFirst();
      all &= there.isPresent() && there.get().path("Status").asString("").equals("attached");
      if (there.isEmpty()) {
        ec2.call(Ec2Model.ATTACH_VOLUME, ((ObjectNode) wanted.deepCopy()).put("InstanceId", id));
      }
    }
    return Progress.doneWhen(all);
  }
}
