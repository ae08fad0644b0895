package croft.services.cloudformation.template;

import croft.base.ServiceError;
import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import croft.services.cloudformation.template.source.Position;
import croft.services.cloudformation.template.source.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes templates of their text, and refuses what is none. */
public final class TemplateParser {
  private static final int MOST_RESOURCES = 500;
  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Description",
          "Metadata",
          "Parameters",
          "Rules",
          "Mappings",
          "Conditions",
          "Transform",
          "Resources",
          "Outputs",
          "Hooks");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "DeletionPolicy",
          "UpdateReplacePolicy",
          "CreationPolicy",
          "UpdatePolicy",
          "Metadata",
          "Description",
          "Version");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,255}");
  private static final Set<String> DELETION_POLICIES =
      Set.of("Delete", "Retain", "RetainExceptOnCreate", "Snapshot");

  private final MapNode root;

  private TemplateParser(MapNode root) {
    this.root = root;
  }

  /**
   * The template of a text, checked as far as can be without values.
   *
   * @throws croft.base.ServiceError {@code ValidationError}
   */
  public static Template parse(String text) {
    Template template = new TemplateParser(Source.read(text)).template();
    TemplateCheck.check(template);
    return template;
  }

  private Template template() {
    List<String> unknown =
        root.entries().keySet().stream().filter(key -> !SECTIONS.contains(key)).toList();
    if (!unknown.isEmpty()) {
      throw TemplateErrors.format("Invalid template property or properties " + unknown);
    }
    String version = text(root, "AWSTemplateFormatVersion", "2010-09-09");
    if (!version.equals("2010-09-09")) {
      throw TemplateErrors.format("Template format version " + version + " is unsupported.");
    }
    if (!section("Rules").entries().isEmpty()) {
      throw ServiceError.unsupported("The section Rules of templates");
    }
    return new Template(
        text(root, "Description", ""),
        parameters(),
        section("Mappings"),
        section("Conditions").entries(),
        resources(),
        outputs(),
        transforms(),
        section("Metadata"));
  }

  private MapNode section(String name) {
    Node node = root.entries().get(name);
    return switch (node) {
      case null -> empty();
      case MapNode map -> map;
      case ListNode list -> throw notAnObject(name);
      case ScalarNode scalar when scalar.value().isNull() -> empty();
      case ScalarNode scalar -> throw notAnObject(name);
    };
  }

  private static MapNode empty() {
    return new MapNode(Map.of(), new Position(1, 1));
  }

  private static RuntimeException notAnObject(String name) {
    return TemplateErrors.format("Every " + name + " member must be an object.");
  }

  private List<String> transforms() {
    Node node = root.entries().get("Transform");
    List<String> names = new ArrayList<>();
    switch (node) {
      case null -> {}
      case ScalarNode scalar -> names.add(scalar.text());
      case ListNode list -> list.items().forEach(item -> names.add(name(item)));
      case MapNode map -> names.add(text(map, "Name", ""));
    }
    return names;
  }

  private static String name(Node item) {
    return switch (item) {
      case ScalarNode scalar -> scalar.text();
      case MapNode map -> text(map, "Name", "");
      case ListNode list -> throw notAnObject("Transform");
    };
  }

  private Map<String, ParameterDeclaration> parameters() {
    Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
    section("Parameters")
        .entries()
        .forEach((name, node) -> {
          if (!NAME.matcher(name).matches()) {
            throw TemplateErrors.format("Parameter name " + name + " is non alphanumeric.");
          }
          if (!(node instanceof MapNode map)) {
            throw notAnObject("Parameters");
          }
          parameters.put(name, ParameterParser.parse(name, map));
        });
    return parameters;
  }

  private Map<String, ResourceDeclaration> resources() {
    Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();
    section("Resources").entries().forEach((id, node) -> resources.put(id, resource(id, node)));
    if (resources.isEmpty()) {
      throw TemplateErrors.format("At least one Resources member must be defined.");
    }
    if (resources.size() > MOST_RESOURCES) {
      throw TemplateErrors.format(
          "Number of resources, %d, is greater than maximum allowed, %d"
              .formatted(resources.size(), MOST_RESOURCES));
    }
    return resources;
  }

  private static ResourceDeclaration resource(String id, Node node) {
    if (!NAME.matcher(id).matches()) {
      throw TemplateErrors.format("Resource name " + id + " is non alphanumeric.");
    }
    if (!(node instanceof MapNode map)) {
      throw TemplateErrors.format("[/Resources/" + id + "] resource definition is malformed");
    }
    for (String key : map.entries().keySet()) {
      if (!ATTRIBUTES.contains(key)) {
        throw TemplateErrors.validation("Invalid template resource property '" + key + "'");
      }
    }
    String type = text(map, "Type", "");
    if (type.isEmpty()) {
      throw TemplateErrors.format(
          "[/Resources/" + id + "] Every Resources object must contain a Type member.");
    }
    Node properties = map.entries().get("Properties");
    if (properties != null && !(properties instanceof MapNode)) {
      throw TemplateErrors.format(
          "[/Resources/" + id + "/Properties] 'null' values are not allowed in templates");
    }
    return new ResourceDeclaration(
        id,
        type,
        properties instanceof MapNode given ? given : empty(),
        texts(map.entries().get("DependsOn")),
        nullable(map, "Condition"),
        policy(id, map, "DeletionPolicy"),
        policy(id, map, "UpdateReplacePolicy"),
        map.entries().get("CreationPolicy"),
        map.entries().get("UpdatePolicy"),
        map.entries().get("Metadata"),
        map.position());
  }

  private static String policy(String id, MapNode map, String key) {
    String policy = text(map, key, "Delete");
    if (!DELETION_POLICIES.contains(policy)) {
      throw TemplateErrors.format("Unrecognized %s %s for resource %s".formatted(key, policy, id));
    }
    return policy;
  }

  private Map<String, OutputDeclaration> outputs() {
    Map<String, OutputDeclaration> outputs = new LinkedHashMap<>();
    section("Outputs")
        .entries()
        .forEach((name, node) -> {
          if (!(node instanceof MapNode map)) {
            throw TemplateErrors.format("Output " + name + " is malformed. It must be an object.");
          }
          Node value = map.entries().get("Value");
          if (value == null) {
            throw TemplateErrors.format(
                "Output "
                    + name
                    + " is malformed. Every Outputs member must contain a Value object");
          }
          Node export =
              map.get("Export").orElse(null) instanceof MapNode exported
                  ? exported.entries().get("Name")
                  : null;
          outputs.put(
              name,
              new OutputDeclaration(
                  name, value, text(map, "Description", ""), nullable(map, "Condition"), export));
        });
    return outputs;
  }

  static List<String> texts(@Nullable Node node) {
    return switch (node) {
      case null -> List.of();
      case ScalarNode scalar -> List.of(scalar.text());
      case ListNode list ->
          list.items().stream()
              .map(item -> item instanceof ScalarNode scalar ? scalar.text() : "")
              .toList();
      case MapNode map -> List.of();
    };
  }

  static @Nullable String nullable(MapNode map, String key) {
    return map.entries().get(key) instanceof ScalarNode scalar ? scalar.text() : null;
  }

  static String text(MapNode map, String key, String otherwise) {
    String found = nullable(map, key);
    return found == null ? otherwise : found;
  }
}
