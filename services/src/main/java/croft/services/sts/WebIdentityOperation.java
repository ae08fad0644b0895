package croft.services.sts;

import static croft.services.iam.entity.EntityErrors.required;
import static croft.services.operation.Binding.bind;

import croft.api.sts.AssumeRoleWithWebIdentityRequest;
import croft.api.sts.AssumeRoleWithWebIdentityResponse;
import croft.api.sts.StsModel;
import croft.base.Arn;
import croft.base.CallerSession;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.iam.session.Sessions;
import croft.services.iam.session.TemporaryCredentials;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sts.webidentity.WebIdentity;
import croft.services.sts.webidentity.WebIdentityTokens;
import croft.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * AssumeRoleWithWebIdentity: nobody signs it, the token of an OpenID Connect provider stands for
 * the caller.
 */
final class WebIdentityOperation {
  private final Store store;
  private final PolicyCache policies;
  private final Sessions sessions;
  private final RoleTrust trust;
  private final WebIdentityTokens tokens;

  WebIdentityOperation(IamParts parts) {
    this.store = parts.store();
    this.policies = parts.policies();
    this.sessions = new Sessions(parts);
    this.trust = new RoleTrust(parts);
    this.tokens = new WebIdentityTokens(parts.store());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(StsModel.ASSUME_ROLE_WITH_WEB_IDENTITY, AccessRule.everyone(), this::assumeRole)
            .honouring(
                "RoleArn",
                "RoleSessionName",
                "WebIdentityToken",
                "PolicyArns.arn",
                "Policy",
                "DurationSeconds")
            .anonymously());
  }

  private AssumeRoleWithWebIdentityResponse assumeRole(
      Call call, AssumeRoleWithWebIdentityRequest request) {
    Arn arn = RoleTrust.roleArn(required(request.roleArn(), "roleArn"));
    String name = required(request.roleSessionName(), "roleSessionName");
    WebIdentity identity =
        tokens.verified(
            arn.account(), required(request.webIdentityToken(), "webIdentityToken"), call.at());
    Optional<Role> found = store.read(tx -> Roles.byArn(tx, arn));
    Role role = trust.requireFederated(call, arn, found, name, identity);
    int seconds = SessionDuration.ofRole(request.durationSeconds(), role, false);
    SessionLimits limits =
        SessionLimits.of(policies, request.policy(), request.policyArnsOrEmpty(), identity.tags());
    limits.requireThere(store, role.account());
    CallerSession session =
        new CallerSession(
            arn.toString(),
            call.at(),
            SessionDuration.end(call, seconds),
            limits.documents(),
            limits.policyArns(),
            identity.transitiveTagKeys(),
            null,
            identity.sourceIdentity());
    TemporaryCredentials made = sessions.ofRole(role, name, identity.tags(), session);
    return AssumeRoleWithWebIdentityResponse.builder()
        .credentials(CredentialShapes.of(made))
        .assumedRoleUser(CredentialShapes.user(made))
        .subjectFromWebIdentityToken(identity.subject())
        .audience(identity.audience())
        .provider(identity.providerArn())
        .packedPolicySize(limits.packedPercent())
        .sourceIdentity(identity.sourceIdentity().isEmpty() ? null : identity.sourceIdentity())
        .build();
  }
}
