package croft.services.cloudformation.stack;

import java.util.List;
import java.util.Map;

/**
 * What stands behind a logical id: something of a type, made of properties.
 *
 * @param physicalId empty while it is not made
 * @param properties evaluated, as a JSON object, sealed
 * @param remembered what its type wants to remember, as a JSON object, sealed
 * @param policies CreationPolicy and UpdatePolicy, evaluated, as a JSON object
 * @param deletionPolicy Delete, Retain, RetainExceptOnCreate or Snapshot
 * @param updateReplacePolicy Delete, Retain or Snapshot
 * @param dependsOn logical ids that must be there before it, and after it when it goes
 * @param stackTags the stack's tags at that time
 */
public record Thing(
    String type,
    String physicalId,
    String properties,
    String remembered,
    String policies,
    String deletionPolicy,
    String updateReplacePolicy,
    List<String> dependsOn,
    Map<String, String> stackTags) {
  public Thing {
    dependsOn = List.copyOf(dependsOn);
    stackTags = Map.copyOf(stackTags);
  }

  public Thing made(String id, String kept) {
    return new Thing(
        type,
        id,
        properties,
        kept,
        policies,
        deletionPolicy,
        updateReplacePolicy,
        dependsOn,
        stackTags);
  }
}
