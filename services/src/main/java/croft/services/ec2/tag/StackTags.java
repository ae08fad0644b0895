package croft.services.ec2.tag;

import croft.api.ec2.CreateTagsRequest;
import croft.api.ec2.DeleteTagsRequest;
import croft.api.ec2.DescribeTagsRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.Tag;
import croft.api.ec2.TagDescription;
import croft.api.ec2.TagSpecification;
import croft.services.resource.ApiShapes;
import croft.services.resource.ResourceRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Tags of resource types: those of template and stack, and CloudFormation's own. */
public final class StackTags {
  private static final String OWN = "aws:";
  private static final String LOGICAL_ID = "aws:cloudformation:logical-id";

  private StackTags() {}

  /** All tags of a new thing, CloudFormation's own among them. */
  public static List<TagSpecification> specification(ResourceRequest request, String type) {
    Map<String, String> tags = new HashMap<>(request.tags());
    tags.putAll(request.marks());
    return tags.isEmpty()
        ? List.of()
        : List.of(TagSpecification.builder().resourceType(type).tags(Tags.shapes(tags)).build());
  }

  /** The same as {@link #specification}, by the names of the model. */
  public static ArrayNode specified(ResourceRequest request, String type) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    specification(request, type).forEach(one -> list.add(ApiShapes.write(one)));
    return list;
  }

  /**
   * What an earlier, cut off call of this creation made, by CloudFormation's tags.
   *
   * @param type as EC2 calls it: {@code vpc}, {@code elastic-ip}
   */
  public static Optional<String> made(ResourceRequest request, String type) {
    if (!request.repeated() || request.marks().isEmpty()) {
      return Optional.empty();
    }
    List<String> ofStack =
        tagged(request, type, "aws:cloudformation:stack-id", request.owner().stackId());
    return tagged(request, type, LOGICAL_ID, request.owner().logicalId()).stream()
        .filter(id -> ofStack.contains(id) && !request.formerIds().contains(id))
        .findFirst();
  }

  private static List<String> tagged(
      ResourceRequest request, String type, String key, String value) {
    DescribeTagsRequest question =
        DescribeTagsRequest.builder()
            .filters(
                List.of(filter("resource-type", type), filter("key", key), filter("value", value)))
            .build();
    return new Ec2Api(request.calls())
        .describeTags(question).tagsOrEmpty().stream().map(TagDescription::resourceId).toList();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(List.of(value)).build();
  }

  /** Gives, changes and takes the tags that differ from what it was made with. */
  public static void update(ResourceRequest request, String resourceId) {
    Map<String, String> put = request.givenTags();
    List<Tag> taken =
        request.takenTags().stream().map(key -> Tag.builder().key(key).build()).toList();
    Ec2Api ec2 = new Ec2Api(request.calls());
    if (!taken.isEmpty()) {
      ec2.deleteTags(
          DeleteTagsRequest.builder().resources(List.of(resourceId)).tags(taken).build());
    }
    if (!put.isEmpty()) {
      ec2.createTags(
          CreateTagsRequest.builder()
              .resources(List.of(resourceId))
              .tags(Tags.shapes(put))
              .build());
    }
  }

  /** Described tags as the property Tags has them, without those in AWS's name. */
  public static ArrayNode property(JsonNode tags) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    for (JsonNode tag : tags) {
      if (!tag.path("Key").asString("").startsWith(OWN)) {
        list.add(tag);
      }
    }
    return list;
  }

  /** Tags as the property Tags has them, without those in AWS's name. */
  public static ArrayNode property(List<Tag> tags) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    for (Tag tag : tags) {
      String key = tag.key();
      if (key != null && !key.startsWith(OWN)) {
        list.addObject().put("Key", key).put("Value", tag.value() == null ? "" : tag.value());
      }
    }
    return list;
  }
}
