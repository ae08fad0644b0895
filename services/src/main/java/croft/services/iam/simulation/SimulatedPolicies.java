package croft.services.iam.simulation;

import croft.services.iam.entity.EntityErrors;
import croft.services.iam.policy.AttachedPolicy;
import croft.services.iam.policy.MalformedPolicyException;
import croft.services.iam.policy.PolicyCache;
import croft.services.iam.policy.PolicyKind;
import croft.services.iam.principal.HeldPolicy;
import croft.services.iam.simulation.Simulated.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the policies of a simulation, with where each came from. */
final class SimulatedPolicies {
  private final PolicyCache compiled;
  private final Map<String, Source> sources = new HashMap<>();

  SimulatedPolicies(PolicyCache compiled) {
    this.compiled = compiled;
  }

  Map<String, Source> sources() {
    return Map.copyOf(sources);
  }

  /** The documents of one list of a request. */
  List<AttachedPolicy> given(String list, List<String> documents, PolicyKind kind) {
    List<AttachedPolicy> all = new ArrayList<>();
    for (int index = 0; index < documents.size(); index++) {
      String id = list + "." + (index + 1);
      all.add(attached(id, new Source(id, "none", documents.get(index)), kind));
    }
    return all;
  }

  /** The policies a principal holds. */
  List<AttachedPolicy> held(List<HeldPolicy> policies) {
    List<AttachedPolicy> all = new ArrayList<>();
    for (HeldPolicy policy : policies) {
      String key = policy.holder().id() + " " + (policy.arn() == null ? "" : policy.arn());
      Source source = new Source(policy.name(), policy.sourceType(), policy.document());
      all.add(attached(key + " " + policy.name(), source, PolicyKind.IDENTITY));
    }
    return all;
  }

  /**
   * One policy.
   *
   * @throws croft.base.ServiceError {@code InvalidInput} for a document that is no policy
   */
  private AttachedPolicy attached(String key, Source source, PolicyKind kind) {
    try {
      sources.put(key, source);
      return new AttachedPolicy(key, compiled.compile(source.document(), kind));
    } catch (MalformedPolicyException malformed) {
      throw EntityErrors.invalidInput(
          "Invalid policy " + source.id() + ": " + malformed.getMessage());
    }
  }
}
