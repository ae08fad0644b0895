package croft.services.iam.inlinepolicy;

import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import java.util.Map;
import java.util.TreeMap;

/** Edits the inline policies of a holder: documents by name. */
public final class InlinePolicies {
  private final PolicyCache policies;

  public InlinePolicies(PolicyCache policies) {
    this.policies = policies;
  }

  /**
   * The documents with one put among them.
   *
   * @throws croft.base.ServiceError {@code MalformedPolicyDocument}, or {@code LimitExceeded} past
   *     the holder's quota of characters
   */
  public Map<String, String> put(
      HolderKind kind,
      String holderName,
      Map<String, String> present,
      String name,
      String document) {
    check(document);
    Map<String, String> all = new TreeMap<>(present);
    all.put(name, document);
    int characters = all.values().stream().mapToInt(DocumentText::counted).sum();
    if (characters > kind.inlineCharacters()) {
      throw EntityErrors.limitExceeded(
          "Maximum policy size of %d bytes exceeded for %s %s"
              .formatted(kind.inlineCharacters(), kind.noun(), holderName));
    }
    return all;
  }

  private void check(String document) {
    try {
      policies.compile(document, PolicyKind.IDENTITY);
    } catch (MalformedPolicyException malformed) {
      throw malformed.toServiceError();
    }
  }

  /** One document. */
  public static String get(HolderKind kind, Map<String, String> present, String name) {
    String document = present.get(name);
    if (document == null) {
      throw EntityErrors.notFound(kind.noun() + " policy", name);
    }
    return document;
  }

  /** The documents without one of them. */
  public static Map<String, String> remove(
      HolderKind kind, Map<String, String> present, String name) {
    Map<String, String> rest = new TreeMap<>(present);
    if (rest.remove(name) == null) {
      throw EntityErrors.notFound(kind.noun() + " policy", name);
    }
    return rest;
  }
}
