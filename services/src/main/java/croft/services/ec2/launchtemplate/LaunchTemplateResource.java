package croft.services.ec2.launchtemplate;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.MachineImages;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::LaunchTemplate}: each change of its data is a new version.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html">AWS::EC2::LaunchTemplate</a>.
 */
public final class LaunchTemplateResource extends TaggedResource {
  private static final int LONGEST_NAME = 128;
  private static final String TYPE = "launch-template";
  private static final String TAGS = "TagSpecifications";
  private static final String DATA = "LaunchTemplateData";

  public LaunchTemplateResource() {
    super(
        TemplateProperties.SCHEMA,
        new Noun(
            TYPE,
            Ec2Model.DESCRIBE_LAUNCH_TEMPLATES,
            "LaunchTemplateIds",
            "LaunchTemplates",
            "LaunchTemplateId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    members.put("LaunchTemplateName", request.nameOr("LaunchTemplateName", LONGEST_NAME));
    members.put("ClientToken", request.token());
    members.set(DATA, data(request));
    List<JsonNode> own = new ArrayList<>();
    for (JsonNode one : request.properties().path(TAGS)) {
      if (one.path("ResourceType").asString("").equals(TYPE)) {
        one.path("Tags").forEach(own::add);
      }
    }
    if (!own.isEmpty()) {
      add(members, own);
    }
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_LAUNCH_TEMPLATE, members)
        .path("LaunchTemplate")
        .path("LaunchTemplateId")
        .asString();
  }

  private static void add(ObjectNode members, List<JsonNode> own) {
    ArrayNode specifications =
        members.path(TAGS) instanceof ArrayNode there ? there : members.putArray(TAGS);
    if (specifications.isEmpty()) {
      specifications.addObject().put("ResourceType", TYPE).putArray("Tags");
    }
    ArrayNode tags = (ArrayNode) specifications.path(0).path("Tags");
    own.forEach(tags::add);
  }

  private static ObjectNode data(ResourceRequest request) {
    ObjectNode data = (ObjectNode) request.properties().path(DATA).deepCopy();
    String imageId = data.path("ImageId").asString("");
    if (!imageId.isEmpty()) {
      data.put("ImageId", MachineImages.resolve(request, imageId));
    }
    return data;
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (!request.previous().isEmpty()
        && (request.changed(DATA) || request.changed("VersionDescription"))) {
      ObjectNode members =
          Ec2Calls.members("LaunchTemplateId", id).put("ClientToken", request.token());
      if (request.properties().has("VersionDescription")) {
        members.put("VersionDescription", request.text("VersionDescription"));
      }
      members.set(DATA, data(request));
      Ec2Calls.of(request).call(Ec2Model.CREATE_LAUNCH_TEMPLATE_VERSION, members);
    }
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request)
        .call(Ec2Model.DELETE_LAUNCH_TEMPLATE, Ec2Calls.members("LaunchTemplateId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.put("DefaultVersionNumber", live.path("DefaultVersionNumber").asString(""));
    live.put("LatestVersionNumber", live.path("LatestVersionNumber").asString(""));
  }
}
