package croft.services.s3.access;

import org.jspecify.annotations.Nullable;

/** The policy language, as whoever evaluates it reads it. */
@FunctionalInterface
public interface PolicySyntax {
  /** Why a document is not a policy of a resource; null when it is one. */
  @Nullable String fault(String document);
}
