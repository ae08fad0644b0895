package croft.services.iam.simulation;

import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.PolicySet;
import croft.services.iam.policy.RequestPrincipal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a simulation decides over.
 *
 * @param sources by the names the engine knows their policies by
 * @param missingFrom the policies whose keys a request may lack
 */
record Simulated(
    RequestPrincipal principal,
    PolicySet policies,
    Map<String, Source> sources,
    List<AttachedPolicy> missingFrom,
    Map<String, List<String>> context,
    @Nullable String resourceAccount) {

  /**
   * Where a policy of the simulation came from.
   *
   * @param id such as {@code PolicyInputList.1}, or the policy's name
   * @param type such as {@code user} or {@code aws-managed}; {@code none} for one that was given
   */
  record Source(String id, String type, String document) {}
}
