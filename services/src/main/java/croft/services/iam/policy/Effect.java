package croft.services.iam.policy;

/** What a statement does when it matches. */
public enum Effect {
  ALLOW,
  DENY
}
