package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.iam.entity.EntityErrors.validation;
import static croft.services.operation.Binding.bind;

import croft.api.sts.AssumeRoleRequest;
import croft.api.sts.AssumeRoleResponse;
import croft.api.sts.AssumedRoleUser;
import croft.api.sts.PolicyDescriptorType;
import croft.api.sts.StsModel;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.session.Sessions;
import croft.services.iam.session.TemporaryCredentials;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AssumeRole. Whether the caller may is decided by the role's trust policy and the caller's own
 * policies together, so it is decided here, by {@link RoleTrust}, and not by an access declared
 * beforehand.
 */
final class AssumeRoleOperation {
  private static final int USUAL_SECONDS = 3_600;
  private static final int MOST_SECONDS_WHEN_CHAINED = 3_600;
  private static final int MOST_POLICY_CHARACTERS = 2_048;

  private final Store store;
  private final PolicyCache policies;
  private final Sessions sessions;
  private final RoleTrust trust;
  private final boolean rootMayAssumeRoles;

  AssumeRoleOperation(IamParts parts, boolean rootMayAssumeRoles) {
    this.store = parts.store();
    this.policies = parts.policies();
    this.sessions = new Sessions(parts);
    this.trust = new RoleTrust(parts);
    this.rootMayAssumeRoles = rootMayAssumeRoles;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(StsModel.ASSUME_ROLE, AccessRule.everyone(), this::assumeRole)
            .honouring(
                "RoleArn",
                "RoleSessionName",
                "PolicyArns.arn",
                "Policy",
                "DurationSeconds",
                "Tags.Key",
                "Tags.Value",
                "TransitiveTagKeys",
                "ExternalId",
                "SourceIdentity"));
  }

  private AssumeRoleResponse assumeRole(Call call, AssumeRoleRequest request) {
    Caller caller = call.caller();
    if (caller.kind() == Caller.Kind.ROOT && !rootMayAssumeRoles) {
      throw new ServiceError("AccessDenied", 403, "Roles may not be assumed by root accounts.");
    }
    Arn arn = roleArn(required(request.roleArn(), "roleArn"));
    String name = required(request.roleSessionName(), "roleSessionName");
    SessionTags tags = SessionTags.of(call, request);
    Optional<Role> found = store.read(tx -> Roles.byArn(tx, arn));
    Role role = trust.require(call, request, arn, found, tags);
    int seconds = seconds(call, request, role);
    checkPolicy(request);
    CallerSession session =
        new CallerSession(
            arn.toString(),
            call.at(),
            call.at().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS),
            request.policy() == null ? List.of() : List.of(request.policy()),
            request.policyArnsOrEmpty().stream().map(AssumeRoleOperation::policyArn).toList(),
            tags.transitiveKeys(),
            null,
            sourceIdentity(call, request));
    TemporaryCredentials made = sessions.ofRole(role, name, tags.all(), session);
    return AssumeRoleResponse.builder()
        .credentials(CredentialShapes.of(made))
        .assumedRoleUser(
            AssumedRoleUser.builder()
                .assumedRoleId(made.caller().principalId())
                .arn(made.caller().arn().toString())
                .build())
        .packedPolicySize(packedPercent(request))
        .sourceIdentity(session.sourceIdentity().isEmpty() ? null : session.sourceIdentity())
        .build();
  }

  private static Arn roleArn(String text) {
    try {
      Arn arn = Arn.parse(text);
      if (arn.service().equals("iam") && arn.resource().startsWith("role/")) {
        return arn;
      }
    } catch (IllegalArgumentException notAnArn) {
      // Told below, in the same words.
    }
    throw validation(text + " is invalid");
  }

  private static int seconds(Call call, AssumeRoleRequest request, Role role) {
    int seconds = request.durationSeconds() == null ? USUAL_SECONDS : request.durationSeconds();
    if (seconds > role.maxSessionDurationSeconds()) {
      throw validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    boolean chained = call.caller().kind() == Caller.Kind.ASSUMED_ROLE;
    if (chained && seconds > MOST_SECONDS_WHEN_CHAINED) {
      throw validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return seconds;
  }

  private void checkPolicy(AssumeRoleRequest request) {
    String document = request.policy();
    if (document == null) {
      return;
    }
    if (document.length() > MOST_POLICY_CHARACTERS) {
      throw ServiceError.badRequest(
          "PackedPolicyTooLarge",
          "Serialized token too large for session: the session policy is longer than 2048"
              + " characters.");
    }
    try {
      policies.compile(document, PolicyKind.IDENTITY);
    } catch (MalformedPolicyException malformed) {
      throw malformed.toServiceError();
    }
  }

  private static String policyArn(PolicyDescriptorType descriptor) {
    return required(descriptor.arn(), "policyArns.member.arn");
  }

  private static String sourceIdentity(Call call, AssumeRoleRequest request) {
    CallerSession carried = call.caller().session();
    if (carried != null && !carried.sourceIdentity().isEmpty()) {
      return carried.sourceIdentity();
    }
    return request.sourceIdentity() == null ? "" : request.sourceIdentity();
  }

  /** How much of the allowed size policies and tags take, in percent; null without any. */
  private static @Nullable Integer packedPercent(AssumeRoleRequest request) {
    if (request.policy() == null && request.tags() == null && request.policyArns() == null) {
      return null;
    }
    int characters = request.policy() == null ? 0 : DocumentText.counted(request.policy());
    return Math.max(1, characters * 100 / MOST_POLICY_CHARACTERS);
  }
}
