package croft.services.cloudformation.template.function;

import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which names a part of a template refers to, by Ref, Fn::GetAtt and Fn::Sub. */
public final class References {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

  private final Set<String> found = new LinkedHashSet<>();
  private final Function<String, Optional<Boolean>> conditions;

  private References(Function<String, Optional<Boolean>> conditions) {
    this.conditions = conditions;
  }

  /**
   * All of them: logical ids, parameters and pseudo parameters.
   *
   * @param conditions what is known of conditions: of Fn::If only the part that counts is looked
   *     at; both when it is not known
   */
  public static Set<String> of(Node node, Function<String, Optional<Boolean>> conditions) {
    References references = new References(conditions);
    references.visit(node);
    return references.found;
  }

  private void visit(Node node) {
    switch (node) {
      case ScalarNode scalar -> {}
      case ListNode list -> list.items().forEach(this::visit);
      case MapNode map -> {
        if (map.entries().size() == 1) {
          Map.Entry<String, Node> only = map.entries().entrySet().iterator().next();
          function(only.getKey(), only.getValue());
        } else {
          map.entries().values().forEach(this::visit);
        }
      }
    }
  }

  private void function(String name, Node argument) {
    switch (name) {
      case "Ref" -> text(argument).ifPresent(found::add);
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> substitution(argument);
      case "Fn::If" -> choice(argument);
      default -> visit(argument);
    }
  }

  private static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  private void attribute(Node argument) {
    if (argument instanceof ListNode list && !list.items().isEmpty()) {
      text(list.items().getFirst()).ifPresent(found::add);
      list.items().stream().skip(1).forEach(this::visit);
    } else {
      text(argument).ifPresent(path -> found.add(path.split("\\.", 2)[0]));
    }
  }

  private void substitution(Node argument) {
    Node template = argument;
    Set<String> own = Set.of();
    if (argument instanceof ListNode list && list.items().size() == 2) {
      template = list.items().getFirst();
      if (list.items().getLast() instanceof MapNode variables) {
        own = variables.entries().keySet();
        variables.entries().values().forEach(this::visit);
      }
    }
    Optional<String> text = text(template);
    if (text.isPresent()) {
      Matcher variables = VARIABLE.matcher(text.get());
      while (variables.find()) {
        String name = variables.group(1).strip();
        if (!own.contains(name)) {
          found.add(name.startsWith("AWS::") ? name : name.split("\\.", 2)[0]);
        }
      }
    }
  }

  private void choice(Node argument) {
    if (argument instanceof ListNode list && list.items().size() == 3) {
      Optional<Boolean> known = text(list.items().getFirst()).flatMap(conditions);
      if (known.isEmpty() || known.get()) {
        visit(list.items().get(1));
      }
      if (known.isEmpty() || !known.get()) {
        visit(list.items().get(2));
      }
    } else {
      visit(argument);
    }
  }
}
