package croft.services.ec2.networkinterface;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::NetworkInterfaceAttachment}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterfaceattachment.html">AWS::EC2::NetworkInterfaceAttachment</a>.
 */
public final class InterfaceAttachmentResource extends LinkResource {
  private static final String ENDS = "DeleteOnTermination";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::NetworkInterfaceAttachment", "AttachmentId")
          .with(
              Property.of(ENDS, BOOLEAN),
              Property.of("DeviceIndex", STRING).needed().replacing(),
              Property.of("InstanceId", STRING).needed().replacing(),
              Property.of("NetworkInterfaceId", STRING).needed().replacing())
          .unsupported("EnaQueueCount", "EnaSrdSpecification")
          .attributes("AttachmentId");

  public InterfaceAttachmentResource() {
    super(SCHEMA);
  }

  @Override
  protected String tie(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.put("DeviceIndex", members.path("DeviceIndex").asInt());
    return Ec2Calls.of(request)
        .call(Ec2Model.ATTACH_NETWORK_INTERFACE, members)
        .path("AttachmentId")
        .asString();
  }

  private static Stream<ObjectNode> attached(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_NETWORK_INTERFACES, "NetworkInterfaces", Ec2Calls.members())
        .stream()
        .filter(nic -> nic.path("Attachment").has("AttachmentId"))
        .filter(nic -> !nic.path("Attachment").path("Status").asString("").equals("detached"));
  }

  private static String id(JsonNode nic) {
    return nic.path("Attachment").path("AttachmentId").asString();
  }

  private static Optional<ObjectNode> found(ResourceRequest request) {
    return attached(request).filter(nic -> id(nic).equals(request.physicalId())).findFirst();
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return attached(request)
        .filter(nic ->
            nic.path("NetworkInterfaceId").asString().equals(request.text("NetworkInterfaceId"))
                && nic.path("Attachment")
                    .path("InstanceId")
                    .asString("")
                    .equals(request.text("InstanceId")))
        .map(InterfaceAttachmentResource::id)
        .findFirst();
  }

  /** It ends with its instance unless the template says otherwise. */
  @Override
  public Progress stabilize(ResourceRequest request) {
    Optional<ObjectNode> nic = found(request);
    String status = nic.map(one -> one.path("Attachment").path("Status").asString("")).orElse("");
    if (!status.equals("attached")) {
      return Progress.pending();
    }
    update(request);
    return Progress.done();
  }

  @Override
  public void update(ResourceRequest request) {
    boolean wanted = request.properties().path(ENDS).asBoolean(true);
    found(request)
        .filter(nic -> nic.path("Attachment").path(ENDS).asBoolean(false) != wanted)
        .ifPresent(nic -> {
          ObjectNode members =
              Ec2Calls.members("NetworkInterfaceId", nic.path("NetworkInterfaceId").asString());
          members.putObject("Attachment").put("AttachmentId", id(nic)).put(ENDS, wanted);
          Ec2Calls.of(request).call(Ec2Model.MODIFY_NETWORK_INTERFACE_ATTRIBUTE, members);
        });
  }

  @Override
  protected void untie(ResourceRequest request) {
    Optional<ObjectNode> going =
        found(request)
            .filter(nic -> !nic.path("Attachment").path("Status").asString("").equals("detaching"));
    if (going.isPresent()) {
      Ec2Calls.of(request)
          .call(
              Ec2Model.DETACH_NETWORK_INTERFACE,
              Ec2Calls.members("AttachmentId", request.physicalId()));
    }
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return found(request)
        .map(nic -> {
          ObjectNode live = (ObjectNode) nic.path("Attachment").deepCopy();
          live.put("DeviceIndex", live.path("DeviceIndex").asString());
          live.set("NetworkInterfaceId", nic.path("NetworkInterfaceId"));
          return live.retain(
              "AttachmentId", ENDS, "DeviceIndex", "InstanceId", "NetworkInterfaceId");
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return attached(request).map(InterfaceAttachmentResource::id).toList();
  }
}
