package croft.services.s3.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.base.ServiceError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a bucket policy must be beyond a policy: it names principals, actions of S3, and resources
 * in its own bucket that these actions apply to.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">Bucket policies
 * for Amazon S3</a>; the messages are S3's.
 */
public final class BucketPolicyRules {
  /** "Bucket policies are limited to 20 KB in size." */
  public static final int MOST_BYTES = 20 * 1024;

  private static final String ARN = "arn:aws:s3:::";
  private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
  private static final Set<String> FIELDS =
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

  private final PolicySyntax syntax;

  public BucketPolicyRules(PolicySyntax syntax) {
    this.syntax = syntax;
  }

  /**
   * Passes for what may be the policy of that bucket.
   *
   * @throws ServiceError {@code MalformedPolicy} (400), or {@code PolicyTooLarge} beyond {@link
   *     #MOST_BYTES}
   */
  public void check(String document, String bucket) {
    if (document.getBytes(UTF_8).length > MOST_BYTES) {
      throw ServiceError.badRequest(
          "PolicyTooLarge", "Policy exceeds the maximum allowed document size.");
    }
    JsonNode policy = document.startsWith("{") ? PolicyJson.read(document) : null;
    if (policy == null) {
      throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    for (String name : policy.propertyNames()) {
      require(TOP.contains(name), "Unknown field " + name);
    }
    JsonNode version = policy.get("Version");
    require(
        version == null || (version.isString() && VERSIONS.contains(version.stringValue())),
        "The policy must contain a valid version string");
    require(policy.has("Statement"), "Missing required field Statement");
    List<JsonNode> statements = PolicyJson.statements(policy);
    require(!statements.isEmpty(), "Could not parse the policy: Statement is empty!");
    statements.forEach(statement -> check(statement, bucket));
    String fault = syntax.fault(document);
    if (fault != null) {
      throw malformed(inWordsOfS3(fault));
    }
  }

  private static void check(JsonNode statement, String bucket) {
    require(statement.isObject(), "Invalid policy syntax.");
    for (String name : statement.propertyNames()) {
      require(FIELDS.contains(name), "Unknown field " + name);
    }
    JsonNode effect = statement.get("Effect");
    if (effect == null) {
      throw malformed("Missing required field Effect");
    }
    require(
        effect.isString() && Set.of("Allow", "Deny").contains(effect.stringValue()),
        "Invalid effect: " + (effect.isString() ? effect.stringValue() : effect));
    require(
        statement.has("Principal") || statement.has("NotPrincipal"),
        "Missing required field Principal");
    List<String> actions = texts(statement, "Action");
    List<String> resources = texts(statement, "Resource");
    for (String action : actions) {
      require(
          BucketActions.namesObjectAction(action) || BucketActions.namesBucketAction(action),
          "Policy has invalid action");
    }
    for (String resource : resources) {
      require(isWithin(resource, bucket), "Policy has invalid resource");
    }
    if (statement.has("Action") && statement.has("Resource")) {
      checkApplicable(actions, resources, bucket);
    }
  }

  private static List<String> texts(JsonNode statement, String element) {
    JsonNode plain = statement.get(element);
    JsonNode value = plain == null ? statement.get("Not" + element) : plain;
    List<String> texts = PolicyJson.texts(value);
    require(!texts.isEmpty(), "Missing required field " + element);
    return texts;
  }

  private static void checkApplicable(List<String> actions, List<String> resources, String bucket) {
    boolean bucketItself = resources.stream().anyMatch(resource -> meansBucket(resource, bucket));
    boolean objects = resources.stream().anyMatch(BucketPolicyRules::meansObjects);
    for (String action : actions) {
      require(
          (bucketItself && BucketActions.namesBucketAction(action))
              || (objects && BucketActions.namesObjectAction(action)),
          "Action does not apply to any resource(s) in statement");
    }
  }

  private static boolean meansBucket(String resource, String bucket) {
    return BucketActions.matches(resource, ARN + bucket);
  }

  private static boolean meansObjects(String resource) {
    return resource.contains("/") || resource.contains("*");
  }

  /** Whether a pattern of ARNs can mean the bucket or something in it. */
  private static boolean isWithin(String resource, String bucket) {
    String own = ARN + bucket;
    if (resource.equals(own) || resource.startsWith(own + "/")) {
      return true;
    }
    int wildcard = firstWildcard(resource);
    if (wildcard < 0) {
      return false;
    }
    int slash = resource.indexOf('/');
    String bucketPart = slash < 0 ? resource : resource.substring(0, slash);
    return BucketActions.matches(bucketPart, own);
  }

  private static int firstWildcard(String text) {
    int star = text.indexOf('*');
    int question = text.indexOf('?');
    return star < 0 || (question >= 0 && question < star) ? question : star;
  }

  /** The engine tells faults in IAM's words; of some, S3 has words of its own. */
  private static String inWordsOfS3(String fault) {
    if (fault.startsWith("Invalid principal in policy")) {
      return "Invalid principal in policy";
    }
    if (fault.startsWith("Invalid Condition type")) {
      return fault;
    }
    return fault.startsWith("Syntax errors") ? "Invalid policy syntax." : fault;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw malformed(message);
    }
  }

  private static ServiceError malformed(@Nullable String message) {
    return ServiceError.badRequest("MalformedPolicy", message == null ? "" : message);
  }
}
