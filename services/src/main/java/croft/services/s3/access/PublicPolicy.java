package croft.services.s3.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a bucket policy is public: it allows something to anyone, and nothing fixed says who that
 * may be.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">The
 * meaning of "public"</a>.
 */
public final class PublicPolicy {
  /** Keys that say who or from where, in lower case. */
  private static final Set<String> TELLING_KEYS =
      Set.of(
          "aws:principalarn",
          "aws:principalaccount",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalservicename",
          "aws:sourcearn",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourceowner",
          "aws:sourceaccount",
          "aws:sourceorgid",
          "aws:userid",
          "s3:x-amz-server-side-encryption-aws-kms-key-id",
          "s3:dataaccesspointarn",
          "s3:dataaccesspointaccount");

  private static final Set<String> OPERATORS =
      Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");
  private static final int BROADEST_IPV4_BITS = 8;
  private static final int BROADEST_IPV6_BITS = 32;
  private static final int IPV4_BYTES = 4;

  private PublicPolicy() {}

  /** Whether any statement of the document allows something to the public. */
  public static boolean isPublic(String document) {
    JsonNode policy = PolicyJson.read(document);
    return policy != null
        && PolicyJson.statements(policy).stream().anyMatch(PublicPolicy::opensToPublic);
  }

  private static boolean opensToPublic(JsonNode statement) {
    boolean allows = PolicyJson.texts(statement.get("Effect")).contains("Allow");
    return allows && meansAnyone(statement) && !isNarrowed(statement.get("Condition"));
  }

  private static boolean meansAnyone(JsonNode statement) {
    if (statement.has("NotPrincipal")) {
      return true;
    }
    JsonNode principal = statement.get("Principal");
    return PolicyJson.texts(principal).contains("*")
        || (principal != null
            && principal.isObject()
            && PolicyJson.texts(principal.get("AWS")).contains("*"));
  }

  /** Whether one condition at least admits only fixed values of a key that tells who it is. */
  private static boolean isNarrowed(@Nullable JsonNode conditions) {
    if (conditions == null) {
      return false;
    }
    for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        if (narrows(
            operator.getKey().toLowerCase(Locale.ROOT),
            key.getKey().toLowerCase(Locale.ROOT),
            PolicyJson.texts(key.getValue()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean narrows(String operator, String key, List<String> values) {
    // ForAllValues and IfExists hold where the request has no such key.
    String word =
        operator.startsWith("foranyvalue:")
            ? operator.substring("foranyvalue:".length())
            : operator;
    if (values.isEmpty()) {
      return false;
    }
    if (word.equals("ipaddress")) {
      return key.equals("aws:sourceip") && values.stream().allMatch(PublicPolicy::isNarrowRange);
    }
    return OPERATORS.contains(word)
        && TELLING_KEYS.contains(key)
        && values.stream().allMatch(value -> isFixed(key, value));
  }

  private static boolean isFixed(String key, String value) {
    // "aws:userid, outside the pattern AROLEID:*": the role is fixed, its sessions need not be.
    String text =
        key.equals("aws:userid") && value.endsWith(":*")
            ? value.substring(0, value.length() - 2)
            : value;
    return !text.contains("*") && !text.contains("?") && !text.contains("${");
  }

  private static boolean isNarrowRange(String range) {
    int slash = range.indexOf('/');
    try {
      byte[] address =
          InetAddress.ofLiteral(slash < 0 ? range : range.substring(0, slash)).getAddress();
      int bits =
          slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(range.substring(slash + 1));
      return bits >= (address.length == IPV4_BYTES ? BROADEST_IPV4_BITS : BROADEST_IPV6_BITS);
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
