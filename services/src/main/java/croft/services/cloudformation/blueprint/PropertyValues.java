package croft.services.cloudformation.blueprint;

import croft.base.ServiceError;
import croft.services.cloudformation.engine.Difference;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Evaluated properties in the types a schema says: templates write numbers as texts and so on. */
final class PropertyValues {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PropertyValues() {}

  /**
   * The properties of an object.
   *
   * @throws ServiceError {@code ValidationError} for a value of another type
   */
  static ObjectNode of(Map<String, Property> declared, ObjectNode values) {
    ObjectNode typed = JSON.createObjectNode();
    values
        .properties()
        .forEach(entry -> {
          Property property = declared.get(entry.getKey());
          if (property == null) {
            throw StackErrors.validation(
                "#: extraneous key [" + entry.getKey() + "] is not permitted");
          }
          typed.set(entry.getKey(), of(property.name(), property.type(), entry.getValue()));
        });
    for (Property property : declared.values()) {
      if (property.required() && !typed.has(property.name())) {
        throw StackErrors.validation("#: required key [" + property.name() + "] not found");
      }
    }
    return typed;
  }

  private static JsonNode of(String name, PropertyType type, JsonNode value) {
    if (value.isString() && value.asString().contains(Difference.UNKNOWN)) {
      return value;
    }
    return switch (type) {
      case PropertyType.Kind.STRING -> StringNode.valueOf(text(name, "String", value));
      case PropertyType.Kind.INTEGER -> integer(name, text(name, "Integer", value));
      case PropertyType.Kind.NUMBER -> number(name, text(name, "Number", value));
      case PropertyType.Kind.BOOLEAN -> truth(name, text(name, "Boolean", value));
      case PropertyType.Kind.JSON -> document(value);
      case PropertyType.Kind.MAP -> map(name, value);
      case PropertyType.ListOf list -> list(name, list.item(), value);
      case PropertyType.Structure structure -> structure(name, structure, value);
    };
  }

  private static String text(String name, String type, JsonNode value) {
    if (value.isContainer() || value.isNull()) {
      throw wrong(name, type);
    }
    return value.asString();
  }

  private static ServiceError wrong(String name, String type) {
    return StackErrors.validation("Value of property " + name + " must be of type " + type);
  }

  private static JsonNode integer(String name, String text) {
    try {
      return LongNode.valueOf(new BigDecimal(text.strip()).longValueExact());
    } catch (NumberFormatException e) {
      throw wrong(name, "Integer");
    } catch (ArithmeticException e) {
      throw wrong(name, "Integer");
    }
  }

  private static JsonNode number(String name, String text) {
    try {
      return DecimalNode.valueOf(new BigDecimal(text.strip()).stripTrailingZeros());
    } catch (NumberFormatException e) {
      throw wrong(name, "Number");
    }
  }

  private static JsonNode truth(String name, String text) {
    return switch (text.strip()) {
      case "true", "True", "TRUE", "1" -> BooleanNode.TRUE;
      case "false", "False", "FALSE", "0" -> BooleanNode.FALSE;
      case String other -> throw wrong(name, "Boolean");
    };
  }

  /** A document may come as its text. */
  private static JsonNode document(JsonNode value) {
    if (value.isString() && value.asString().stripLeading().startsWith("{")) {
      try {
        return JSON.readTree(value.asString());
      } catch (JacksonException e) {
        return value;
      }
    }
    return value;
  }

  private static JsonNode map(String name, JsonNode value) {
    if (!value.isObject()) {
      throw wrong(name, "Map");
    }
    ObjectNode texts = JSON.createObjectNode();
    value
        .properties()
        .forEach(entry -> texts.put(entry.getKey(), text(name, "String", entry.getValue())));
    return texts;
  }

  private static JsonNode list(String name, PropertyType item, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(name, item.equals(PropertyType.STRING) ? "List of String" : "List");
    }
    ArrayNode items = JSON.createArrayNode();
    value.forEach(one -> items.add(of(name, item, one)));
    return items;
  }

  private static JsonNode structure(String name, PropertyType.Structure structure, JsonNode value) {
    if (!value.isObject()) {
      throw wrong(name, "Object");
    }
    Map<String, Property> declared = new java.util.LinkedHashMap<>();
    structure.properties().forEach(one -> declared.put(one.name(), one));
    return of(declared, (ObjectNode) value);
  }
}
