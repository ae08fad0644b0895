package croft.services.ec2.instance;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Instance}: launched, and there once it runs.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html">AWS::EC2::Instance</a>.
 */
public final class InstanceResource extends TaggedResource {

  public InstanceResource() {
    super(
        InstanceProperties.SCHEMA,
        new Noun(
            "instance",
            Ec2Model.DESCRIBE_INSTANCES,
            "InstanceIds",
            "Reservations",
            "ReservationId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.RUN_INSTANCES, InstanceProperties.launch(request, members))
        .path("Instances")
        .path(0)
        .path("InstanceId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    InstanceChanges changes = new InstanceChanges(request, id);
    if (!request.previous().isEmpty()) {
      changes.inPlace();
    }
    changes.sourceCheck();
  }

  @Override
  public void update(ResourceRequest request) {
    super.update(request);
    new InstanceChanges(request, request.physicalId()).stopped();
  }

  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(super.replacedBy(before, after));
    String devices = "BlockDeviceMappings";
    if (InstanceProperties.areOtherDevices(before.path(devices), after.path(devices))) {
      names.add(devices);
    }
    return names;
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    String id = request.physicalId();
    ObjectNode instance =
        found(request, id)
            .map(reservation -> (ObjectNode) reservation.path("Instances").path(0))
            .orElseThrow(() -> failed(request, id));
    return switch (instance.path("State").path("Name").asString("")) {
      case "running" -> new InstanceChanges(request, id).volumes(instance);
      case "pending" -> Progress.pending();
      default -> throw failed(request, id);
    };
  }

  private static ServiceError failed(ResourceRequest request, String id) {
    JsonNode instance =
        Missing.empty(() ->
                Ec2Calls.of(request)
                    .call(Ec2Model.DESCRIBE_INSTANCES, Ec2Calls.ids("InstanceIds", id))
                    .path("Reservations")
                    .path(0)
                    .path("Instances")
                    .path(0))
            .orElse(Ec2Calls.members());
    return ServiceError.badRequest(
        "NotStabilized",
        "Instance %s failed to stabilize. Current state: %s. Reason: %s"
            .formatted(
                id,
                instance.path("State").path("Name").asString("terminated"),
                instance.path("StateReason").path("Message").asString("unknown")));
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    JsonNode state =
        found(request, id).orElse(Ec2Calls.members()).path("Instances").path(0).path("State");
    if (!state.path("Name").asString("").equals("shutting-down")) {
      Ec2Calls.of(request).call(Ec2Model.TERMINATE_INSTANCES, Ec2Calls.ids("InstanceIds", id));
    }
  }

  @Override
  protected boolean isGone(ObjectNode reservation) {
    JsonNode state = reservation.path("Instances").path(0).path("State");
    return state.path("Name").asString("").equals("terminated");
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    InstanceLook.fill(request, live);
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_INSTANCES, "Reservations", Ec2Calls.members())
        .stream()
        .flatMap(reservation -> reservation.path("Instances").valueStream())
        .filter(one -> !one.path("State").path("Name").asString("").equals("terminated"))
        .map(one -> one.path("InstanceId").asString())
        .toList();
  }
}
