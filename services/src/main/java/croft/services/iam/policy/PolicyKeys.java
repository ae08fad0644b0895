package croft.services.iam.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The context keys that policies ask for, in conditions and in variables. */
public final class PolicyKeys {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^},]+)[^}]*}");

  private PolicyKeys() {}

  /** The keys a document names, as it writes them. The text must be a policy. */
  public static Set<String> named(String document) {
    Set<String> keys = new LinkedHashSet<>();
    JsonNode root = JSON.readTree(document);
    for (JsonNode statement : PolicyParser.elements(root.get("Statement"))) {
      JsonNode block = statement.get("Condition");
      if (block != null) {
        block.values().forEach(operator -> keys.addAll(operator.propertyNames()));
      }
    }
    Matcher variables = VARIABLE.matcher(document);
    while (variables.find()) {
      String key = variables.group(1).strip();
      if (key.contains(":")) {
        keys.add(key);
      }
    }
    return keys;
  }

  /**
   * The keys, in lower case, whose absence may have decided: those in conditions of statements that
   * are about the request's action and resource, and that the request has not.
   */
  public static Set<String> missing(AuthorizationRequest request, List<AttachedPolicy> policies) {
    Set<String> missing = new TreeSet<>();
    for (AttachedPolicy attached : policies) {
      for (Statement statement : attached.policy().statements()) {
        if (statement.isAbout(request)) {
          for (Condition condition : statement.conditions()) {
            if (request.context().valuesOfLowerCaseKey(condition.key()) == null) {
              missing.add(condition.key());
            }
          }
        }
      }
    }
    return missing;
  }

  /**
   * Whether a policy allows anything at all of a service.
   *
   * @param namespace such as {@code ec2}
   */
  public static boolean grants(Policy policy, String namespace) {
    return policy.statements().stream()
        .filter(statement -> statement.effect() == Effect.ALLOW)
        .map(Statement::actions)
        .anyMatch(actions -> actions.negated() != names(actions, namespace));
  }

  /** Whether a clause names something of a service, or with NotAction all of it. */
  private static boolean names(PatternClause actions, String namespace) {
    return actions.patterns().stream()
        .map(TextPattern::toString)
        .anyMatch(action -> {
          int colon = action.indexOf(':');
          boolean whole = !actions.negated() || action.equals("*") || action.endsWith(":*");
          return whole
              && (action.equals("*")
                  || (colon > 0 && action.substring(0, colon).equalsIgnoreCase(namespace)));
        });
  }
}
