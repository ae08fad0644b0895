package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.Thing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a blueprint's resources are, evaluated over those that are there already. */
final class Evaluation implements Blueprint.Values {
  private final Blueprint blueprint;
  private final Map<String, StackResource> resources;
  private final StackRevision revision;
  private final Requested requested;
  private final Sealed sealed;
  private final Map<String, JsonNode> attributes = new ConcurrentHashMap<>();

  Evaluation(
      Blueprint blueprint,
      Map<String, StackResource> resources,
      StackRevision revision,
      Requested requested,
      Sealed sealed) {
    this.blueprint = blueprint;
    this.resources = resources;
    this.revision = revision;
    this.requested = requested;
    this.sealed = sealed;
  }

  @Override
  public String ref(String logicalId) {
    return there(logicalId).physicalId();
  }

  @Override
  public JsonNode attribute(String logicalId, String name) {
    StackResource row = there(logicalId);
    return attributes.computeIfAbsent(
        logicalId + "." + name,
        key ->
            requested.type(row.thing()).attribute(requested.about(row, row.thing(), false), name));
  }

  private StackResource there(String logicalId) {
    StackResource row = resources.get(logicalId);
    if (row == null || row.physicalId().isEmpty()) {
      throw ServiceError.badRequest(
          "ValidationError", "Resource " + logicalId + " is not there to be referred to");
    }
    return row;
  }

  /** What shall be, not yet made. */
  Thing thing(String logicalId) {
    ObjectNode properties = blueprint.properties(logicalId, this);
    return new Thing(
        blueprint.type(logicalId),
        "",
        sealed.seal(revision.stackId(), properties),
        "",
        blueprint.policies(logicalId, this).toString(),
        blueprint.deletionPolicy(logicalId),
        blueprint.updateReplacePolicy(logicalId),
        blueprint.dependencies(logicalId),
        revision.tags());
  }

  /** The same of something that could not be evaluated, for its failure to be told. */
  Thing unknown(String logicalId) {
    return new Thing(
        blueprint.type(logicalId),
        "",
        "",
        "",
        "{}",
        blueprint.deletionPolicy(logicalId),
        blueprint.updateReplacePolicy(logicalId),
        blueprint.dependencies(logicalId),
        revision.tags());
  }
}
