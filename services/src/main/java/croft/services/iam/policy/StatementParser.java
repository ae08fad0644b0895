package croft.services.iam.policy;

import static croft.services.iam.policy.PolicyParser.require;
import static croft.services.iam.policy.PolicyParser.requireSyntax;
import static croft.services.iam.policy.PolicyParser.within;

import croft.services.iam.policy.Condition.Quantifier;
import croft.services.iam.policy.Condition.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks and compiles one statement of a document of one kind and version. */
final class StatementParser {
  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
  private static final Pattern VENDOR = Pattern.compile("[0-9A-Za-z.-]+");
  private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "*");
  private static final String IF_EXISTS = "IfExists";

  private final PolicyKind kind;
  private final boolean variables;

  StatementParser(PolicyKind kind, boolean variables) {
    this.kind = kind;
    this.variables = variables;
  }

  Statement parse(JsonNode node) {
    requireSyntax(node.isObject());
    for (String element : node.propertyNames()) {
      within(element, () -> known(element));
    }
    String sid = within("Sid", () -> sid(node.get("Sid")));
    Effect effect = within("Effect", () -> effect(node.get("Effect")));
    PrincipalClause principals = within(form(node, "Principal"), () -> principals(node));
    PatternClause actions = within(form(node, "Action"), () -> actions(node));
    PatternClause resources = within(form(node, "Resource"), () -> resources(node));
    List<Condition> conditions = within("Condition", () -> conditions(node));
    return new Statement(sid, effect, principals, actions, resources, conditions);
  }

  private static boolean known(String element) {
    requireSyntax(ELEMENTS.contains(element));
    return true;
  }

  /** The element or its Not form, whichever stands there. */
  private static String form(JsonNode node, String element) {
    return node.has("Not" + element) ? "Not" + element : element;
  }

  private String sid(@Nullable JsonNode node) {
    String sid = PolicyParser.optionalText(node);
    require(
        kind == PolicyKind.RESOURCE || SID.matcher(sid).matches(),
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
            + " expression [0-9A-Za-z]*");
    return sid;
  }

  private static Effect effect(@Nullable JsonNode node) {
    return switch (PolicyParser.optionalText(node)) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new MalformedPolicyException("Syntax errors in policy.");
    };
  }

  /** The value of an element or of its Not form; null when neither stands there. */
  private static @Nullable JsonNode either(JsonNode node, String element) {
    JsonNode plain = node.get(element);
    JsonNode negated = node.get("Not" + element);
    requireSyntax(plain == null || negated == null);
    return plain == null ? negated : plain;
  }

  private @Nullable PrincipalClause principals(JsonNode node) {
    JsonNode value = either(node, "Principal");
    if (!kind.namesPrincipals()) {
      require(value == null, "Policy document should not specify a principal.");
      return null;
    }
    if (value == null) {
      throw new MalformedPolicyException("Missing required field Principal");
    }
    return new PrincipalClause(node.has("NotPrincipal"), PrincipalParser.parse(value));
  }

  private PatternClause actions(JsonNode node) {
    JsonNode value = either(node, "Action");
    List<String> names = value == null ? List.of() : PolicyParser.texts(value);
    require(!names.isEmpty(), "Policy statement must contain actions.");
    List<TextPattern> patterns = new ArrayList<>(names.size());
    for (String name : names) {
      checkAction(name);
      patterns.add(TextPattern.of(name.equals("*:*") ? "*" : name, TextPattern.Form.action()));
    }
    return new PatternClause(node.has("NotAction"), patterns);
  }

  private void checkAction(String name) {
    if (name.equals("*") || name.equals("*:*")) {
      return;
    }
    int colon = name.indexOf(':');
    require(
        colon >= 0 && colon < name.length() - 1,
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    require(name.indexOf(':', colon + 1) < 0, "Actions/Condition can contain only one colon.");
    String vendor = name.substring(0, colon);
    require(VENDOR.matcher(vendor).matches(), "Vendor " + vendor + " is not valid");
    require(
        kind != PolicyKind.TRUST || vendor.equalsIgnoreCase("sts"),
        "AssumeRole policy may only specify STS AssumeRole actions.");
  }

  private @Nullable PatternClause resources(JsonNode node) {
    JsonNode value = either(node, "Resource");
    if (kind == PolicyKind.TRUST) {
      require(value == null, "Has prohibited field Resource");
      return null;
    }
    List<String> names = value == null ? List.of() : PolicyParser.texts(value);
    require(!names.isEmpty(), "Policy statement must contain resources.");
    List<TextPattern> patterns = new ArrayList<>(names.size());
    for (String name : names) {
      checkResource(name);
      patterns.add(TextPattern.of(name, TextPattern.Form.resource(variables)));
    }
    return new PatternClause(node.has("NotResource"), patterns);
  }

  private static void checkResource(String name) {
    if (name.equals("*")) {
      return;
    }
    String[] parts = name.split(":", 6);
    boolean wholeOrOpen = parts.length == 6 || (parts.length >= 3 && name.endsWith("*"));
    require(
        parts[0].equals("arn") && wholeOrOpen,
        "Resource " + name + " must be in ARN format or \"*\".");
    require(
        PARTITIONS.contains(parts[1]) || parts[1].startsWith("${"),
        "Partition \"" + parts[1] + "\" is not valid for resource \"" + name + "\".");
    boolean vendorOpen = parts.length > 3 && (parts[2].contains("*") || parts[2].contains("?"));
    require(
        !vendorOpen || parts[2].equals("*"),
        "Resource vendor must be fully qualified and cannot contain regexes.");
  }

  private List<Condition> conditions(JsonNode node) {
    JsonNode block = node.get("Condition");
    List<Condition> conditions = new ArrayList<>();
    if (block == null) {
      return conditions;
    }
    requireSyntax(block.isObject());
    for (Map.Entry<String, JsonNode> operator : block.properties()) {
      requireSyntax(operator.getValue().isObject());
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(
            within(
                operator.getKey(),
                () ->
                    within(
                        key.getKey(),
                        () -> condition(operator.getKey(), key.getKey(), key.getValue()))));
      }
    }
    return conditions;
  }

  private Condition condition(String operatorText, String key, JsonNode values) {
    Quantifier quantifier = Quantifier.NONE;
    String word = operatorText;
    if (word.startsWith("ForAllValues:")) {
      quantifier = Quantifier.FOR_ALL_VALUES;
      word = word.substring("ForAllValues:".length());
    } else if (word.startsWith("ForAnyValue:")) {
      quantifier = Quantifier.FOR_ANY_VALUE;
      word = word.substring("ForAnyValue:".length());
    }
    boolean ifExists = word.endsWith(IF_EXISTS);
    if (ifExists) {
      word = word.substring(0, word.length() - IF_EXISTS.length());
    }
    ConditionOperator operator = ConditionOperator.named(word);
    if (operator == null) {
      throw new MalformedPolicyException("Invalid Condition type : " + operatorText + ".");
    }
    requireSyntax(operator != ConditionOperator.NULL || !ifExists);
    checkKey(key);
    List<ValueTest> tests = new ArrayList<>();
    for (JsonNode value : PolicyParser.elements(values)) {
      tests.add(test(operator, value));
    }
    return new Condition(operator, quantifier, ifExists, key.toLowerCase(Locale.ROOT), tests);
  }

  private static void checkKey(String key) {
    int colon = key.indexOf(':');
    require(
        colon > 0 && colon < key.length() - 1,
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }

  private ValueTest test(ConditionOperator operator, JsonNode value) {
    requireSyntax(value.isString() || value.isBoolean() || value.isNumber());
    String text = value.isString() ? value.stringValue() : value.toString();
    ValueTest test = operator.compile(text, variables);
    if (test == null) {
      throw new MalformedPolicyException(
          "Invalid value \"" + text + "\" for condition operator " + operator.word() + ".");
    }
    return test;
  }
}
