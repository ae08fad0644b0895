package croft.services.iam.policy;

import java.util.List;

/**
 * A Principal or NotPrincipal element.
 *
 * @param negated whether everyone but the named is meant
 */
public record PrincipalClause(boolean negated, List<PrincipalPattern> patterns) {

  public PrincipalClause {
    patterns = List.copyOf(patterns);
  }

  /** How directly the clause means the caller, {@link Grant#NONE} when it does not. */
  Grant grantTo(RequestPrincipal principal) {
    if (negated) {
      return isExempt(principal) ? Grant.NONE : new PrincipalPattern.Anyone().grantTo(principal);
    }
    Grant strongest = Grant.NONE;
    for (PrincipalPattern pattern : patterns) {
      strongest = strongest.orStronger(pattern.grantTo(principal));
    }
    return strongest;
  }

  /**
   * Whether NotPrincipal spares the caller. AWS wants the account named beside the user or role it
   * spares, so an account spares all its members only where none of them is named.
   */
  private boolean isExempt(RequestPrincipal principal) {
    boolean accountNamed = false;
    boolean memberNamed = false;
    for (PrincipalPattern pattern : patterns) {
      Grant grant = pattern.grantTo(principal);
      if (grant == Grant.DIRECT || grant == Grant.ROLE) {
        return true;
      }
      accountNamed |= grant == Grant.ACCOUNT;
      memberNamed |=
          pattern instanceof PrincipalPattern.Named named
              && named.account().equals(principal.account());
    }
    return accountNamed && !memberNamed;
  }
}
