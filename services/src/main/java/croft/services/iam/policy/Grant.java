package croft.services.iam.policy;

/**
 * How directly a Principal element means the caller, weakest first. The difference decides which
 * other policies must allow as well.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">How
 * AWS enforcement code logic evaluates requests</a>.
 */
enum Grant {
  NONE,
  /** The caller's account is meant, which must pass the permission on by an identity policy. */
  ACCOUNT,
  /** The role is meant: its boundary and session policies still limit the session. */
  ROLE,
  /** The caller itself is meant: nothing more is needed in the same account. */
  DIRECT;

  Grant orStronger(Grant other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
