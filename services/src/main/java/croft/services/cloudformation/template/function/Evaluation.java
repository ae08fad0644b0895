package croft.services.cloudformation.template.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.cloudformation.template.Template;
import croft.services.cloudformation.template.TemplateErrors;
import croft.services.cloudformation.template.source.Node;
import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Evaluates parts of a template. What is {@code AWS::NoValue} is a missing node, and leaves the
 * list or object it is in.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">intrinsic
 * functions</a>.
 */
public final class Evaluation {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private final Template template;
  private final Surroundings surroundings;
  private final Conditions conditions;

  public Evaluation(Template template, Surroundings surroundings) {
    this.template = template;
    this.surroundings = surroundings;
    this.conditions = new Conditions(template.conditions(), this);
  }

  /** Whether a condition of the template holds. */
  public boolean holds(String condition) {
    return conditions.holds(condition);
  }

  /**
   * The value of a part.
   *
   * @throws croft.base.ServiceError {@code ValidationError} for a function that makes no sense, and
   *     what the surroundings throw
   */
  public JsonNode evaluate(Node node) {
    return switch (node) {
      case ScalarNode scalar -> scalar.value();
      case ListNode list -> list(list);
      case MapNode map -> isFunction(map) ? function(map) : object(map);
    };
  }

  /** The value of a part that must be a text, a number or a truth value. */
  public String text(Node node) {
    JsonNode value = evaluate(node);
    if (value.isContainer() || value.isMissingNode()) {
      throw TemplateErrors.error("a text is wanted at " + node.position());
    }
    return value.asString();
  }

  private static boolean isFunction(MapNode map) {
    if (map.entries().size() != 1) {
      return false;
    }
    String key = map.entries().keySet().iterator().next();
    return key.equals("Ref") || key.startsWith("Fn::");
  }

  private ArrayNode list(ListNode list) {
    ArrayNode values = JSON.createArrayNode();
    for (Node item : list.items()) {
      JsonNode value = evaluate(item);
      if (!value.isMissingNode()) {
        values.add(value);
      }
    }
    return values;
  }

  private ObjectNode object(MapNode map) {
    ObjectNode values = JSON.createObjectNode();
    map.entries()
        .forEach((key, item) -> {
          JsonNode value = evaluate(item);
          if (!value.isMissingNode()) {
            values.set(key, value);
          }
        });
    return values;
  }

  private JsonNode function(MapNode map) {
    Map.Entry<String, Node> call = map.entries().entrySet().iterator().next();
    Node argument = call.getValue();
    return switch (call.getKey()) {
      case "Ref" -> ref(text(argument));
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> StringNode.valueOf(substitute(argument));
      case "Fn::Join" -> StringNode.valueOf(join(argument));
      case "Fn::Select" -> select(argument);
      case "Fn::Split" -> split(argument);
      case "Fn::FindInMap" -> find(argument);
      case "Fn::GetAZs" -> zones(argument);
      case "Fn::ImportValue" -> imported(text(argument));
      case "Fn::Base64" ->
          StringNode.valueOf(Base64.getEncoder().encodeToString(text(argument).getBytes(UTF_8)));
      case "Fn::Cidr" -> Cidrs.evaluate(arguments(argument, "Fn::Cidr", 2, 3));
      case "Fn::If" -> choose(argument);
      case "Fn::Length" -> LongNode.valueOf(evaluate(argument).size());
      case "Fn::ToJsonString" -> StringNode.valueOf(evaluate(argument).toString());
      case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals" ->
          tools.jackson.databind.node.BooleanNode.valueOf(conditions.holds(map));
      case String other -> throw unknown(other);
    };
  }

  private static RuntimeException unknown(String function) {
    return TemplateErrors.error("Unrecognized function " + function + ".");
  }

  private JsonNode ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return MissingNode.getInstance();
    }
    return surroundings
        .parameter(name)
        .orElseGet(() -> StringNode.valueOf(surroundings.physicalId(name)));
  }

  private JsonNode attribute(Node argument) {
    if (argument instanceof ListNode list && list.items().size() == 2) {
      return surroundings.attribute(text(list.items().getFirst()), text(list.items().getLast()));
    }
    if (argument instanceof ScalarNode scalar && scalar.text().contains(".")) {
      String[] parts = scalar.text().split("\\.", 2);
      return surroundings.attribute(parts[0], parts[1]);
    }
    throw TemplateErrors.error(
        "Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute");
  }

  private String substitute(Node argument) {
    Map<String, String> own = new LinkedHashMap<>();
    Node pattern = argument;
    if (argument instanceof ListNode list
        && list.items().size() == 2
        && list.items().getLast() instanceof MapNode variables) {
      pattern = list.items().getFirst();
      variables.entries().forEach((name, value) -> own.put(name, text(value)));
    }
    if (!(pattern instanceof ScalarNode scalar)) {
      throw TemplateErrors.error(
          "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string");
    }
    Matcher variables = VARIABLE.matcher(scalar.text());
    StringBuilder text = new StringBuilder();
    while (variables.find()) {
      variables.appendReplacement(
          text, Matcher.quoteReplacement(variable(variables.group(1), own)));
    }
    return variables.appendTail(text).toString();
  }

  private String variable(String name, Map<String, String> own) {
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}";
    }
    String bare = name.strip();
    String given = own.get(bare);
    if (given != null) {
      return given;
    }
    boolean attribute = bare.contains(".") && !bare.startsWith("AWS::");
    if (attribute) {
      String[] parts = bare.split("\\.", 2);
      return plain(surroundings.attribute(parts[0], parts[1]));
    }
    return plain(ref(bare));
  }

  /** A list in a text is written with commas. */
  private static String plain(JsonNode value) {
    if (!value.isArray()) {
      return value.isMissingNode() ? "" : value.asString();
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asString()));
    return String.join(",", items);
  }

  private String join(Node argument) {
    JsonNode arguments = arguments(argument, "Fn::Join", 2, 2);
    if (!arguments.get(1).isArray()) {
      throw TemplateErrors.error(
          "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.");
    }
    List<String> items = new ArrayList<>();
    arguments.get(1).forEach(item -> items.add(plain(item)));
    return String.join(arguments.get(0).asString(), items);
  }

  private JsonNode select(Node argument) {
    JsonNode arguments = arguments(argument, "Fn::Select", 2, 2);
    JsonNode list = arguments.get(1);
    int index;
    try {
      index = Integer.parseInt(arguments.get(0).asString());
    } catch (NumberFormatException e) {
      throw TemplateErrors.error("Fn::Select requires an index that is a number");
    }
    if (!list.isArray() || index < 0 || index >= list.size()) {
      throw TemplateErrors.error("Fn::Select cannot select nonexistent value at index " + index);
    }
    return list.get(index);
  }

  private JsonNode split(Node argument) {
    JsonNode arguments = arguments(argument, "Fn::Split", 2, 2);
    ArrayNode parts = JSON.createArrayNode();
    String text = plain(arguments.get(1));
    for (String part : text.split(Pattern.quote(arguments.get(0).asString()), -1)) {
      parts.add(part);
    }
    return parts;
  }

  private JsonNode find(Node argument) {
    if (!(argument instanceof ListNode list) || list.items().size() < 3) {
      throw TemplateErrors.error(
          "Every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value");
    }
    String map = text(list.items().get(0));
    String key = text(list.items().get(1));
    String attribute = text(list.items().get(2));
    return template
        .mappings()
        .get(map)
        .flatMap(found -> entry(found, key))
        .flatMap(found -> entry(found, attribute))
        .map(this::evaluate)
        .orElseGet(() -> fallback(list, map, key, attribute));
  }

  private static java.util.Optional<Node> entry(Node node, String key) {
    return node instanceof MapNode map ? map.get(key) : java.util.Optional.empty();
  }

  private JsonNode fallback(ListNode list, String map, String key, String attribute) {
    if (list.items().size() == 4
        && list.items().get(3) instanceof MapNode options
        && options.get("DefaultValue").isPresent()) {
      return evaluate(options.get("DefaultValue").get());
    }
    throw TemplateErrors.error(
        "Unable to get mapping for %s::%s::%s".formatted(map, key, attribute));
  }

  private JsonNode zones(Node argument) {
    String region = text(argument);
    ArrayNode zones = JSON.createArrayNode();
    surroundings
        .zones(region.isEmpty() ? ref("AWS::Region").asString() : region)
        .forEach(zones::add);
    return zones;
  }

  private JsonNode imported(String name) {
    return surroundings
        .exported(name)
        .<JsonNode>map(StringNode::valueOf)
        .orElseThrow(() -> TemplateErrors.validation("No export named " + name + " found."));
  }

  private JsonNode choose(Node argument) {
    if (!(argument instanceof ListNode list)
        || list.items().size() != 3
        || !(list.items().getFirst() instanceof ScalarNode condition)) {
      throw TemplateErrors.error("Fn::If requires a list argument with three elements");
    }
    return evaluate(list.items().get(holds(condition.text()) ? 1 : 2));
  }

  private JsonNode arguments(Node argument, String function, int least, int most) {
    JsonNode values = evaluate(argument);
    if (!values.isArray() || values.size() < least || values.size() > most) {
      throw TemplateErrors.error(
          function
              + " requires a list of "
              + least
              + (most > least ? " to " + most : "")
              + " arguments");
    }
    return values;
  }
}
