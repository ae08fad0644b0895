package croft.services.cloudformation.template.function;

import croft.services.cloudformation.template.TemplateErrors;
import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a template's conditions hold; each is found out once. */
final class Conditions {
  private final Map<String, Node> declared;
  private final Evaluation evaluation;
  private final Map<String, Boolean> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  Conditions(Map<String, Node> declared, Evaluation evaluation) {
    this.declared = declared;
    this.evaluation = evaluation;
  }

  synchronized boolean holds(String name) {
    Boolean found = known.get(name);
    if (found != null) {
      return found;
    }
    Node condition = declared.get(name);
    if (condition == null) {
      throw TemplateErrors.format("Unresolved condition dependency " + name + " in the template");
    }
    if (!asked.add(name)) {
      throw TemplateErrors.format("Circular dependencies for condition " + name);
    }
    boolean holds = holds(condition);
    known.put(name, holds);
    return holds;
  }

  boolean holds(Node node) {
    if (node instanceof MapNode map && map.entries().size() == 1) {
      Map.Entry<String, Node> call = map.entries().entrySet().iterator().next();
      Node argument = call.getValue();
      switch (call.getKey()) {
        case "Condition" -> {
          return holds(evaluation.text(argument));
        }
        case "Fn::And" -> {
          return items(argument, "Fn::And", 2, 10).stream().allMatch(this::holds);
        }
        case "Fn::Or" -> {
          return items(argument, "Fn::Or", 2, 10).stream().anyMatch(this::holds);
        }
        case "Fn::Not" -> {
          return !holds(items(argument, "Fn::Not", 1, 1).getFirst());
        }
        case "Fn::Equals" -> {
          List<Node> both = items(argument, "Fn::Equals", 2, 2);
          return same(both.getFirst(), both.getLast());
        }
        default -> {}
      }
    }
    String value =
        node instanceof ScalarNode || node instanceof MapNode ? evaluation.text(node) : "";
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw TemplateErrors.format("Every Conditions member must be a boolean function.");
    };
  }

  private boolean same(Node one, Node other) {
    var left = evaluation.evaluate(one);
    var right = evaluation.evaluate(other);
    return (left.isContainer() || right.isContainer())
        ? left.equals(right)
        : left.asString("").equals(right.asString(""));
  }

  private static List<Node> items(Node argument, String function, int least, int most) {
    if (argument instanceof ListNode list
        && list.items().size() >= least
        && list.items().size() <= most) {
      return list.items();
    }
    throw TemplateErrors.error(
        "%s object requires a list of at least %d and at most %d boolean parameters."
            .formatted(function, least, most));
  }
}
