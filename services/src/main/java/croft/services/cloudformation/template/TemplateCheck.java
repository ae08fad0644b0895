package croft.services.cloudformation.template;

import croft.services.cloudformation.template.function.PseudoParameters;
import croft.services.cloudformation.template.function.References;
import croft.services.cloudformation.template.source.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What can be told of a template before there are values: names that lead nowhere, circles. */
final class TemplateCheck {
  private final Template template;

  private TemplateCheck(Template template) {
    this.template = template;
  }

  static void check(Template template) {
    TemplateCheck check = new TemplateCheck(template);
    check.namesOfResources();
    check.namesOfOutputs();
    check.conditions();
    check.circles();
  }

  private static Set<String> references(Node node) {
    return References.of(node, name -> Optional.empty());
  }

  private boolean isKnown(String name) {
    return template.resources().containsKey(name)
        || template.parameters().containsKey(name)
        || PseudoParameters.NAMES.contains(name);
  }

  private void namesOfResources() {
    Set<String> unresolved = new TreeSet<>();
    for (ResourceDeclaration resource : template.resources().values()) {
      for (String name : references(resource.properties())) {
        if (!isKnown(name)) {
          unresolved.add(name);
        }
      }
      for (String name : resource.dependsOn()) {
        if (!template.resources().containsKey(name)) {
          unresolved.add(name);
        }
      }
    }
    refuse(unresolved, "Resources");
  }

  private void namesOfOutputs() {
    Set<String> unresolved = new TreeSet<>();
    for (OutputDeclaration output : template.outputs().values()) {
      for (String name : references(output.value())) {
        if (!isKnown(name)) {
          unresolved.add(name);
        }
      }
    }
    refuse(unresolved, "Outputs");
  }

  private static void refuse(Set<String> unresolved, String block) {
    if (!unresolved.isEmpty()) {
      throw TemplateErrors.format(
          "Unresolved resource dependencies %s in the %s block of the template"
              .formatted(unresolved, block));
    }
  }

  private void conditions() {
    List<String> named = new ArrayList<>();
    template.resources().values().forEach(one -> add(named, one.condition()));
    template.outputs().values().forEach(one -> add(named, one.condition()));
    for (String name : named) {
      if (!template.conditions().containsKey(name)) {
        throw TemplateErrors.format(
            "Unresolved condition dependency " + name + " in the Resources block of the template");
      }
    }
  }

  private static void add(List<String> names, @org.jspecify.annotations.Nullable String condition) {
    if (condition != null) {
      names.add(condition);
    }
  }

  private void circles() {
    Map<String, Set<String>> left = new HashMap<>();
    for (ResourceDeclaration resource : template.resources().values()) {
      Set<String> named = new LinkedHashSet<>(references(resource.properties()));
      named.addAll(resource.dependsOn());
      named.retainAll(template.resources().keySet());
      left.put(resource.logicalId(), named);
    }
    boolean smaller = true;
    while (smaller) {
      List<String> free =
          left.entrySet().stream()
              .filter(e -> e.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .toList();
      free.forEach(left::remove);
      left.values().forEach(named -> named.removeAll(free));
      smaller = !free.isEmpty();
    }
    // Those that only lead into a circle are no part of it.
    boolean leading = true;
    while (leading) {
      Set<String> named = new TreeSet<>();
      left.values().forEach(named::addAll);
      leading = left.keySet().retainAll(named);
    }
    if (!left.isEmpty()) {
      throw TemplateErrors.validation(
          "Circular dependency between resources: " + new TreeSet<>(left.keySet()));
    }
  }
}
