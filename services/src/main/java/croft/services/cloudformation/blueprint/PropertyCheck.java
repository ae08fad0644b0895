package croft.services.cloudformation.blueprint;

import croft.base.ServiceError;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.stack.StackErrors;
import croft.services.cloudformation.template.ResourceDeclaration;
import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether a template's resources are of types that are there, with properties those have. */
record PropertyCheck(ResourceTypes types) {

  /**
   * Checks all resources, before anything is made.
   *
   * @throws ServiceError {@code ValidationError}, or {@code UnsupportedOperation} for a property
   *     that AWS has and Croft does not honour
   */
  void check(Template template) {
    TreeSet<String> unknown = new TreeSet<>();
    for (ResourceDeclaration resource : template.resources().values()) {
      if (types.find(resource.type()).isEmpty()) {
        unknown.add(resource.type());
      }
    }
    if (!unknown.isEmpty()) {
      throw StackErrors.validation(
          "Template format error: Unrecognized resource types: " + unknown);
    }
    template.resources().values().forEach(this::check);
  }

  private void check(ResourceDeclaration resource) {
    ResourceType type = types.find(resource.type()).orElseThrow();
    boolean snapshot =
        resource.deletionPolicy().equals("Snapshot")
            || resource.updateReplacePolicy().equals("Snapshot");
    if (snapshot && !type.hasSnapshots()) {
      throw StackErrors.validation(
          "Template error: resource type %s does not support deletion policy Snapshot"
              .formatted(resource.type()));
    }
    ResourceSchema schema = type.schema();
    if (schema.open()) {
      return;
    }
    List<String> faults = new ArrayList<>();
    structure(schema.name(), "#", schema.properties(), resource.properties(), faults);
    if (!faults.isEmpty()) {
      throw StackErrors.validation(
          "Properties validation failed for resource %s with message:\n%s"
              .formatted(resource.logicalId(), String.join("\n", faults)));
    }
  }

  private static void structure(
      String type,
      String path,
      Map<String, Property> declared,
      MapNode given,
      List<String> faults) {
    given
        .entries()
        .forEach((key, value) -> {
          Property property = declared.get(key);
          if (property == null) {
            faults.add(path + ": extraneous key [" + key + "] is not permitted");
          } else if (!property.supported()) {
            throw ServiceError.unsupported("The property " + key + " of " + type);
          } else {
            value(type, path + "/" + key, property.type(), value, faults);
          }
        });
    for (Property property : declared.values()) {
      if (property.required() && !given.entries().containsKey(property.name())) {
        faults.add(path + ": required key [" + property.name() + "] not found");
      }
    }
  }

  private static boolean isFunction(MapNode map) {
    return map.entries().size() == 1
        && map.entries().keySet().stream().allMatch(k -> k.equals("Ref") || k.startsWith("Fn::"));
  }

  private static void value(
      String type, String path, PropertyType wanted, Node given, List<String> faults) {
    if (given instanceof MapNode map && isFunction(map)) {
      return;
    }
    switch (wanted) {
      case PropertyType.Structure structure -> {
        if (given instanceof MapNode map) {
          Map<String, Property> declared = new LinkedHashMap<>();
          structure.properties().forEach(one -> declared.put(one.name(), one));
          structure(type, path, declared, map, faults);
        } else {
          faults.add(path + ": expected type: JSONObject, found: " + kind(given));
        }
      }
      case PropertyType.ListOf list -> {
        if (given instanceof ListNode items) {
          for (int i = 0; i < items.items().size(); i++) {
            value(type, path + "/" + i, list.item(), items.items().get(i), faults);
          }
        } else {
          faults.add(path + ": expected type: JSONArray, found: " + kind(given));
        }
      }
      case PropertyType.Kind kind -> {
        boolean container = kind == PropertyType.Kind.JSON || kind == PropertyType.Kind.MAP;
        if (!container && !(given instanceof ScalarNode)) {
          faults.add(path + ": expected type: String, found: " + kind(given));
        }
      }
    }
  }

  private static String kind(Node node) {
    return switch (node) {
      case MapNode map -> "JSONObject";
      case ListNode list -> "JSONArray";
      case ScalarNode scalar -> "String";
    };
  }
}
