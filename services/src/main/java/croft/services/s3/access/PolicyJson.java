package croft.services.s3.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy document as a tree, for what is asked of it before and besides a decision. */
final class PolicyJson {
  private static final int DEEPEST = 8;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PolicyJson() {}

  /** The tree, or null when the text is not JSON. */
  static @Nullable JsonNode read(String document) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException notJson) {
      return null;
    }
  }

  /** The statements, of which one alone may stand without a list. */
  static List<JsonNode> statements(JsonNode policy) {
    return elements(policy.get("Statement"));
  }

  /** The elements of a list, or the one that stands for a list; none when there is nothing. */
  static List<JsonNode> elements(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    return node.isArray() ? List.copyOf(node.values()) : List.of(node);
  }

  /** The texts among them. */
  static List<String> texts(@Nullable JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(node)) {
      if (element.isString()) {
        texts.add(element.stringValue());
      }
    }
    return texts;
  }

  /** The document with only those statements that deny; empty text when none does. */
  static String denialsOf(String document) {
    JsonNode policy = read(document);
    if (policy == null) {
      return "";
    }
    List<String> denials = new ArrayList<>();
    for (JsonNode statement : statements(policy)) {
      if (texts(statement.get("Effect")).contains("Deny")) {
        denials.add(statement.toString());
      }
    }
    JsonNode version = policy.get("Version");
    String versionText = version == null ? "" : "\"Version\":" + version + ",";
    return denials.isEmpty()
        ? ""
        : "{" + versionText + "\"Statement\":[" + String.join(",", denials) + "]}";
  }
}
