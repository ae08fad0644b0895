package croft.services.cloudformation.blueprint;

import croft.base.ServiceError;
import croft.services.cloudformation.template.ResourceDeclaration;
import croft.services.cloudformation.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller must acknowledge before a template is taken.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities">acknowledging
 * IAM resources</a>.
 */
public final class Capabilities {
  private static final String IAM = "CAPABILITY_IAM";
  private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";

  /** The property by which a type's things get a name of their own; empty for none. */
  private static final Map<String, String> TYPES =
      Map.of(
          "AWS::IAM::AccessKey", "",
          "AWS::IAM::Group", "GroupName",
          "AWS::IAM::InstanceProfile", "InstanceProfileName",
          "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
          "AWS::IAM::Policy", "",
          "AWS::IAM::Role", "RoleName",
          "AWS::IAM::User", "UserName",
          "AWS::IAM::UserToGroupAddition", "");

  private Capabilities() {}

  /** The one a template needs; empty for none. */
  public static Optional<String> needed(Template template) {
    if (template.resources().values().stream().anyMatch(Capabilities::isNamed)) {
      return Optional.of(NAMED_IAM);
    }
    return resources(template).isEmpty() ? Optional.empty() : Optional.of(IAM);
  }

  /** The types in it that need one. */
  public static List<String> resources(Template template) {
    return template.resources().values().stream()
        .map(ResourceDeclaration::type)
        .filter(TYPES::containsKey)
        .distinct()
        .toList();
  }

  private static boolean isNamed(ResourceDeclaration resource) {
    String property = TYPES.getOrDefault(resource.type(), "");
    return !property.isEmpty() && resource.properties().entries().containsKey(property);
  }

  static void require(Template template, List<String> acknowledged) {
    Optional<String> needed = needed(template);
    boolean enough =
        needed.isEmpty() || acknowledged.contains(NAMED_IAM) || acknowledged.contains(needed.get());
    if (!enough) {
      throw ServiceError.badRequest(
          "InsufficientCapabilitiesException", "Requires capabilities : [" + needed.get() + "]");
    }
  }
}
