package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.ShownParameter;
import croft.services.cloudformation.stack.StackRevision;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The values of parameters with NoEcho, which neither events nor change sets tell.
 *
 * @param values those that are not empty
 */
record Hidden(List<String> values) {

  /** Those of a revision. */
  static Hidden of(StackRevision revision, Sealed sealed) {
    ObjectNode parameters = sealed.open(revision.stackId(), revision.parameters());
    return new Hidden(
        revision.shown().stream()
            .filter(one -> one.value().equals(ShownParameter.HIDDEN))
            .map(one -> parameters.path(one.key()).asString(""))
            .filter(value -> !value.isEmpty())
            .toList());
  }

  /** The same with stars in the place of each. */
  ObjectNode in(ObjectNode object) {
    return values.isEmpty() ? object : (ObjectNode) mask(object);
  }

  private JsonNode mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode masked = JsonMapper.shared().createObjectNode();
      object.properties().forEach(one -> masked.set(one.getKey(), mask(one.getValue())));
      return masked;
    }
    if (node instanceof ArrayNode list) {
      ArrayNode masked = JsonMapper.shared().createArrayNode();
      list.forEach(item -> masked.add(mask(item)));
      return masked;
    }
    return node.isString() ? StringNode.valueOf(mask(node.asString())) : node;
  }

  /** A text with stars in the place of each. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, ShownParameter.HIDDEN);
    }
    return masked;
  }
}
