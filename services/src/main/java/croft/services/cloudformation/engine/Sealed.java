package croft.services.cloudformation.engine;

import croft.services.operation.sealing.Sealing;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects that nobody may read in the store. */
public record Sealed(Sealing sealing) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public String seal(String stackId, ObjectNode object) {
    return object.isEmpty() ? "" : sealing.seal(purpose(stackId), object.toString());
  }

  /** What was sealed for this stack; an empty object for the empty text. */
  public ObjectNode open(String stackId, String sealed) {
    if (sealed.isEmpty()) {
      return JSON.createObjectNode();
    }
    String text =
        sealing
            .open(purpose(stackId), sealed)
            .orElseThrow(() ->
                new IllegalStateException(
                    "What stack "
                        + stackId
                        + " keeps"
                        + " cannot be opened: the master key is another one"));
    return (ObjectNode) JSON.readTree(text);
  }

  private static String purpose(String stackId) {
    return "cloudformation " + stackId;
  }
}
