package croft.services.cloudwatch.dashboard;

import croft.api.cloudwatch.DashboardValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the body of a dashboard. Source: the page "Dashboard body structure and syntax" of the API
 * reference. What is wrong is said with the path at which it is.
 */
final class DashboardBody {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_WIDGETS = 500;
  private static final int GRID_WIDTH = 24;
  private static final int MOST_HEIGHT = 1000;
  private static final Set<String> TYPES =
      Set.of("metric", "text", "log", "alarm", "explorer", "custom");

  /** What the properties of a widget of a type must have. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "metric", List.of("region"),
          "text", List.of("markdown"),
          "log", List.of("region", "query"),
          "alarm", List.of("alarms"),
          "explorer", List.of(),
          "custom", List.of("endpoint"));

  private final List<DashboardValidationMessage> faults = new ArrayList<>();

  /** The faults of a body; none when it can be shown. */
  static List<DashboardValidationMessage> faults(String body) {
    DashboardBody check = new DashboardBody();
    try {
      check.root(MAPPER.readTree(body));
    } catch (JacksonException e) {
      check.fault("", "The field DashboardBody must be a valid JSON object");
    }
    return check.faults;
  }

  private void fault(String path, String message) {
    faults.add(DashboardValidationMessage.builder().dataPath(path).message(message).build());
  }

  private void root(JsonNode body) {
    if (!body.isObject()) {
      fault("", "The field DashboardBody must be a valid JSON object");
      return;
    }
    JsonNode widgets = body.get("widgets");
    if (widgets == null) {
      fault("", "Should have required property 'widgets'");
    } else if (!widgets.isArray()) {
      fault("/widgets", "Should be array");
    } else if (widgets.size() > MOST_WIDGETS) {
      fault("/widgets", "Should NOT have more than " + MOST_WIDGETS + " items");
    } else {
      for (int i = 0; i < widgets.size(); i++) {
        widget("/widgets/" + i, widgets.get(i));
      }
    }
  }

  private void widget(String path, JsonNode widget) {
    if (!widget.isObject()) {
      fault(path, "Should be object");
      return;
    }
    number(path, widget, "x", GRID_WIDTH - 1);
    number(path, widget, "y", Integer.MAX_VALUE);
    number(path, widget, "width", GRID_WIDTH);
    number(path, widget, "height", MOST_HEIGHT);
    if (widget.has("x") != widget.has("y")) {
      fault(
          path,
          "Should have property " + (widget.has("x") ? "y when x" : "x when y") + " is present");
    }
    String type = widget.path("type").asString("");
    if (!widget.has("type")) {
      fault(path, "Should have required property 'type'");
    } else if (!TYPES.contains(type)) {
      fault(path + "/type", "Should be equal to one of the allowed values");
    } else if (!widget.path("properties").isObject()) {
      fault(path, "Should have required property 'properties'");
    } else {
      properties(path + "/properties", type, widget.get("properties"));
    }
  }

  private void number(String path, JsonNode widget, String name, int most) {
    JsonNode value = widget.get(name);
    if (value == null) {
      return;
    }
    if (!value.isIntegralNumber()) {
      fault(path + "/" + name, "Should be integer");
    } else if (value.asLong() < 0) {
      fault(path + "/" + name, "Should be >= 0");
    } else if (value.asLong() > most) {
      fault(path + "/" + name, "Should be <= " + most);
    }
  }

  private void properties(String path, String type, JsonNode properties) {
    for (String name : REQUIRED.getOrDefault(type, List.of())) {
      if (!properties.has(name)) {
        fault(path, "Should have required property '" + name + "'");
      }
    }
    if (!type.equals("metric")) {
      return;
    }
    JsonNode metrics = properties.get("metrics");
    if (metrics == null) {
      if (!properties.path("annotations").has("alarms")) {
        fault(path, "Should match exactly one schema: 'metrics' or 'annotations.alarms'");
      }
    } else if (!metrics.isArray()) {
      fault(path + "/metrics", "Should be array");
    } else {
      for (int i = 0; i < metrics.size(); i++) {
        if (!metrics.get(i).isArray() || metrics.get(i).isEmpty()) {
          fault(path + "/metrics/" + i, "Should be array of a namespace, a name and dimensions");
        }
      }
    }
  }
}
