package croft.services.cloudformation.engine;

import croft.services.cloudformation.stack.StackOutput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a template wants to be there, given the values of its parameters. */
public interface Blueprint {

  /** The resources whose conditions hold, in the template's order. */
  List<String> logicalIds();

  String type(String logicalId);

  /** Which of {@link #logicalIds} must be there first: those it names, in whichever way. */
  List<String> dependencies(String logicalId);

  /**
   * The properties, evaluated. Secrets stay references.
   *
   * @throws croft.base.ServiceError when a value is not there or makes no sense
   */
  ObjectNode properties(String logicalId, Values values);

  /** CreationPolicy and UpdatePolicy, evaluated, each under its name when it is there. */
  ObjectNode policies(String logicalId, Values values);

  /** Which names a property refers to: resources, parameters and pseudo parameters. */
  Set<String> references(String logicalId, String property);

  /** The metadata, evaluated; empty when there is none. */
  Optional<JsonNode> metadata(String logicalId, Values values);

  /** Delete, Retain, RetainExceptOnCreate or Snapshot. */
  String deletionPolicy(String logicalId);

  /** Delete, Retain or Snapshot. */
  String updateReplacePolicy(String logicalId);

  /** The outputs whose conditions hold. */
  List<StackOutput> outputs(Values values);

  /** The names of all exports it imports. */
  Set<String> imports();

  /** What resources that are there tell. */
  interface Values {
    /** The physical id. */
    String ref(String logicalId);

    JsonNode attribute(String logicalId, String name);
  }
}
