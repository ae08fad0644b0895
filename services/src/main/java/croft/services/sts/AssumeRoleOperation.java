package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.sts.AssumeRoleRequest;
import croft.api.sts.AssumeRoleResponse;
import croft.api.sts.StsModel;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.session.Sessions;
import croft.services.iam.session.TemporaryCredentials;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * AssumeRole. Whether the caller may is decided by the role's trust policy and the caller's own
 * policies together, so it is decided here, by {@link RoleTrust}, and not by an access declared
 * beforehand.
 */
final class AssumeRoleOperation {
  private final Store store;
  private final PolicyCache policies;
  private final Sessions sessions;
  private final RoleTrust trust;
  private final MfaCheck mfa;
  private final boolean rootMayAssumeRoles;

  AssumeRoleOperation(IamParts parts, boolean rootMayAssumeRoles) {
    this.store = parts.store();
    this.policies = parts.policies();
    this.sessions = new Sessions(parts);
    this.trust = new RoleTrust(parts);
    this.mfa = new MfaCheck(parts);
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
                "SerialNumber",
                "TokenCode",
                "SourceIdentity"));
  }

  private AssumeRoleResponse assumeRole(Call call, AssumeRoleRequest request) {
    Caller caller = call.caller();
    if (caller.kind() == Caller.Kind.ROOT && !rootMayAssumeRoles) {
      throw new ServiceError("AccessDenied", 403, "Roles may not be assumed by root accounts.");
    }
    if (caller.kind() == Caller.Kind.FEDERATED_USER) {
      throw SessionTokenOperation.withSessionCredentials("AssumeRole");
    }
    Arn arn = RoleTrust.roleArn(required(request.roleArn(), "roleArn"));
    String name = required(request.roleSessionName(), "roleSessionName");
    SessionTags tags = SessionTags.of(call, request);
    Instant mfaAt = mfa.at(call, request.serialNumber(), request.tokenCode());
    Optional<Role> found = store.read(tx -> Roles.byArn(tx, arn));
    Role role = trust.require(call, request, arn, found, new RoleTrust.Proof(tags, mfaAt));
    boolean chained = caller.kind() == Caller.Kind.ASSUMED_ROLE;
    int seconds = SessionDuration.ofRole(request.durationSeconds(), role, chained);
    SessionLimits limits =
        SessionLimits.of(policies, request.policy(), request.policyArnsOrEmpty(), tags.requested());
    limits.requireThere(store, role.account());
    CallerSession session =
        new CallerSession(
            arn.toString(),
            call.at(),
            SessionDuration.end(call, seconds),
            limits.documents(),
            limits.policyArns(),
            tags.transitiveKeys(),
            mfaAt,
            sourceIdentity(call, request));
    TemporaryCredentials made = sessions.ofRole(role, name, tags.all(), session);
    return AssumeRoleResponse.builder()
        .credentials(CredentialShapes.of(made))
        .assumedRoleUser(CredentialShapes.user(made))
        .packedPolicySize(limits.packedPercent())
        .sourceIdentity(session.sourceIdentity().isEmpty() ? null : session.sourceIdentity())
        .build();
  }

  private static String sourceIdentity(Call call, AssumeRoleRequest request) {
    CallerSession carried = call.caller().session();
    if (carried != null && !carried.sourceIdentity().isEmpty()) {
      return carried.sourceIdentity();
    }
    return request.sourceIdentity() == null ? "" : request.sourceIdentity();
  }
}
