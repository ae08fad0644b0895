package croft.services.iam.policy;

import java.util.List;

/**
 * What the engine decided, and why.
 *
 * @param decidedBy the type of policy that allowed, denied, or failed to allow
 * @param statements those that allowed or denied; none for an implicit deny or the root's own right
 */
public record Decision(Outcome outcome, PolicyType decidedBy, List<Match> statements) {

  /** The three answers. */
  public enum Outcome {
    ALLOWED,
    EXPLICIT_DENY,
    IMPLICIT_DENY
  }

  /**
   * A statement that matched.
   *
   * @param policy the name or ARN of its policy
   * @param index its place in the policy, from 0
   */
  public record Match(String policy, int index, Statement statement) {}

  public Decision {
    statements = List.copyOf(statements);
  }

  public boolean allowed() {
    return outcome == Outcome.ALLOWED;
  }

  /**
   * The reason as AWS's denials end: {@code with an explicit deny in an identity-based policy} or
   * {@code because no identity-based policy allows the ec2:RunInstances action}; empty when
   * allowed.
   */
  public String reason(String action) {
    return switch (outcome) {
      case ALLOWED -> "";
      case EXPLICIT_DENY -> "with an explicit deny in " + decidedBy.withArticle();
      case IMPLICIT_DENY -> "because no " + decidedBy.noun() + " allows the " + action + " action";
    };
  }
}
