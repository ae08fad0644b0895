package croft.services.resource;

import croft.wire.schema.Invoker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of a resource type.
 *
 * @param calls other services as the stack's caller may use them: {@code new
 *     Ec2Api(request.calls())}
 * @param owner whose resource it is
 * @param token names this attempt at making or changing it, 32 hex digits: the same when repeated
 *     after a crash, another for a replacement; a client token for APIs that take one
 * @param repeated whether an earlier call with this token may have done something already
 * @param properties what it shall be: evaluated, in the schema's types (numbers as numbers),
 *     without what is refused
 * @param previous what it was made of, for updates; else empty
 * @param physicalId empty before it is made
 * @param formerIds physical ids of things of this logical id before it, replaced or kept: when a
 *     creation is repeated, none of them is what it made
 * @param remembered what its creation or {@link Progress.Pending} left to remember
 * @param stackTags tags of the stack, for what is taggable
 * @param previousStackTags those it was made with, for updates
 * @param policies {@code CreationPolicy} and {@code UpdatePolicy} of its template, evaluated
 */
public record ResourceRequest(
    Invoker calls,
    Owner owner,
    String token,
    boolean repeated,
    ObjectNode properties,
    ObjectNode previous,
    String physicalId,
    Set<String> formerIds,
    ObjectNode remembered,
    Map<String, String> stackTags,
    Map<String, String> previousStackTags,
    ObjectNode policies) {

  /**
   * Where a resource belongs.
   *
   * @param stackName {@code CloudControl} for those of no stack
   * @param stackId the stack's ARN, empty for those of no stack
   * @param logicalId its name in the template
   */
  public record Owner(
      String account, String region, String stackName, String stackId, String logicalId) {}

  public ResourceRequest {
    formerIds = Set.copyOf(formerIds);
    stackTags = Map.copyOf(stackTags);
    previousStackTags = Map.copyOf(previousStackTags);
  }

  /** The text of a property, empty when it is not there. */
  public String text(String property) {
    return properties.path(property).asString("");
  }

  /** The text of a property, null when it is not there: as requests leave out what is not said. */
  public @Nullable String optional(String property) {
    return properties.path(property).asStringOpt().orElse(null);
  }

  /** The text of something remembered, empty when it is not there. */
  public String rememberedText(String name) {
    return remembered.path(name).asString("");
  }

  /** Whether a property differs from what it was. */
  public boolean changed(String property) {
    return !properties.path(property).equals(previous.path(property));
  }

  /**
   * A name for what the template gives none: {@code stack-Logical-1A2B3C4D5E6F}, shortened in the
   * middle to fit.
   *
   * @param most characters
   */
  public String generatedName(int most) {
    String random = token.substring(0, 12).toUpperCase(Locale.ROOT);
    int room = most - random.length() - 2;
    String stack = owner.stackName();
    String logical = owner.logicalId();
    if (stack.length() + logical.length() > room) {
      int half = room / 2;
      logical =
          logical.substring(0, Math.min(logical.length(), Math.max(half, room - stack.length())));
      stack = stack.substring(0, Math.min(stack.length(), room - logical.length()));
    }
    return stack + "-" + logical + "-" + random;
  }

  /** The property of this name, or else a generated one. */
  public String nameOr(String property, int most) {
    String given = text(property);
    return given.isEmpty() ? generatedName(most) : given;
  }

  /** The tags it shall have: the stack's, under those of its own property Tags. */
  public Map<String, String> tags() {
    return tags(stackTags, properties);
  }

  /** The tags it had by its property Tags and the stack's. */
  public Map<String, String> previousTags() {
    return tags(previousStackTags, previous);
  }

  /** The tags an update gives or changes. */
  public Map<String, String> givenTags() {
    Map<String, String> given = new LinkedHashMap<>(tags());
    given.entrySet().removeAll(previousTags().entrySet());
    return given;
  }

  /** The keys of the tags an update takes away. */
  public List<String> takenTags() {
    Map<String, String> after = tags();
    return previousTags().keySet().stream().filter(key -> !after.containsKey(key)).toList();
  }

  private static Map<String, String> tags(Map<String, String> ofStack, ObjectNode of) {
    Map<String, String> all = new LinkedHashMap<>(ofStack);
    for (JsonNode tag : of.path("Tags")) {
      all.put(tag.path("Key").asString(""), tag.path("Value").asString(""));
    }
    return all;
  }

  /** The tags that CloudFormation itself gives, by which its things are found. */
  public Map<String, String> marks() {
    if (owner.stackId().isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "aws:cloudformation:stack-name", owner.stackName(),
        "aws:cloudformation:stack-id", owner.stackId(),
        "aws:cloudformation:logical-id", owner.logicalId());
  }
}
