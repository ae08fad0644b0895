package croft.services.elasticloadbalancing.policy;

import croft.api.elasticloadbalancing.PolicyAttributeTypeDescription;
import croft.api.elasticloadbalancing.PolicyTypeDescription;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Policy;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types that policies may have.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicyTypes.html">DescribeLoadBalancerPolicyTypes</a>.
 */
public final class PolicyTypes {
  public static final String OWN_COOKIE = "LBCookieStickinessPolicyType";
  public static final String APPLICATION_COOKIE = "AppCookieStickinessPolicyType";
  public static final String TLS = "SSLNegotiationPolicyType";
  public static final String PROXY = "ProxyProtocolPolicyType";

  /** The attribute of {@link #TLS} that names one of AWS's own policies. */
  public static final String REFERENCE = "Reference-Security-Policy";

  private static final List<Type> ALL =
      List.of(
          new Type(
              OWN_COOKIE,
              "Stickiness policy with session lifetimes controlled by the browser (user-agent) or"
                  + " a specified expiration period. This policy can be associated only with"
                  + " HTTP/HTTPS listeners.",
              List.of(new Attribute("CookieExpirationPeriod", "Long", "ZERO_OR_ONE"))),
          new Type(
              APPLICATION_COOKIE,
              "Stickiness policy with session lifetimes controlled by the lifetime of the"
                  + " application-generated cookie. This policy can be associated only with"
                  + " HTTP/HTTPS listeners.",
              List.of(new Attribute("CookieName", "String", "ONE"))),
          new Type(
              PROXY,
              "Policy that controls whether to include the IP address and port of the originating"
                  + " request for TCP messages. This policy operates on TCP/SSL listeners only",
              List.of(new Attribute("ProxyProtocol", "Boolean", "ONE"))),
          new Type(
              TLS,
              "Listener policy that defines the ciphers and protocols that will be accepted by the"
                  + " load balancer. This policy can be associated only with HTTPS/SSL listeners.",
              List.of(
                  new Attribute("Protocol-TLSv1", "Boolean", "ZERO_OR_ONE"),
                  new Attribute("Protocol-TLSv1.1", "Boolean", "ZERO_OR_ONE"),
                  new Attribute("Protocol-TLSv1.2", "Boolean", "ZERO_OR_ONE"),
                  new Attribute(REFERENCE, "String", "ZERO_OR_ONE"))));

  private PolicyTypes() {}

  private record Attribute(String name, String type, String cardinality) {}

  private record Type(String name, String description, List<Attribute> attributes) {
    PolicyTypeDescription shape() {
      return PolicyTypeDescription.builder()
          .policyTypeName(name)
          .description(description)
          .policyAttributeTypeDescriptions(
              attributes.stream()
                  .map(attribute ->
                      PolicyAttributeTypeDescription.builder()
                          .attributeName(attribute.name())
                          .attributeType(attribute.type())
                          .cardinality(attribute.cardinality())
                          .build())
                  .toList())
          .build();
    }
  }

  /** Those of these names; all when there are none. */
  static List<PolicyTypeDescription> shapes(List<String> names) {
    names.forEach(PolicyTypes::require);
    return ALL.stream()
        .filter(type -> names.isEmpty() || names.contains(type.name()))
        .map(Type::shape)
        .toList();
  }

  static void require(String name) {
    if (List.of("BackendServerAuthenticationPolicyType", "PublicKeyPolicyType").contains(name)) {
      throw ElbErrors.refused("The policy type " + name);
    }
    if (ALL.stream().noneMatch(type -> type.name().equals(name))) {
      throw ElbErrors.of("PolicyTypeNotFound", "Policy type(s) '" + name + "' do(es) not exist");
    }
  }

  /** How long a cookie of the balancer's own lasts; null as long as the browser. */
  public static @Nullable Long expiration(Policy policy) {
    String text = policy.attributes().get("CookieExpirationPeriod");
    return text == null ? null : Long.valueOf(text);
  }

  /** Refuses what a type cannot be given. */
  static void check(String type, Map<String, String> attributes) {
    List<String> wrong = new ArrayList<>();
    attributes.forEach((key, value) -> {
      boolean fits =
          switch (type) {
            case OWN_COOKIE ->
                key.equals("CookieExpirationPeriod") && value.matches("[1-9][0-9]{0,8}");
            case APPLICATION_COOKIE -> key.equals("CookieName") && value.matches("[!-~&&[^,;\"]]+");
            case PROXY -> key.equals("ProxyProtocol") && value.matches("true|false");
            default -> key.equals(REFERENCE) || value.matches("true|false");
          };
      if (!fits) {
        wrong.add(key);
      }
    });
    if (type.equals(APPLICATION_COOKIE) && !attributes.containsKey("CookieName")) {
      wrong.add("CookieName");
    }
    if (!wrong.isEmpty()) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest", "The policy attributes " + wrong + " are not valid");
    }
  }
}
