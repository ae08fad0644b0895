package croft.services.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compiled statement.
 *
 * @param sid empty if none
 * @param principals to whom it applies; null in identity-based policies, where the holder is meant
 * @param resources null in trust policies, where the role itself is meant
 * @param conditions all of them must hold
 */
public record Statement(
    String sid,
    Effect effect,
    @Nullable PrincipalClause principals,
    PatternClause actions,
    @Nullable PatternClause resources,
    List<Condition> conditions) {

  public Statement {
    conditions = List.copyOf(conditions);
  }

  /** Whether action, resource and conditions match; the principal is the evaluator's question. */
  boolean covers(AuthorizationRequest request) {
    return isAbout(request) && conditionsHold(request.context());
  }

  /** Whether action and resource match, whatever the conditions say. */
  boolean isAbout(AuthorizationRequest request) {
    RequestContext context = request.context();
    return actions.matches(request.action(), context)
        && (resources == null || resources.matches(request.resource(), context));
  }

  private boolean conditionsHold(RequestContext context) {
    for (Condition condition : conditions) {
      if (!condition.holds(context)) {
        return false;
      }
    }
    return true;
  }
}
