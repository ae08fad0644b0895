package croft.services.ec2.tag;

import croft.api.ec2.TagSpecification;
import croft.base.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tags given with a creating call, for the resources that call creates. */
public final class TagSpecifications {
  private TagSpecifications() {}

  /**
   * The tags for one resource type, when the call creates only that one.
   *
   * @throws ServiceError for tags meant for a resource the call does not create
   */
  public static Map<String, String> of(String type, List<TagSpecification> specifications) {
    return byType(Set.of(type), specifications).getOrDefault(type, Map.of());
  }

  /** The tags for each resource type a call creates. */
  public static Map<String, Map<String, String>> byType(
      Set<String> created, List<TagSpecification> specifications) {
    Map<String, Map<String, String>> tags = new TreeMap<>();
    for (TagSpecification specification : specifications) {
      String type = specification.resourceType() == null ? "" : specification.resourceType();
      if (!created.contains(type)) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "'" + type + "' is not a valid taggable resource type for this operation.");
      }
      tags.computeIfAbsent(type, t -> new TreeMap<>())
          .putAll(Tags.map(specification.tagsOrEmpty()));
    }
    return tags;
  }
}
