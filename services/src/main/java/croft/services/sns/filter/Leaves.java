package croft.services.sns.filter;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds the values that stand at a path of a document, through arrays. */
final class Leaves {
  private Leaves() {}

  static List<JsonNode> at(JsonNode root, List<String> path) {
    List<JsonNode> found = new ArrayList<>();
    collect(root, path, found);
    return found;
  }

  private static void collect(JsonNode node, List<String> path, List<JsonNode> found) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, path, found));
    } else if (!path.isEmpty()) {
      JsonNode next = node.path(path.getFirst());
      if (!next.isMissingNode()) {
        collect(next, path.subList(1, path.size()), found);
      }
    } else if (!node.isObject()) {
      found.add(node);
    }
  }
}
