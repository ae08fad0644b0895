package croft.services.iam.policy;

import java.util.List;

/**
 * A policy in force.
 *
 * @param name an inline policy's name or a managed policy's ARN, for telling what decided
 */
public record AttachedPolicy(String name, Policy policy) {

  /** A policy that says nothing, and so allows nothing. */
  public static AttachedPolicy nothing(String name) {
    return new AttachedPolicy(name, new Policy(Policy.VERSION_2012, "", List.of()));
  }
}
