package croft.services.elasticloadbalancing.policy;

import croft.drivers.balancer.ListenerSpec.TlsPolicy;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Traffic;
import croft.services.elasticloadbalancingv2.listener.SslPolicies;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What policies come to. */
public final class Policies {
  private static final List<String> VERSIONS =
      List.of("Protocol-TLSv1", "Protocol-TLSv1.1", "Protocol-TLSv1.2");

  private Policies() {}

  /** AWS's own policy of TLS, as every balancer with a secure listener has it. */
  static Policy predefined(String name) {
    SslPolicies.require(name);
    return new Policy(name, PolicyTypes.TLS, Map.of(PolicyTypes.REFERENCE, name));
  }

  /** The policies that listeners bring along. */
  public static List<Policy> ofListeners(List<Front> listeners) {
    return listeners.stream()
        .flatMap(front -> front.policies().stream())
        .distinct()
        .map(Policies::predefined)
        .toList();
  }

  /** Which TLS a listener speaks. */
  public static TlsPolicy tls(Traffic traffic, Front front) {
    Optional<Policy> policy =
        front.policies().stream()
            .flatMap(name -> traffic.policy(name).stream())
            .filter(found -> found.type().equals(PolicyTypes.TLS))
            .findFirst();
    String reference =
        policy
            .map(found -> found.attributes().getOrDefault(PolicyTypes.REFERENCE, ""))
            .orElse(SslPolicies.USUAL);
    if (!reference.isEmpty()) {
      SslPolicies.Policy found = SslPolicies.require(reference);
      return new TlsPolicy(found.lowest(), found.highest(), found.ciphers(), found.suites());
    }
    Map<String, String> attributes = policy.orElseThrow().attributes();
    List<String> versions =
        VERSIONS.stream().filter(version -> "true".equals(attributes.get(version))).toList();
    return new TlsPolicy(
        version(versions.getFirst()),
        version(versions.getLast()),
        attributes.entrySet().stream()
            .filter(entry -> entry.getValue().equals("true"))
            .map(Map.Entry::getKey)
            .filter(key -> !key.startsWith("Protocol-") && !key.startsWith("Server-"))
            .sorted()
            .toList(),
        List.of());
  }

  private static String version(String attribute) {
    return attribute.equals("Protocol-TLSv1")
        ? "TLSv1.0"
        : attribute.substring("Protocol-".length());
  }

  /** Refuses a policy of TLS that names neither AWS's nor a version. */
  static void checkTls(Map<String, String> attributes) {
    String reference = attributes.get(PolicyTypes.REFERENCE);
    if (reference != null) {
      SslPolicies.require(reference);
    } else if (VERSIONS.stream().noneMatch(version -> "true".equals(attributes.get(version)))) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest", "At least one protocol of TLS must be enabled");
    }
    if ("true".equals(attributes.get("Protocol-SSLv3"))
        || "true".equals(attributes.get("Protocol-SSLv2"))) {
      throw ElbErrors.refused("SSL before TLS");
    }
  }
}
