package croft.services.autoscaling.tag;

import croft.api.autoscaling.Tag;
import croft.api.autoscaling.TagDescription;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Group.GroupTag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and shows tags of groups. */
public final class GroupTags {
  /** The one type of resource that has tags. */
  public static final String TYPE = "auto-scaling-group";

  private static final int MOST = 50;

  private GroupTags() {}

  /**
   * Tags for one group.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static Map<String, GroupTag> of(List<Tag> tags, String group) {
    Map<String, GroupTag> read = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.resourceId() != null && !tag.resourceId().equals(group)) {
        throw Faults.validation("Tag's resourceId must be the group's name, " + group);
      }
      requireType(tag.resourceType());
      String key = key(tag.key());
      if (read.put(key, tag(tag)) != null) {
        throw Faults.validation("Duplicate tag key: " + key);
      }
    }
    requireRoom(read);
    return read;
  }

  static GroupTag tag(Tag tag) {
    return new GroupTag(
        Objects.requireNonNullElse(tag.value(), ""), Boolean.TRUE.equals(tag.propagateAtLaunch()));
  }

  static String key(@Nullable String key) {
    if (key == null || key.isEmpty()) {
      throw Faults.validation("The tag key must not be empty.");
    }
    if (key.startsWith("aws:")) {
      throw Faults.validation("Tag keys starting with aws: are reserved for AWS use: " + key);
    }
    return key;
  }

  static void requireType(@Nullable String type) {
    if (type != null && !type.equals(TYPE)) {
      throw Faults.validation("The resource type " + type + " is not supported: use " + TYPE);
    }
  }

  static void requireRoom(Map<String, GroupTag> tags) {
    if (tags.size() > MOST) {
      throw Faults.limit("The limit of " + MOST + " tags for a group has been exceeded.");
    }
  }

  /** The condition keys of tags in a request. */
  public static Map<String, List<String>> requestKeys(List<Tag> tags) {
    if (tags.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("aws:TagKeys", tags.stream().map(t -> Objects.toString(t.key(), "")).toList());
    for (Tag tag : tags) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(Objects.toString(tag.value(), "")));
    }
    return keys;
  }

  /** As the API shows them, by key. */
  public static List<TagDescription> shapes(Group group) {
    return new TreeMap<>(group.tags())
        .entrySet().stream()
            .map(tag ->
                TagDescription.builder()
                    .resourceId(group.name())
                    .resourceType(TYPE)
                    .key(tag.getKey())
                    .value(tag.getValue().value())
                    .propagateAtLaunch(tag.getValue().propagate())
                    .build())
            .toList();
  }
}
