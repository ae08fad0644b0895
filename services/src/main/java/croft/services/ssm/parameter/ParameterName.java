package croft.services.ssm.parameter;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request calls a parameter: a name or an ARN, and a version or label behind a colon.
 *
 * @param account that owns the parameter; empty for AWS's own
 * @param selector {@code :3}, {@code :label} or empty
 */
record ParameterName(String account, String region, String name, String selector) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]+");
  private static final int LONGEST = 1011;
  private static final int DEEPEST = 15;
  private static final String PUBLIC = "/aws/service/";

  /** Reads what a request names, without a check of its form. */
  static ParameterName of(Call call, @Nullable String text) {
    String wanted = Requests.required(text, "name");
    if (wanted.startsWith("arn:")) {
      try {
        Arn arn = Arn.parse(wanted);
        if (arn.service().equals("ssm") && arn.resource().startsWith("parameter/")) {
          return ofArn(arn);
        }
      } catch (IllegalArgumentException notOne) {
        // It is told below.
      }
      throw Requests.validation("Invalid parameter ARN: " + wanted);
    }
    int colon = wanted.indexOf(':');
    String name = colon < 0 ? wanted : wanted.substring(0, colon);
    String account = name.startsWith(PUBLIC) ? "" : call.account();
    return new ParameterName(
        account, call.region(), name, colon < 0 ? "" : wanted.substring(colon));
  }

  /** The ARN does not tell a name from a path of one level: paths have another slash inside. */
  private static ParameterName ofArn(Arn arn) {
    String rest = arn.resource().substring("parameter/".length());
    int colon = rest.indexOf(':');
    String name = colon < 0 ? rest : rest.substring(0, colon);
    String selector = colon < 0 ? "" : rest.substring(colon);
    String full = name.indexOf('/') < 0 ? name : "/" + name;
    return new ParameterName(arn.account(), arn.region(), full, selector);
  }

  String scope() {
    return account + "/" + region;
  }

  Arn arn() {
    return Parameter.arn(account, region, name);
  }

  boolean isPublic() {
    return name.startsWith(PUBLIC);
  }

  /**
   * Passes a name that a parameter may be made under.
   *
   * <p>Source: <a
   * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html">Requirements
   * and constraints for parameter names</a>.
   */
  static void check(String name) {
    if (name.toLowerCase(Locale.ROOT).startsWith("/aws")
        && (name.length() == 4 || name.charAt(4) == '/')) {
      throw ServiceError.badRequest(
          "AccessDeniedException", "No access to reserved parameter name: " + name + ".");
    }
    String first = (name.startsWith("/") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()
        || first.startsWith("aws")
        || first.startsWith("ssm")
        || name.endsWith("/")
        || name.contains("//")) {
      throw Requests.validation(
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed"
              + " as a path, it can consist of sub-paths divided by slash symbol; each sub-path can"
              + " be formed as a mix of letters, numbers and the following 3 symbols .-_");
    }
    if (name.indexOf('/') > 0) {
      throw Requests.validation("Parameter name must be a fully qualified name.");
    }
    if (name.length() > LONGEST) {
      throw Requests.validation("Parameter name is longer than " + LONGEST + " characters.");
    }
    if (name.chars().filter(c -> c == '/').count() > DEEPEST) {
      throw ServiceError.badRequest(
          "HierarchyLevelLimitExceededException",
          "Parameter name must not have more than " + DEEPEST + " levels.");
    }
  }
}
