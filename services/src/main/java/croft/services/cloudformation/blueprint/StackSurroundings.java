package croft.services.cloudformation.blueprint;

import croft.services.cloudformation.engine.Blueprint;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.template.function.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a stack's template may ask.
 *
 * @param values of parameters and pseudo parameters
 * @param zonesOf the zones of a region
 * @param exports a value by the name it is exported under
 * @param resources what resources tell; null while none are there
 */
record StackSurroundings(
    Map<String, JsonNode> values,
    Function<String, List<String>> zonesOf,
    Function<String, Optional<String>> exports,
    Blueprint.@Nullable Values resources)
    implements Surroundings {

  StackSurroundings {
    values = Map.copyOf(values);
  }

  StackSurroundings over(Blueprint.Values there) {
    return new StackSurroundings(values, zonesOf, exports, there);
  }

  @Override
  public Optional<JsonNode> parameter(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public String physicalId(String logicalId) {
    return there(logicalId).ref(logicalId);
  }

  @Override
  public JsonNode attribute(String logicalId, String name) {
    return there(logicalId).attribute(logicalId, name);
  }

  private Blueprint.Values there(String logicalId) {
    if (resources == null) {
      throw StackErrors.validation(
          "Template error: resource " + logicalId + " cannot be referred to here");
    }
    return resources;
  }

  @Override
  public List<String> zones(String region) {
    return zonesOf.apply(region);
  }

  @Override
  public Optional<String> exported(String name) {
    return exports.apply(name);
  }
}
