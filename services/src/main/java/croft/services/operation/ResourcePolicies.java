package croft.services.operation;

import java.util.List;

/**
 * What a resource itself says about who may use it.
 *
 * @param account that owns the resource, which an ARN such as a bucket's does not tell
 * @param documents its own policies, as JSON: a bucket's, a key's, a queue's; none for a resource
 *     that has none
 * @param mustAllow whether these must allow even a caller of the same account, as a key's policy
 *     must
 * @param asksServices whether these must allow even an AWS service that acts by itself, as a
 *     topic's and a queue's policy must
 */
public record ResourcePolicies(
    String account, List<String> documents, boolean mustAllow, boolean asksServices) {

  public ResourcePolicies {
    documents = List.copyOf(documents);
  }

  /** Policies that trust services. */
  public ResourcePolicies(String account, List<String> documents, boolean mustAllow) {
    this(account, documents, mustAllow, false);
  }

  /** A resource that leaves its account to decide. */
  public static ResourcePolicies ownedBy(String account) {
    return new ResourcePolicies(account, List.of(), false);
  }

  /** The same policies, which services too must be allowed by. */
  public ResourcePolicies askingServices() {
    return new ResourcePolicies(account, documents, mustAllow, true);
  }
}
