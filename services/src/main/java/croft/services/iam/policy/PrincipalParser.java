package croft.services.iam.policy;

import static croft.services.iam.policy.PolicyParser.require;
import static croft.services.iam.policy.PolicyParser.requireSyntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks and compiles the value of a Principal or NotPrincipal element. */
final class PrincipalParser {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern UNIQUE_ID = Pattern.compile("A[A-Z]{3}[A-Z0-9]{12,28}");
  private static final Pattern ROOT_ARN = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):root");
  private static final Pattern NAMED_ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:(iam::\\d{12}:(user|role)/"
              + "|sts::\\d{12}:(assumed-role/[^/*?]+/|federated-user/))[^*?]+");
  private static final Pattern SERVICE =
      Pattern.compile("[A-Za-z0-9.-]+\\.amazonaws\\.com(\\.cn)?");

  private PrincipalParser() {}

  static List<PrincipalPattern> parse(JsonNode node) {
    if (node.isString()) {
      require(
          node.stringValue().equals("*"),
          "Invalid principal in policy: \"" + node.stringValue() + "\"");
      return List.of(new PrincipalPattern.Anyone());
    }
    requireSyntax(node.isObject() && !node.isEmpty());
    List<PrincipalPattern> patterns = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      for (String value : PolicyParser.texts(entry.getValue())) {
        patterns.add(pattern(entry.getKey(), value));
      }
    }
    requireSyntax(!patterns.isEmpty());
    return patterns;
  }

  private static PrincipalPattern pattern(String type, String value) {
    return switch (type) {
      case "AWS" -> aws(value);
      case "Service" -> {
        if (!SERVICE.matcher(value).matches()) {
          throw invalid(type, value);
        }
        yield new PrincipalPattern.Service(value);
      }
      case "Federated" -> new PrincipalPattern.Federated(value);
      case "CanonicalUser" -> new PrincipalPattern.CanonicalUser(value);
      default -> throw new MalformedPolicyException("Syntax errors in policy.");
    };
  }

  private static PrincipalPattern aws(String value) {
    if (value.equals("*")) {
      return new PrincipalPattern.Anyone();
    }
    if (ACCOUNT.matcher(value).matches()) {
      return new PrincipalPattern.Account(value);
    }
    Matcher root = ROOT_ARN.matcher(value);
    if (root.matches()) {
      return new PrincipalPattern.Account(root.group(1));
    }
    if (NAMED_ARN.matcher(value).matches()) {
      return new PrincipalPattern.Named(value);
    }
    if (UNIQUE_ID.matcher(value).matches()) {
      return new PrincipalPattern.Unique(value);
    }
    throw invalid("AWS", value);
  }

  private static MalformedPolicyException invalid(String type, String value) {
    return new MalformedPolicyException(
        "Invalid principal in policy: \"" + type + "\":\"" + value + "\"");
  }
}
