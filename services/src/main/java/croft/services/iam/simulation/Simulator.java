package croft.services.iam.simulation;

import croft.api.iam.EvaluationResult;
import croft.api.iam.OrganizationsDecisionDetail;
import croft.api.iam.PermissionsBoundaryDecisionDetail;
import croft.api.iam.Position;
import croft.api.iam.ResourceSpecificResult;
import croft.api.iam.Statement;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.AuthorizationRequest;
import croft.services.iam.policy.Decision;
import croft.services.iam.policy.PolicyEvaluator;
import croft.services.iam.policy.PolicyKeys;
import croft.services.iam.policy.PolicyLocations;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.PolicyType;
import croft.services.iam.policy.RequestContext;
import croft.services.iam.simulation.Simulated.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides each action on each resource and tells what decided. */
final class Simulator {
  private final PolicyEvaluator evaluator = new PolicyEvaluator();

  /** One answer for each pair of action and resource. */
  List<EvaluationResult> results(
      Simulated simulated, List<String> actions, List<String> resources) {
    List<EvaluationResult> results = new ArrayList<>();
    for (String action : actions) {
      for (String resource : resources) {
        results.add(result(simulated, action, resource));
      }
    }
    return results;
  }

  private EvaluationResult result(Simulated simulated, String action, String resource) {
    AuthorizationRequest request =
        new AuthorizationRequest(
            simulated.principal(),
            action,
            resource,
            account(simulated, resource),
            RequestContext.of(simulated.context()));
    Decision decision = evaluator.evaluate(request, simulated.policies());
    List<Statement> matched = statements(simulated, decision);
    List<String> missing = missing(simulated, request);
    PermissionsBoundaryDecisionDetail boundary = boundary(simulated, request);
    String word = word(decision);
    List<ResourceSpecificResult> specific =
        resource.equals("*")
            ? List.of()
            : List.of(
                ResourceSpecificResult.builder()
                    .evalResourceName(resource)
                    .evalResourceDecision(word)
                    .matchedStatements(matched)
                    .missingContextValues(missing)
                    .permissionsBoundaryDecisionDetail(boundary)
                    .build());
    return EvaluationResult.builder()
        .evalActionName(action)
        .evalResourceName(resource)
        .evalDecision(word)
        .matchedStatements(matched)
        .missingContextValues(missing)
        .permissionsBoundaryDecisionDetail(boundary)
        .organizationsDecisionDetail(organizations(simulated, decision))
        .resourceSpecificResults(specific)
        .build();
  }

  /** Resources whose ARN tells no account are the simulated resource owner's, or the caller's. */
  private static String account(Simulated simulated, String resource) {
    if (simulated.resourceAccount() != null) {
      return simulated.resourceAccount();
    }
    String[] parts = resource.split(":", 6);
    return parts.length == 6 && parts[4].matches("\\d{12}")
        ? parts[4]
        : simulated.principal().account();
  }

  private static String word(Decision decision) {
    return switch (decision.outcome()) {
      case ALLOWED -> "allowed";
      case EXPLICIT_DENY -> "explicitDeny";
      case IMPLICIT_DENY -> "implicitDeny";
    };
  }

  private static List<Statement> statements(Simulated simulated, Decision decision) {
    List<Statement> statements = new ArrayList<>();
    for (Decision.Match match : decision.statements()) {
      Source source = simulated.sources().get(match.policy());
      if (source != null) {
        PolicyLocations.Span span =
            PolicyLocations.statements(source.document()).get(match.index());
        statements.add(
            Statement.builder()
                .sourcePolicyId(source.id())
                .sourcePolicyType(source.type())
                .startPosition(position(span.start()))
                .endPosition(position(span.end()))
                .build());
      }
    }
    return statements;
  }

  private static Position position(PolicyLocations.Place place) {
    return Position.builder().line(place.line()).column(place.column()).build();
  }

  /** As the documents write them. */
  private static List<String> missing(Simulated simulated, AuthorizationRequest request) {
    Map<String, String> written = new HashMap<>();
    for (Source source : simulated.sources().values()) {
      for (String key : PolicyKeys.named(source.document())) {
        written.put(key.toLowerCase(Locale.ROOT), key);
      }
    }
    return PolicyKeys.missing(request, simulated.missingFrom()).stream()
        .map(key -> written.getOrDefault(key, key))
        .toList();
  }

  private @Nullable PermissionsBoundaryDecisionDetail boundary(
      Simulated simulated, AuthorizationRequest request) {
    List<AttachedPolicy> boundary = simulated.policies().permissionsBoundary();
    if (boundary == null) {
      return null;
    }
    boolean allowed = evaluator.evaluate(inside(request), PolicySet.ofIdentity(boundary)).allowed();
    return PermissionsBoundaryDecisionDetail.builder()
        .allowedByPermissionsBoundary(allowed)
        .build();
  }

  /** The same question within the caller's account, where one policy alone can answer it. */
  private static AuthorizationRequest inside(AuthorizationRequest request) {
    return new AuthorizationRequest(
        request.principal(),
        request.action(),
        request.resource(),
        request.principal().account(),
        request.context());
  }

  private static @Nullable OrganizationsDecisionDetail organizations(
      Simulated simulated, Decision decision) {
    if (simulated.policies().serviceControl().isEmpty()) {
      return null;
    }
    boolean denied = !decision.allowed() && decision.decidedBy() == PolicyType.SERVICE_CONTROL;
    return OrganizationsDecisionDetail.builder().allowedByOrganizations(!denied).build();
  }
}
