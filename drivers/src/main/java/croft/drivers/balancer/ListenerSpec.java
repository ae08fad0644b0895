package croft.drivers.balancer;

import java.util.List;

/**
 * A port that takes connections.
 *
 * @param id unique within the balancer; letters, digits, hyphens
 * @param certificates the first is the one for clients that name no host, or one unknown; for
 *     protocols with TLS
 * @param rules looked at in order; the first whose conditions all hold acts
 */
public record ListenerSpec(
    String id,
    int port,
    Protocol protocol,
    List<CertificateSpec> certificates,
    TlsPolicy tls,
    List<RuleSpec> rules,
    RuleAction otherwise) {
  public ListenerSpec {
    certificates = List.copyOf(certificates);
    rules = List.copyOf(rules);
  }

  /** What a listener or a server speaks. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    TLS;

    /** Whether requests are understood, or bytes just passed on. */
    public boolean http() {
      return this == HTTP || this == HTTPS;
    }

    /** Whether it is under TLS. */
    public boolean secure() {
      return this == HTTPS || this == TLS;
    }
  }

  /**
   * A certificate with its chain and key, as PEM: secret.
   *
   * @param name a name for its file; letters, digits, hyphens
   */
  public record CertificateSpec(String name, String pem) {
    @Override
    public String toString() {
      return "CertificateSpec[" + name + "]";
    }
  }

  /**
   * Which TLS is spoken.
   *
   * @param lowest and the highest version, such as {@code TLSv1.2}
   * @param ciphers of OpenSSL, up to TLS 1.2
   * @param suites of OpenSSL, for TLS 1.3
   */
  public record TlsPolicy(
      String lowest, String highest, List<String> ciphers, List<String> suites) {
    public static final TlsPolicy USUAL = new TlsPolicy("TLSv1.2", "TLSv1.3", List.of(), List.of());

    public TlsPolicy {
      ciphers = List.copyOf(ciphers);
      suites = List.copyOf(suites);
    }
  }
}
