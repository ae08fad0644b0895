package croft.services.elasticloadbalancing.listener;

import croft.api.elasticloadbalancing.Listener;
import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer.Front;
import croft.services.elasticloadbalancing.loadbalancer.ClassicParts;
import croft.services.elasticloadbalancingv2.listener.SslPolicies;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads listeners of requests. */
public final class Fronts {
  private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP", "SSL");
  private static final int MOST = 100;

  private final ClassicParts classic;

  public Fronts(ClassicParts classic) {
    this.classic = classic;
  }

  /**
   * Those there are and those asked for.
   *
   * @throws croft.base.ServiceError {@code DuplicateListener}, {@code UnsupportedProtocol}, {@code
   *     CertificateNotFound}, {@code ValidationError}
   */
  public List<Front> read(Transaction tx, List<Front> there, List<Listener> asked) {
    if (asked.isEmpty()) {
      throw ElbErrors.validation("Listeners must be specified");
    }
    List<Front> all = new ArrayList<>(there);
    for (Listener listener : asked) {
      Front front = front(tx, listener);
      boolean same =
          all.stream().anyMatch(known -> known.withPolicies(front.policies()).equals(front));
      if (same) {
        continue;
      }
      if (all.stream().anyMatch(known -> known.port() == front.port())) {
        throw ElbErrors.of(
            "DuplicateListener",
            "A listener already exists with LoadBalancerPort "
                + front.port()
                + " but with a different InstancePort, Protocol or SSLCertificateId");
      }
      all.add(front);
    }
    if (all.size() > MOST) {
      throw ElbErrors.validation("A load balancer may not have more listeners than " + MOST);
    }
    return all;
  }

  private Front front(Transaction tx, Listener asked) {
    String protocol = protocol(asked.protocol(), "");
    boolean http = protocol.startsWith("HTTP");
    String inner = protocol(asked.instanceProtocol(), http ? "HTTP" : "TCP");
    if (inner.startsWith("HTTP") != http) {
      throw ElbErrors.validation(
          "Protocol " + protocol + " and InstanceProtocol " + inner + " are not of one layer");
    }
    String certificate = asked.sslCertificateId() == null ? "" : asked.sslCertificateId();
    boolean secure = protocol.equals("HTTPS") || protocol.equals("SSL");
    if (secure) {
      requireCertificate(tx, certificate);
    } else if (!certificate.isEmpty()) {
      throw ElbErrors.of(
          "InvalidConfigurationRequest", "SSLCertificateId is only for listeners of HTTPS and SSL");
    }
    return new Front(
        protocol,
        port(asked.loadBalancerPort(), "LoadBalancerPort"),
        inner,
        port(asked.instancePort(), "InstancePort"),
        certificate,
        secure ? List.of(SslPolicies.USUAL) : List.of());
  }

  void requireCertificate(Transaction tx, String arn) {
    if (arn.isEmpty() || classic.parts().certificates().apply(tx, arn).isEmpty()) {
      throw ElbErrors.of("CertificateNotFound", "Server Certificate not found for the key: " + arn);
    }
  }

  private static String protocol(@Nullable String asked, String usual) {
    String protocol = asked == null || asked.isEmpty() ? usual : asked.toUpperCase(Locale.ROOT);
    if (!PROTOCOLS.contains(protocol)) {
      throw ElbErrors.of("UnsupportedProtocol", "Listener protocol '" + asked + "' is not known");
    }
    return protocol;
  }

  private static int port(@Nullable Integer port, String member) {
    if (port == null || port < 1 || port > 65535) {
      throw ElbErrors.validation(member + " must be between 1 and 65535");
    }
    return port;
  }
}
