package croft.services.s3.form;

import croft.base.ServiceError;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policy document of an HTML form: until when it holds and what the form's fields must be.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST
 * policy</a>; the messages are S3's.
 *
 * @param leastBytes of the file
 * @param mostBytes of the file
 */
public record PostPolicy(
    Instant expiration, List<FieldCondition> conditions, long leastBytes, long mostBytes) {
  private static final int DEEPEST = 4;
  private static final String CONTENT_TYPE = "content-type";

  /** Fields no condition need name; those that begin with x-ignore- neither. */
  private static final Set<String> FREE_FIELDS =
      Set.of("x-amz-signature", "file", "policy", "awsaccesskeyid", "signature");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();

  public PostPolicy {
    conditions = List.copyOf(conditions);
  }

  /**
   * What one field must be.
   *
   * @param field in lower case
   * @param prefix whether the value need only begin so
   */
  public record FieldCondition(String field, boolean prefix, String value) {

    boolean holds(@Nullable String actual) {
      if (actual == null) {
        // A prefix of nothing lets the field be absent.
        return prefix && value.isEmpty();
      }
      if (!prefix) {
        return actual.equals(value);
      }
      return field.equals(CONTENT_TYPE)
          ? Stream.of(actual.split(",", -1)).allMatch(type -> type.strip().startsWith(value))
          : actual.startsWith(value);
    }

    @Override
    public String toString() {
      return "[\"%s\", \"$%s\", \"%s\"]".formatted(prefix ? "starts-with" : "eq", field, value);
    }
  }

  /**
   * Reads a document.
   *
   * @throws ServiceError {@code InvalidPolicyDocument} (400)
   */
  public static PostPolicy parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      require(root.isObject(), "Invalid JSON.");
      return read(root);
    } catch (JacksonException e) {
      throw invalid("Invalid JSON.");
    }
  }

  private static PostPolicy read(JsonNode root) {
    JsonNode expiration = root.get("expiration");
    JsonNode list = root.get("conditions");
    if (expiration == null || !expiration.isString()) {
      throw invalid("Policy missing expiration.");
    }
    if (list == null || !list.isArray()) {
      throw invalid("Policy missing conditions.");
    }
    List<FieldCondition> conditions = new ArrayList<>();
    long least = 0;
    long most = Long.MAX_VALUE;
    for (JsonNode element : list.values()) {
      if (isRange(element)) {
        least = Math.max(least, element.get(1).asLong());
        most = Math.min(most, element.get(2).asLong());
      } else {
        conditions.addAll(conditions(element));
      }
    }
    return new PostPolicy(instant(expiration.stringValue()), conditions, least, most);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException notAnInstant) {
      throw invalid("Invalid 'expiration' value: '" + text + "'");
    }
  }

  private static boolean isRange(JsonNode element) {
    if (!element.isArray()
        || element.isEmpty()
        || !element.get(0).asString().equalsIgnoreCase("content-length-range")) {
      return false;
    }
    require(
        element.size() == 3 && isCount(element.get(1)) && isCount(element.get(2)),
        "Invalid Conditions: content-length-range needs two numbers.");
    return true;
  }

  private static boolean isCount(JsonNode node) {
    return node.isIntegralNumber() || (node.isString() && node.stringValue().matches("\\d{1,18}"));
  }

  private static List<FieldCondition> conditions(JsonNode element) {
    List<FieldCondition> conditions = new ArrayList<>();
    if (element.isObject()) {
      for (Map.Entry<String, JsonNode> entry : element.properties()) {
        conditions.add(new FieldCondition(lower(entry.getKey()), false, text(entry.getValue())));
      }
      return conditions;
    }
    require(
        element.isArray() && element.size() == 3 && text(element.get(1)).startsWith("$"),
        "Invalid Conditions: unknown operation '" + element + "'.");
    String field = lower(text(element.get(1)).substring(1));
    switch (lower(text(element.get(0)))) {
      case "eq" -> conditions.add(new FieldCondition(field, false, text(element.get(2))));
      case "starts-with" -> conditions.add(new FieldCondition(field, true, text(element.get(2))));
      default -> throw invalid("Invalid Conditions: unknown operation '" + element.get(0) + "'.");
    }
    return conditions;
  }

  private static String text(JsonNode node) {
    require(node.isString() || node.isNumber(), "Invalid Conditions: not a text: " + node);
    return node.asString();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Passes when the policy still holds and allows these fields.
   *
   * @param fields by their names in lower case, those of the form and {@code bucket}
   * @throws ServiceError {@code AccessDenied} (403)
   */
  public void check(Map<String, String> fields, Instant now) {
    if (!now.isBefore(expiration)) {
      throw denied("Policy expired.");
    }
    for (FieldCondition condition : conditions) {
      if (!condition.holds(fields.get(condition.field()))) {
        throw denied("Policy Condition failed: " + condition);
      }
    }
    for (String field : fields.keySet()) {
      boolean named = conditions.stream().anyMatch(condition -> condition.field().equals(field));
      // The bucket is not the form's to choose: it is where the form was sent.
      boolean free =
          FREE_FIELDS.contains(field) || field.startsWith("x-ignore-") || field.equals("bucket");
      if (!named && !free) {
        throw denied("Extra input fields: " + field);
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw invalid(message);
    }
  }

  private static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidPolicyDocument", "Invalid Policy: " + message);
  }

  private static ServiceError denied(String message) {
    return new ServiceError("AccessDenied", 403, "Invalid according to Policy: " + message);
  }
}
