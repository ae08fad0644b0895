package croft.services.iam;

import croft.base.Arn;
import croft.base.CallerSession;
import croft.services.iam.entity.IamParts;
import croft.services.iam.instanceprofile.InstanceProfile;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.iam.role.Role;
import croft.services.iam.session.Sessions;
import croft.services.iam.session.TemporaryCredentials;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Instance profiles and the credentials that instances get by them from their metadata. */
public final class InstanceRoleCredentials {
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final RequestPrincipal EC2 = RequestPrincipal.service("ec2.amazonaws.com");

  private final IamParts parts;
  private final Sessions sessions;
  private final PolicyEvaluator evaluator = new PolicyEvaluator();

  public InstanceRoleCredentials(IamParts parts) {
    this.parts = parts;
    this.sessions = new Sessions(parts);
  }

  /**
   * An instance profile.
   *
   * @param roleArn the role in it, or null
   */
  public record Profile(String arn, String id, String name, @Nullable String roleArn) {}

  /** The instance profile of that name. */
  public Optional<Profile> byName(String account, String name) {
    return parts
        .store()
        .read(tx -> tx.get(InstanceProfile.TABLE, account, name).map(found -> profile(tx, found)));
  }

  /** The instance profile of that ARN, if it is of this account. */
  public Optional<Profile> byArn(String account, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return byName(account, name).filter(profile -> profile.arn().equals(arn));
  }

  private static Profile profile(Transaction tx, InstanceProfile found) {
    String roleArn = role(tx, found).map(role -> role.arn().toString()).orElse(null);
    return new Profile(found.arn().toString(), found.id(), found.name(), roleArn);
  }

  private static Optional<Role> role(Transaction tx, InstanceProfile profile) {
    return tx.get(Role.TABLE, profile.account(), profile.roleName());
  }

  /** Credentials for an instance, with the name of their role. */
  public record RoleCredentials(String roleName, TemporaryCredentials credentials) {}

  /**
   * Fresh credentials, good for six hours; the session is named for the instance. Empty while the
   * profile is not there, has no role, or its role does not trust {@code ec2.amazonaws.com}.
   */
  public Optional<RoleCredentials> credentials(
      String account, String profileArn, String instanceId, Instant now) {
    String name = profileArn.substring(profileArn.lastIndexOf('/') + 1);
    return parts
        .store()
        .read(tx ->
            tx.get(InstanceProfile.TABLE, account, name)
                .filter(profile -> profile.arn().toString().equals(profileArn))
                .flatMap(profile -> role(tx, profile)))
        .filter(this::trustsInstances)
        .map(role -> new RoleCredentials(role.name(), session(role, instanceId, now)));
  }

  private boolean trustsInstances(Role role) {
    AttachedPolicy trust =
        new AttachedPolicy(
            "trust policy", parts.policies().compile(role.trustPolicy(), PolicyKind.TRUST));
    Arn arn = role.arn();
    AuthorizationRequest request =
        new AuthorizationRequest(
            EC2, "sts:AssumeRole", arn.toString(), role.account(), RequestContext.EMPTY);
    return evaluator.evaluate(request, PolicySet.NONE.withResource(List.of(trust), true)).allowed();
  }

  private TemporaryCredentials session(Role role, String instanceId, Instant now) {
    CallerSession session =
        new CallerSession(
            role.arn().toString(),
            now,
            now.plus(LIFETIME),
            List.of(),
            List.of(),
            Set.of(),
            null,
            "");
    return sessions.ofRole(role, instanceId, Map.of(), session);
  }
}
