package croft.services.iam.managedpolicy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * AWS's own managed policies that fit what Croft serves, kept as data in {@code policies.txt}.
 * Those not listed there are not attachable, and say so: a policy that is attached but grants
 * nothing would be a false green.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html">AWS
 * managed policies</a>.
 */
public final class AwsManagedPolicies {
  /** What every one of them shows as the time of its making. */
  static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private static final String ARN_PREFIX = "arn:aws:iam::aws:policy/";
  private static final Map<String, AwsPolicy> BY_ARN =
      PolicyList.read("policies.txt").entrySet().stream()
          .map(entry -> new AwsPolicy(entry.getKey(), entry.getValue()))
          .collect(Collectors.toUnmodifiableMap(AwsPolicy::arn, Function.identity()));

  private AwsManagedPolicies() {}

  /**
   * One of AWS's policies, at its only version {@code v1}.
   *
   * @param pathAndName such as {@code service-role/AWSCodeDeployRole}
   */
  public record AwsPolicy(String pathAndName, String document) {
    public String arn() {
      return ARN_PREFIX + pathAndName;
    }

    public String name() {
      return pathAndName.substring(pathAndName.lastIndexOf('/') + 1);
    }

    /** {@code /} or {@code /service-role/}. */
    public String path() {
      return "/" + pathAndName.substring(0, pathAndName.lastIndexOf('/') + 1);
    }

    /** {@code ANPA…}, the same at every start. */
    String id() {
      String hex = UUID.nameUUIDFromBytes(pathAndName.getBytes(StandardCharsets.UTF_8)).toString();
      return "ANPA" + hex.replace("-", "").substring(0, 17).toUpperCase(Locale.ROOT);
    }
  }

  static Optional<AwsPolicy> byArn(String arn) {
    return Optional.ofNullable(BY_ARN.get(arn));
  }

  static List<AwsPolicy> all() {
    return List.copyOf(BY_ARN.values());
  }
}
