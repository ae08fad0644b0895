package croft.base;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What temporary credentials say about a caller, beyond who it is.
 *
 * @param roleArn the role behind the session, with its path; for a federated user the user or root
 *     it comes from; empty for a user's own session
 * @param policies session policies as documents, which limit the session; empty for no limit
 * @param policyArns managed policies that limit the session likewise
 * @param transitiveTagKeys session tags that go on to the next role the session assumes
 * @param mfaAuthenticated when a code of a device was given, or null
 * @param sourceIdentity who began the chain of roles, empty if nobody said
 */
public record CallerSession(
    String roleArn,
    Instant issued,
    Instant expires,
    List<String> policies,
    List<String> policyArns,
    Set<String> transitiveTagKeys,
    @Nullable Instant mfaAuthenticated,
    String sourceIdentity) {

  public CallerSession {
    policies = List.copyOf(policies);
    policyArns = List.copyOf(policyArns);
    transitiveTagKeys = Set.copyOf(transitiveTagKeys);
  }
}
