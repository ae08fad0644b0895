package croft.services.cloudformation.stack;

import croft.api.cloudformation.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tags of stacks. */
public final class StackTags {
  private StackTags() {}

  /**
   * As the API gives them.
   *
   * @throws croft.base.ServiceError {@code ValidationError} for a key in AWS's name
   */
  public static Map<String, String> of(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Tag tag : tags) {
      String key = Objects.requireNonNullElse(tag.key(), "");
      if (key.startsWith("aws:")) {
        throw StackErrors.validation(
            "aws: prefixed tag key names are not allowed for external use.");
      }
      map.put(key, Objects.requireNonNullElse(tag.value(), ""));
    }
    return map;
  }
}
