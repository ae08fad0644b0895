package croft.services.iam.policy;

/** What a document is for, which decides the elements it must and must not have. */
public enum PolicyKind {
  /** Inline in a user, group or role; also session policies. */
  IDENTITY,
  /** A managed policy, or a permissions boundary: version 2012-10-17 is demanded. */
  MANAGED,
  /** Attached to a resource, such as a bucket or a queue: names principals and resources. */
  RESOURCE,
  /** A role's trust policy: names principals and {@code sts:} actions, never resources. */
  TRUST;

  /** Whether statements say to whom they apply. */
  public boolean namesPrincipals() {
    return this == RESOURCE || this == TRUST;
  }
}
