package croft.services.sns.filter;

import croft.base.ServiceError;
import croft.services.sns.filter.FilterPolicy.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads filter policies, and says what is wrong with one in AWS's words. */
final class FilterPolicyParser {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String OR = "$or";
  private static final int MOST_KEYS = 5;
  private static final int MOST_COMBINATIONS = 150;
  private static final int MOST_BYTES = 262_144;
  private static final int MOST_DEPTH = 16;
  private static final BigDecimal LARGEST = new BigDecimal("1000000000");
  private static final Map<String, IntPredicate> SIGNS =
      Map.of(
          "=", sign -> sign == 0,
          "<", sign -> sign < 0,
          "<=", sign -> sign <= 0,
          ">", sign -> sign > 0,
          ">=", sign -> sign >= 0);

  private final Scope scope;
  private int keys;

  FilterPolicyParser(Scope scope) {
    this.scope = scope;
  }

  FilterPolicy parse(String text) {
    if (text.length() > MOST_BYTES) {
      throw invalid("Filter policy is too large");
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JacksonException notJson) {
      throw invalid("failed to parse JSON.");
    }
    if (!root.isObject()) {
      throw invalid("Filter must be an object");
    }
    Rule.All rules = object(root, List.of());
    if (keys > MOST_KEYS) {
      throw invalid("Filter policy can not have more than " + MOST_KEYS + " keys");
    }
    if (combinations(rules) > MOST_COMBINATIONS) {
      throw invalid("Filter policy is too complex");
    }
    return new FilterPolicy(rules);
  }

  private static ServiceError invalid(String why) {
    return ServiceError.badRequest("InvalidParameter", "Invalid parameter: FilterPolicy: " + why);
  }

  private Rule.All object(JsonNode object, List<String> path) {
    if (path.size() > MOST_DEPTH) {
      throw invalid("Filter policy is nested too deeply");
    }
    List<Rule> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      rules.add(rule(entry.getKey(), entry.getValue(), path));
    }
    return new Rule.All(rules);
  }

  private Rule rule(String key, JsonNode value, List<String> path) {
    if (key.equals(OR) && isChoice(value)) {
      List<Rule.All> choices = new ArrayList<>();
      value.forEach(choice -> choices.add(object(choice, path)));
      return new Rule.Any(choices);
    }
    List<String> inner = new ArrayList<>(path);
    inner.add(key);
    if (value.isArray()) {
      keys++;
      if (value.isEmpty()) {
        throw invalid("Empty arrays are not allowed");
      }
      List<Match> tests = new ArrayList<>();
      value.forEach(element -> tests.add(test(element)));
      return new Rule.Field(List.copyOf(inner), tests);
    }
    if (!value.isObject()) {
      throw invalid("\"" + key + "\" must be an object or an array");
    }
    if (scope == Scope.ATTRIBUTES) {
      throw invalid("Filter policy scope MessageAttributes does not support nested filter policy");
    }
    if (value.isEmpty()) {
      throw invalid("Empty objects are not allowed");
    }
    return object(value, inner);
  }

  /** The key {@code $or} is only special over two objects or more. */
  private static boolean isChoice(JsonNode value) {
    if (!value.isArray() || value.size() < 2) {
      return false;
    }
    for (JsonNode element : value) {
      if (!element.isObject() || element.isEmpty() || isOperator(element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOperator(JsonNode object) {
    return object.properties().stream().anyMatch(entry -> !isPart(entry.getValue()));
  }

  private static boolean isPart(JsonNode value) {
    return value.isArray() || value.isObject();
  }

  private static Match test(JsonNode element) {
    if (element.isArray()) {
      throw invalid("Match value must be String, number, true, false, or null");
    }
    if (!element.isObject()) {
      return new Match.Same(element);
    }
    if (element.size() != 1) {
      throw invalid("Only one key allowed in match expression");
    }
    Map.Entry<String, JsonNode> only = element.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "anything-but" -> new Match.AnythingBut(unwanted(value));
      case "numeric" -> numeric(value);
      case "exists" -> {
        if (!value.isBoolean()) {
          throw invalid("exists match pattern must be either true or false.");
        }
        yield new Match.Exists(value.asBoolean());
      }
      case "cidr" -> cidr(text("cidr", value));
      default -> ofText(only.getKey(), value);
    };
  }

  private static Match ofText(String operator, JsonNode value) {
    return switch (operator) {
      case "prefix" -> new Match.Prefix(text(operator, value));
      case "suffix" -> new Match.Suffix(text(operator, value));
      case "equals-ignore-case" -> new Match.IgnoreCase(text(operator, value));
      case "wildcard" -> new Match.Wildcard(pattern(text(operator, value)));
      default -> throw invalid("Unrecognized match type " + operator);
    };
  }

  private static String text(String operator, JsonNode value) {
    if (!value.isString()) {
      throw invalid(operator + " match pattern must be a string");
    }
    return value.asString();
  }

  private static Pattern pattern(String wildcard) {
    if (wildcard.contains("**")) {
      throw invalid("Consecutive wildcard characters are not allowed");
    }
    StringBuilder expression = new StringBuilder();
    for (String part : wildcard.split("\\*", -1)) {
      expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  private static List<Match> unwanted(JsonNode value) {
    if (value.isObject()) {
      if (value.size() != 1) {
        throw invalid("Only one key allowed in match expression");
      }
      Map.Entry<String, JsonNode> only = value.properties().iterator().next();
      List<Match> tests = new ArrayList<>();
      for (JsonNode one : only.getValue().isArray() ? only.getValue() : List.of(only.getValue())) {
        tests.add(ofText(only.getKey(), one));
      }
      return tests;
    }
    List<Match> tests = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isString() && !one.isNumber()) {
        throw invalid("Inside anything but list, start|null|boolean is not supported.");
      }
      tests.add(new Match.Same(one));
    }
    if (tests.isEmpty()) {
      throw invalid("Empty arrays are not allowed");
    }
    return tests;
  }

  private static Match numeric(JsonNode value) {
    if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0 || value.size() > 4) {
      throw invalid("Value of numeric must be an array of one or two operators with numbers");
    }
    List<Match.Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < value.size(); i += 2) {
      IntPredicate sign = SIGNS.get(value.get(i).asString(""));
      JsonNode bound = value.get(i + 1);
      if (sign == null) {
        throw invalid("Unrecognized numeric range operator: " + value.get(i).asString(""));
      }
      if (!bound.isNumber() || bound.decimalValue().abs().compareTo(LARGEST) > 0) {
        throw invalid("Value of " + value.get(i).asString("") + " must be numeric");
      }
      comparisons.add(new Match.Comparison(sign, bound.decimalValue()));
    }
    if (comparisons.size() == 2) {
      requireRange(value);
    }
    return new Match.Numeric(comparisons);
  }

  /** Two comparisons are a range: from below, then from above. */
  private static void requireRange(JsonNode value) {
    if (!value.get(0).asString("").startsWith(">") || !value.get(2).asString("").startsWith("<")) {
      throw invalid("Bad numeric range operator: " + value.get(2).asString(""));
    }
    if (value.get(1).decimalValue().compareTo(value.get(3).decimalValue()) >= 0) {
      throw invalid("Bottom must be less than top");
    }
  }

  private static Match cidr(String text) {
    try {
      return new Match.Network(Cidr.parse(text));
    } catch (IllegalArgumentException malformed) {
      throw invalid("Malformed CIDR: " + text);
    }
  }

  /** How many values a message would be compared with in the worst case. */
  private static long combinations(Rule rule) {
    return switch (rule) {
      case Rule.All all ->
          all.rules().stream()
              .mapToLong(FilterPolicyParser::combinations)
              .reduce(1, (a, b) -> Math.min(a * b, MOST_BYTES));
      case Rule.Any any -> any.choices().stream().mapToLong(FilterPolicyParser::combinations).sum();
      case Rule.Field field -> field.tests().size();
    };
  }
}
