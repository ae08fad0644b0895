package croft.services.resource;

import tools.jackson.databind.JsonNode;

/** Names with dots, as Fn::GetAtt has them. */
final class Paths {
  private Paths() {}

  /**
   * What stands there: the member of that whole name, or the way through objects; missing if not.
   */
  static JsonNode find(JsonNode object, String path) {
    JsonNode whole = object.path(path);
    if (!whole.isMissingNode()) {
      return whole;
    }
    JsonNode at = object;
    for (String step : path.split("\\.", -1)) {
      at = at.path(step);
    }
    return at;
  }
}
