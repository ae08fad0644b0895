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
 */
public record ResourcePolicies(String account, List<String> documents, boolean mustAllow) {

  public ResourcePolicies {
    documents = List.copyOf(documents);
  }

  /** A resource that leaves its account to decide. */
  public static ResourcePolicies ownedBy(String account) {
    return new ResourcePolicies(account, List.of(), false);
  }
}
