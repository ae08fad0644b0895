package croft.services.iam.simulation;

import static croft.services.iam.entity.EntityErrors.required;

import croft.api.iam.ContextEntry;
import croft.services.iam.entity.EntityErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The context keys a simulation is given, each value checked against its type. */
final class ContextEntries {
  private ContextEntries() {}

  /**
   * The keys with their values.
   *
   * @throws croft.base.ServiceError {@code InvalidInput} for a value that is not of its type
   */
  static Map<String, List<String>> of(List<ContextEntry> entries) {
    Map<String, List<String>> keys = new HashMap<>();
    for (ContextEntry entry : entries) {
      String name = required(entry.contextKeyName(), "contextKeyName");
      String type = Objects.requireNonNullElse(entry.contextKeyType(), "string");
      List<String> values = entry.contextKeyValuesOrEmpty();
      if (!type.endsWith("List") && values.size() > 1) {
        throw invalid(name, type);
      }
      for (String value : values) {
        if (!fits(type, value)) {
          throw invalid(name, type);
        }
      }
      keys.put(name, values);
    }
    return keys;
  }

  private static croft.base.ServiceError invalid(String name, String type) {
    return EntityErrors.invalidInput(
        "Invalid value for context key " + name + ": not of the type " + type);
  }

  private static boolean fits(String type, String value) {
    String single = type.endsWith("List") ? type.substring(0, type.length() - 4) : type;
    return switch (single) {
      case "numeric" -> value.matches("[+-]?\\d+(\\.\\d+)?");
      case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      case "ip" -> value.matches("[0-9A-Fa-f.:]+(/\\d{1,3})?");
      case "date" -> value.matches("\\d{4}(-.*)?|-?\\d{5,18}");
      case "binary" -> value.matches("[A-Za-z0-9+/]*=*");
      default -> true;
    };
  }
}
