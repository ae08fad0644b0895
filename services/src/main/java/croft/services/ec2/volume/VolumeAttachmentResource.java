package croft.services.ec2.volume;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Missing;
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
 * {@code AWS::EC2::VolumeAttachment}, known as {@code vol-…|i-…}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volumeattachment.html">AWS::EC2::VolumeAttachment</a>.
 */
public final class VolumeAttachmentResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VolumeAttachment", "VolumeId")
          .with(
              Property.of("Device", STRING).replacing(),
              Property.of("InstanceId", STRING).needed().replacing(),
              Property.of("VolumeId", STRING).needed().replacing())
          .unsupported("EbsCardIndex");

  public VolumeAttachmentResource() {
    super(SCHEMA);
  }

  private static String named(JsonNode attachment) {
    return attachment.path("VolumeId").asString() + "|" + attachment.path("InstanceId").asString();
  }

  private static Stream<JsonNode> attachments(ResourceRequest request, ObjectNode question) {
    return Missing.empty(
            () -> Ec2Calls.of(request).all(Ec2Model.DESCRIBE_VOLUMES, "Volumes", question))
        .stream()
        .flatMap(List::stream)
        .flatMap(volume -> volume.path("Attachments").valueStream());
  }

  @Override
  protected String tie(ResourceRequest request) {
    Ec2Calls.of(request).call(Ec2Model.ATTACH_VOLUME, request.properties());
    return named(request.properties());
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    String named = named(request.properties());
    return attachments(request, Ec2Calls.ids("VolumeIds", request.text("VolumeId")))
        .map(VolumeAttachmentResource::named)
        .filter(named::equals)
        .findFirst();
  }

  private static Optional<JsonNode> there(ResourceRequest request) {
    return attachments(request, Ec2Calls.ids("VolumeIds", part(request, 0)))
        .filter(one -> named(one).equals(request.physicalId()))
        .filter(one -> !one.path("State").asString("").equals("detached"))
        .findFirst();
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    return Progress.doneWhen(
        there(request)
            .filter(one -> one.path("State").asString("").equals("attached"))
            .isPresent());
  }

  @Override
  protected void untie(ResourceRequest request) {
    if (there(request)
        .filter(one -> !one.path("State").asString("").equals("detaching"))
        .isPresent()) {
      Ec2Calls.of(request)
          .call(
              Ec2Model.DETACH_VOLUME,
              Ec2Calls.members("VolumeId", part(request, 0)).put("InstanceId", part(request, 1)));
    }
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return there(request)
        .map(one -> ((ObjectNode) one.deepCopy()).retain(SCHEMA.properties().keySet()));
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return attachments(request, Ec2Calls.members()).map(VolumeAttachmentResource::named).toList();
  }
}
