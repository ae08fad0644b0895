package croft.services.cloudformation.template.function;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a template's functions ask of the world around it. */
public interface Surroundings {

  /** The value of a parameter or pseudo parameter; empty when there is none of that name. */
  Optional<JsonNode> parameter(String name);

  /** The physical id of a resource. */
  String physicalId(String logicalId);

  /** What Fn::GetAtt gives. */
  JsonNode attribute(String logicalId, String name);

  /** The names of a region's zones in which a default subnet could be. */
  List<String> zones(String region);

  /** What Fn::ImportValue gives; empty when nothing is exported under that name. */
  Optional<String> exported(String name);
}
