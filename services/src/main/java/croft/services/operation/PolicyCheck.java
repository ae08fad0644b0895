package croft.services.operation;

import java.util.Optional;

/** Looks at a policy that somebody wants to put on a resource, such as a key or a secret. */
@FunctionalInterface
public interface PolicyCheck {
  /** What is wrong with the document, in IAM's words; empty for a resource policy. */
  Optional<String> fault(String document);
}
