package croft.services.iam;

import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.iam.authorization.AccessKeyUse;
import croft.services.iam.authorization.CallKeys;
import croft.services.iam.authorization.CallerStandings;
import croft.services.iam.authorization.Denials;
import croft.services.iam.authorization.Standing;
import croft.services.iam.entity.IamParts;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.Decision;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.policy.RequestPrincipal;
import croft.services.iam.serviceuse.ServiceUses;
import croft.services.operation.Access;
import croft.services.operation.Authorizer;
import croft.services.operation.Call;
import croft.services.operation.ResourcePolicies;
import croft.wire.schema.ServiceModel;
import java.util.List;

/**
 * Decides calls by IAM's policies. A service that acts by itself for an account is trusted, for
 * only Croft's own code makes such callers; but for resources whose own policies say which services
 * may use them.
 */
public final class IamAuthorizer implements Authorizer {
  private final PolicyEvaluator evaluator = new PolicyEvaluator();
  private final PolicyCache compiled;
  private final CallerStandings standings;
  private final Denials denials;
  private final AccessKeyUse uses;
  private final ServiceUses serviceUses;

  public IamAuthorizer(IamParts parts) {
    this.compiled = parts.policies();
    this.standings = new CallerStandings(parts);
    this.denials = new Denials(parts.masterKey());
    this.uses = new AccessKeyUse(parts.store());
    this.serviceUses = new ServiceUses(parts.store());
  }

  @Override
  public void check(Call call, ServiceModel service, List<Access> accesses) {
    if (call.caller().kind() == Caller.Kind.SERVICE) {
      accesses.forEach(access -> checkService(call, service, access));
      return;
    }
    uses.note(call, service.signingName());
    if (!accesses.isEmpty()) {
      serviceUses.note(call, accesses.getFirst().action());
    }
    if (isRestricted(call.caller()) && service.signingName().equals("iam")) {
      throw Denials.unknownCaller(service);
    }
    if (accesses.isEmpty()) {
      return;
    }
    Standing standing =
        standings.of(call.caller()).orElseThrow(() -> Denials.unknownCaller(service));
    for (Access access : accesses) {
      check(call, service, standing, access);
    }
  }

  /** A service by itself: what asks for it is the resource's policy, and nothing else decides. */
  private void checkService(Call call, ServiceModel service, Access access) {
    ResourcePolicies guard = access.guard();
    if (guard == null || !guard.asksServices()) {
      return;
    }
    RequestPrincipal principal = RequestPrincipal.service(call.caller().principalId());
    RequestContext context = CallKeys.ofService(call, principal).with(access.context());
    PolicySet policies = PolicySet.NONE.withResource(compiled(guard), guard.mustAllow());
    for (String resource : access.resources()) {
      AuthorizationRequest request =
          new AuthorizationRequest(principal, access.action(), resource, guard.account(), context);
      Decision decision = evaluator.evaluate(request, policies);
      if (!decision.allowed()) {
        throw denials.of(service, request, decision);
      }
    }
  }

  private void check(Call call, ServiceModel service, Standing standing, Access access) {
    ResourcePolicies guard = access.guard();
    PolicySet policies = guard == null ? standing.policies() : guarded(standing.policies(), guard);
    String endpoint = call.endpointPolicy();
    if (endpoint != null) {
      policies = policies.withEndpoint(List.of(compiled("VPC endpoint policy", endpoint)));
    }
    // Only policies read condition keys: where none is in force, as for root, none are made.
    RequestContext context =
        policies.equals(PolicySet.NONE)
            ? RequestContext.EMPTY
            : CallKeys.of(call, standing).with(access.context());
    for (String resource : access.resources()) {
      AuthorizationRequest request =
          new AuthorizationRequest(
              standing.principal(),
              access.action(),
              resource,
              guard == null ? resourceAccount(resource, call.account()) : guard.account(),
              context);
      Decision decision = evaluator.evaluate(request, policies);
      if (!decision.allowed()) {
        throw denials.of(service, request, decision);
      }
    }
  }

  private PolicySet guarded(PolicySet callers, ResourcePolicies guard) {
    List<AttachedPolicy> documents = compiled(guard);
    return documents.isEmpty() && !guard.mustAllow()
        ? callers
        : callers.withResource(documents, guard.mustAllow());
  }

  private List<AttachedPolicy> compiled(ResourcePolicies guard) {
    return guard.documents().stream().map(text -> compiled("resource policy", text)).toList();
  }

  private AttachedPolicy compiled(String name, String document) {
    return new AttachedPolicy(name, compiled.compile(document, PolicyKind.RESOURCE));
  }

  /** GetSessionToken's sessions without multi-factor authentication may not call IAM. */
  private static boolean isRestricted(Caller caller) {
    CallerSession session = caller.session();
    return session != null
        && session.mfaAuthenticated() == null
        && caller.kind() != Caller.Kind.ASSUMED_ROLE;
  }

  /** The account an ARN names; resources without one, such as AWS's policies, are anyone's. */
  private static String resourceAccount(String resource, String callers) {
    String[] parts = resource.split(":", 6);
    boolean named = parts.length == 6 && !parts[4].isEmpty();
    return named && Character.isDigit(parts[4].charAt(0)) ? parts[4] : callers;
  }
}
