package croft.services.sts;

import croft.api.sts.AssumeRoleRequest;
import croft.api.sts.StsModel;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.iam.authorization.CallKeys;
import croft.services.iam.authorization.CallerStandings;
import croft.services.iam.authorization.Denials;
import croft.services.iam.authorization.Standing;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.IamParts;
import croft.services.iam.entity.Tags;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.iam.role.Role;
import croft.services.operation.Call;
import croft.services.sts.webidentity.WebIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may assume a role, by the role's trust policy and the caller's own. */
final class RoleTrust {
  private final PolicyEvaluator evaluator = new PolicyEvaluator();
  private final CallerStandings standings;
  private final PolicyCache policies;

  RoleTrust(IamParts parts) {
    this.standings = new CallerStandings(parts);
    this.policies = parts.policies();
  }

  /**
   * What a caller brings beside its credentials.
   *
   * @param mfaAt when it proved itself by a device, or null
   */
  record Proof(SessionTags tags, @Nullable Instant mfaAt) {
    private Map<String, List<String>> mfaKeys() {
      return mfaAt == null
          ? Map.of()
          : Map.of(
              "aws:MultiFactorAuthPresent", List.of("true"),
              "aws:MultiFactorAuthAge", List.of("0"));
    }
  }

  /**
   * The ARN of a role.
   *
   * @throws ServiceError {@code ValidationError} for any other text
   */
  static Arn roleArn(String text) {
    try {
      Arn arn = Arn.parse(text);
      if (arn.service().equals("iam") && arn.resource().startsWith("role/")) {
        return arn;
      }
    } catch (IllegalArgumentException notAnArn) {
      // Told below, in the same words.
    }
    throw EntityErrors.validation(text + " is invalid");
  }

  /**
   * The role, when its trust policy lets those in that an identity provider vouches for so.
   *
   * @throws ServiceError {@code AccessDenied}, in the same words for a role that is not there
   */
  Role requireFederated(
      Call call, Arn arn, Optional<Role> found, String sessionName, WebIdentity identity) {
    RequestPrincipal principal = RequestPrincipal.federated(identity.providerArn());
    Standing standing = new Standing(principal, Map.of(), PolicySet.NONE);
    RequestContext context =
        CallKeys.of(call, standing)
            .with(identity.conditionKeys())
            .with(
                Map.of(
                    "sts:RoleSessionName", List.of(sessionName),
                    "aws:FederatedProvider", List.of(identity.providerArn())));
    List<String> actions = new ArrayList<>(List.of("sts:AssumeRoleWithWebIdentity"));
    if (!identity.tags().isEmpty()) {
      actions.add("sts:TagSession");
    }
    if (!identity.sourceIdentity().isEmpty()) {
      actions.add("sts:SetSourceIdentity");
    }
    for (String action : actions) {
      AuthorizationRequest asked =
          new AuthorizationRequest(principal, action, arn.toString(), arn.account(), context);
      if (found.isEmpty() || !allows(found.get(), asked, PolicySet.NONE)) {
        throw new ServiceError("AccessDenied", 403, "Not authorized to perform " + action);
      }
    }
    return found.orElseThrow();
  }

  /**
   * The role, when the caller may assume it so.
   *
   * @throws ServiceError {@code AccessDenied}, in the same words for a role that is not there
   */
  Role require(Call call, AssumeRoleRequest request, Arn arn, Optional<Role> found, Proof proof) {
    Standing standing =
        standings.of(call.caller()).orElseThrow(() -> Denials.unknownCaller(StsModel.MODEL));
    RequestContext context =
        CallKeys.of(call, standing).with(keys(request, proof.tags)).with(proof.mfaKeys());
    for (String action : actions(request, proof.tags)) {
      AuthorizationRequest asked =
          new AuthorizationRequest(
              standing.principal(), action, arn.toString(), arn.account(), context);
      if (found.isEmpty() || !allows(found.get(), asked, standing.policies())) {
        throw new ServiceError("AccessDenied", 403, Denials.message(asked));
      }
    }
    return found.orElseThrow();
  }

  private boolean allows(Role role, AuthorizationRequest asked, PolicySet callers) {
    AttachedPolicy trust =
        new AttachedPolicy("trust policy", policies.compile(role.trustPolicy(), PolicyKind.TRUST));
    AuthorizationRequest onRole =
        new AuthorizationRequest(
            asked.principal(),
            asked.action(),
            asked.resource(),
            asked.resourceAccount(),
            asked.context().with(Tags.resourceKeys(role.tags())));
    return evaluator.evaluate(onRole, callers.withResource(List.of(trust), true)).allowed();
  }

  private static List<String> actions(AssumeRoleRequest request, SessionTags tags) {
    List<String> actions = new ArrayList<>(List.of("sts:AssumeRole"));
    if (!tags.all().isEmpty()) {
      actions.add("sts:TagSession");
    }
    if (request.sourceIdentity() != null) {
      actions.add("sts:SetSourceIdentity");
    }
    return actions;
  }

  private static Map<String, List<String>> keys(AssumeRoleRequest request, SessionTags tags) {
    Map<String, List<String>> keys = new HashMap<>(tags.conditionKeys());
    if (request.roleSessionName() != null) {
      keys.put("sts:RoleSessionName", List.of(request.roleSessionName()));
    }
    if (request.externalId() != null) {
      keys.put("sts:ExternalId", List.of(request.externalId()));
    }
    if (request.sourceIdentity() != null) {
      keys.put("sts:SourceIdentity", List.of(request.sourceIdentity()));
    }
    return keys;
  }
}
