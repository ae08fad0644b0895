package croft.services.elasticloadbalancingv2.listener;

import croft.api.elasticloadbalancingv2.Cipher;
import croft.api.elasticloadbalancingv2.SslPolicy;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies of TLS that listeners may have.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html">Security
 * policies</a>.
 */
public final class SslPolicies {
  /** What a listener has when nothing is said. */
  public static final String USUAL = "ELBSecurityPolicy-2016-08";

  private static final List<String> SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final List<String> STRONG =
      List.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384");
  private static final List<String> FORWARD =
      join(
          STRONG,
          "ECDHE-ECDSA-AES128-SHA256",
          "ECDHE-RSA-AES128-SHA256",
          "ECDHE-ECDSA-AES256-SHA384",
          "ECDHE-RSA-AES256-SHA384");
  private static final List<String> WIDE =
      join(
          FORWARD,
          "ECDHE-ECDSA-AES128-SHA",
          "ECDHE-RSA-AES128-SHA",
          "ECDHE-RSA-AES256-SHA",
          "ECDHE-ECDSA-AES256-SHA",
          "AES128-GCM-SHA256",
          "AES128-SHA256",
          "AES128-SHA",
          "AES256-GCM-SHA384",
          "AES256-SHA256",
          "AES256-SHA");
  private static final List<Policy> ALL =
      List.of(
          new Policy(USUAL, "TLSv1.0", "TLSv1.2", WIDE),
          new Policy("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2", "TLSv1.3", FORWARD),
          new Policy("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "TLSv1.2", "TLSv1.3", STRONG),
          new Policy("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "TLSv1.2", "TLSv1.3", WIDE),
          new Policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "TLSv1.2", "TLSv1.3", WIDE),
          new Policy("ELBSecurityPolicy-TLS13-1-1-2021-06", "TLSv1.1", "TLSv1.3", WIDE),
          new Policy("ELBSecurityPolicy-TLS13-1-0-2021-06", "TLSv1.0", "TLSv1.3", WIDE),
          new Policy("ELBSecurityPolicy-TLS13-1-3-2021-06", "TLSv1.3", "TLSv1.3", List.of()),
          new Policy("ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2", "TLSv1.2", FORWARD),
          new Policy("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "TLSv1.2", "TLSv1.2", WIDE),
          new Policy("ELBSecurityPolicy-TLS-1-1-2017-01", "TLSv1.1", "TLSv1.2", WIDE),
          new Policy("ELBSecurityPolicy-FS-2018-06", "TLSv1.0", "TLSv1.2", FORWARD),
          new Policy("ELBSecurityPolicy-FS-1-2-2019-08", "TLSv1.2", "TLSv1.2", FORWARD),
          new Policy("ELBSecurityPolicy-FS-1-2-Res-2020-10", "TLSv1.2", "TLSv1.2", STRONG));
  private static final List<String> VERSIONS = List.of("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private SslPolicies() {}

  private static List<String> join(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  /** A policy; the ciphers are those up to TLS 1.2. */
  public record Policy(String name, String lowest, String highest, List<String> ciphers) {
    public Policy {
      ciphers = List.copyOf(ciphers);
    }

    /** The suites of TLS 1.3, if it is spoken. */
    public List<String> suites() {
      return highest.equals("TLSv1.3") ? SUITES : List.of();
    }

    SslPolicy shape() {
      List<String> names = new ArrayList<>(suites());
      names.addAll(ciphers);
      List<Cipher> shown = new ArrayList<>();
      names.forEach(
          name -> shown.add(Cipher.builder().name(name).priority(shown.size() + 1).build()));
      List<String> versions =
          VERSIONS.subList(VERSIONS.indexOf(lowest), VERSIONS.indexOf(highest) + 1).stream()
              .map(version -> version.equals("TLSv1.0") ? "TLSv1" : version)
              .toList();
      return SslPolicy.builder()
          .name(name)
          .sslProtocols(versions)
          .ciphers(shown)
          .supportedLoadBalancerTypes(List.of("application", "network"))
          .build();
    }
  }

  /** The names of all. */
  public static List<String> names() {
    return ALL.stream().map(Policy::name).toList();
  }

  static List<Policy> all() {
    return ALL;
  }

  /**
   * The policy of that name.
   *
   * @throws croft.base.ServiceError {@code SSLPolicyNotFound}
   */
  public static Policy require(String name) {
    return ALL.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> ElbErrors.of("SSLPolicyNotFound", "SSL policy '" + name + "' not found"));
  }
}
