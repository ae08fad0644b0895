package croft.services.cloudformation.blueprint;

import croft.services.cloudformation.engine.Blueprint;
import croft.services.cloudformation.engine.ResourceTypes;
import croft.services.cloudformation.stack.StackOutput;
import croft.services.cloudformation.template.OutputDeclaration;
import croft.services.cloudformation.template.ResourceDeclaration;
import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.function.Evaluation;
import croft.services.cloudformation.template.function.References;
import croft.services.cloudformation.template.source.Node;
import croft.services.resource.ResourceSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stack's template with its values. */
final class TemplateBlueprint implements Blueprint {
  private final Template template;
  private final ResourceTypes types;
  private final StackSurroundings surroundings;
  private final List<String> logicalIds;
  private final Map<String, List<String>> dependencies = new HashMap<>();

  TemplateBlueprint(Template template, ResourceTypes types, StackSurroundings surroundings) {
    this.template = template;
    this.types = types;
    this.surroundings = surroundings;
    Evaluation evaluation = new Evaluation(template, surroundings);
    this.logicalIds =
        template.resources().values().stream()
            .filter(resource -> holds(evaluation, resource.condition()))
            .map(ResourceDeclaration::logicalId)
            .toList();
    Set<String> there = Set.copyOf(logicalIds);
    for (String logicalId : logicalIds) {
      dependencies.put(logicalId, dependencies(declaration(logicalId), evaluation, there));
    }
  }

  private static boolean holds(Evaluation evaluation, @Nullable String condition) {
    return condition == null || evaluation.holds(condition);
  }

  private ResourceDeclaration declaration(String logicalId) {
    ResourceDeclaration found = template.resources().get(logicalId);
    if (found == null) {
      throw new IllegalArgumentException("There is no resource " + logicalId);
    }
    return found;
  }

  private static List<String> dependencies(
      ResourceDeclaration resource, Evaluation evaluation, Set<String> there) {
    Set<String> named = new LinkedHashSet<>(resource.dependsOn());
    for (Node part : parts(resource)) {
      named.addAll(References.of(part, name -> Optional.of(evaluation.holds(name))));
    }
    named.retainAll(there);
    named.remove(resource.logicalId());
    return List.copyOf(named);
  }

  private static List<Node> parts(ResourceDeclaration resource) {
    List<Node> parts = new ArrayList<>();
    parts.add(resource.properties());
    for (Node more :
        new @Nullable Node[] {
          resource.metadata(), resource.creationPolicy(), resource.updatePolicy()
        }) {
      if (more != null) {
        parts.add(more);
      }
    }
    return parts;
  }

  private Evaluation over(Values values) {
    return new Evaluation(template, surroundings.over(values));
  }

  @Override
  public List<String> logicalIds() {
    return logicalIds;
  }

  @Override
  public String type(String logicalId) {
    return declaration(logicalId).type();
  }

  @Override
  public List<String> dependencies(String logicalId) {
    return dependencies.getOrDefault(logicalId, List.of());
  }

  @Override
  public ObjectNode properties(String logicalId, Values values) {
    ResourceDeclaration resource = declaration(logicalId);
    ResourceSchema schema = types.find(resource.type()).orElseThrow().schema();
    ObjectNode evaluated = (ObjectNode) over(values).evaluate(resource.properties());
    return schema.open() ? evaluated : PropertyValues.of(schema.properties(), evaluated);
  }

  @Override
  public Set<String> references(String logicalId, String property) {
    return declaration(logicalId)
        .properties()
        .get(property)
        .map(node -> References.of(node, name -> Optional.empty()))
        .orElse(Set.of());
  }

  @Override
  public ObjectNode policies(String logicalId, Values values) {
    ResourceDeclaration resource = declaration(logicalId);
    ObjectNode policies = JsonMapper.shared().createObjectNode();
    Evaluation evaluation = over(values);
    put(policies, "CreationPolicy", evaluation, resource.creationPolicy());
    put(policies, "UpdatePolicy", evaluation, resource.updatePolicy());
    return policies;
  }

  private static void put(
      ObjectNode policies, String name, Evaluation evaluation, @Nullable Node policy) {
    if (policy != null) {
      policies.set(name, evaluation.evaluate(policy));
    }
  }

  @Override
  public Optional<JsonNode> metadata(String logicalId, Values values) {
    Node metadata = declaration(logicalId).metadata();
    return Optional.ofNullable(metadata).map(node -> over(values).evaluate(node));
  }

  @Override
  public String deletionPolicy(String logicalId) {
    return declaration(logicalId).deletionPolicy();
  }

  @Override
  public String updateReplacePolicy(String logicalId) {
    return declaration(logicalId).updateReplacePolicy();
  }

  @Override
  public List<StackOutput> outputs(Values values) {
    Evaluation evaluation = over(values);
    List<StackOutput> outputs = new ArrayList<>();
    for (OutputDeclaration output : template.outputs().values()) {
      if (holds(evaluation, output.condition())) {
        Node export = output.export();
        outputs.add(
            new StackOutput(
                output.name(),
                evaluation.text(output.value()),
                output.description(),
                export == null ? "" : evaluation.text(export)));
      }
    }
    return outputs;
  }

  @Override
  public Set<String> imports() {
    Evaluation evaluation = new Evaluation(template, surroundings);
    Set<String> names = new LinkedHashSet<>();
    for (String logicalId : logicalIds) {
      parts(declaration(logicalId)).forEach(part -> imports(part, evaluation, names));
    }
    template.outputs().values().forEach(one -> imports(one.value(), evaluation, names));
    return names;
  }

  private static void imports(Node node, Evaluation evaluation, Set<String> names) {
    switch (node) {
      case Node.ScalarNode scalar -> {}
      case Node.ListNode list -> list.items().forEach(item -> imports(item, evaluation, names));
      case Node.MapNode map ->
          map.entries()
              .forEach((key, value) -> {
                if (key.equals("Fn::ImportValue")) {
                  names.add(evaluation.text(value));
                } else {
                  imports(value, evaluation, names);
                }
              });
    }
  }
}
