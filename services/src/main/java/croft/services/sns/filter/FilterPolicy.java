package croft.services.sns.filter;

import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which messages a subscription wants.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Amazon SNS
 * subscription filter policies</a>.
 */
public final class FilterPolicy {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Rule.All rules;

  FilterPolicy(Rule.All rules) {
    this.rules = rules;
  }

  /** What a policy looks at. */
  public enum Scope {
    ATTRIBUTES("MessageAttributes"),
    BODY("MessageBody");

    private final String spelling;

    Scope(String spelling) {
      this.spelling = spelling;
    }

    /** The value of {@code FilterPolicyScope}. */
    public String spelling() {
      return spelling;
    }
  }

  /**
   * Reads a policy.
   *
   * @throws croft.base.ServiceError {@code InvalidParameter}
   */
  public static FilterPolicy parse(String text, Scope scope) {
    return new FilterPolicyParser(scope).parse(text);
  }

  /**
   * Whether a message with these attributes is wanted.
   *
   * @param values finds the values an attribute has by its name; none when it is not there
   */
  public boolean wantsAttributes(Function<String, List<JsonNode>> values) {
    return rules.holds(path -> values.apply(path.getFirst()));
  }

  /** Whether a message with this body is wanted; what is no JSON object is not. */
  public boolean wantsBody(String body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException notJson) {
      return false;
    }
    return root.isObject() && rules.holds(path -> Leaves.at(root, path));
  }
}
