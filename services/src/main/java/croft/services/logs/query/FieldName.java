package croft.services.logs.query;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A field's name, and where JSON has it: {@code a.b}, {@code items.0}.
 *
 * @param parts what the dots part
 */
record FieldName(String name, List<String> parts) {
  private static final int MOST_PARTS = 50;

  FieldName {
    parts = List.copyOf(parts);
  }

  static FieldName of(String name) {
    return new FieldName(name, List.of(name.split("\\.", MOST_PARTS)));
  }

  /** Whether it is one that a query cannot name. */
  boolean isHidden() {
    return name.startsWith("\0");
  }

  /** The value in a document; a member whose own name has dots counts too. */
  Value in(JsonNode document) {
    return in(document, 0);
  }

  private Value in(JsonNode node, int from) {
    if (from == parts.size()) {
      return Value.of(node);
    }
    if (node.isArray()) {
      return element(node, from);
    }
    String name = parts.get(from);
    for (int next = from + 1; next <= parts.size(); next++) {
      JsonNode member = node.get(memberName(name, from));
      if (member != null) {
        Value found = in(member, next);
        if (!found.isMissing()) {
          return found;
        }
      }
      name = next < parts.size() ? name + "." + parts.get(next) : name;
    }
    return Value.Missing.VALUE;
  }

  private Value element(JsonNode node, int from) {
    String index = parts.get(from);
    if (index.isEmpty() || index.length() > 6 || !index.chars().allMatch(Character::isDigit)) {
      return Value.Missing.VALUE;
    }
    JsonNode element = node.get(Integer.parseInt(index));
    return element == null ? Value.Missing.VALUE : in(element, from + 1);
  }

  /** Members that begin with @ have another before them in queries, beside the fields of AWS. */
  private static String memberName(String name, int from) {
    return from == 0 && name.startsWith("@@") ? name.substring(1) : name;
  }
}
