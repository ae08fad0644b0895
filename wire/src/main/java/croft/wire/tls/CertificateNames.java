package croft.wire.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names a server certificate is for. */
final class CertificateNames {
  private static final List<String> ALWAYS =
      List.of("localhost", "*.localhost", "*.s3.localhost", "127.0.0.1", "::1");

  private CertificateNames() {}

  /** Those of every installation, then those configured: host names, wildcards, addresses. */
  static List<String> with(Collection<String> configured) {
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    names.addAll(configured);
    return List.copyOf(names);
  }

  static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9]+(\\.[0-9]+){3}");
  }

  /** Whether a certificate is for all of these names. */
  static boolean covers(X509Certificate certificate, Collection<String> names)
      throws CertificateParsingException {
    Set<String> covered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        covered.add(normal(String.valueOf(alternative.get(1))));
      }
    }
    return names.stream().map(CertificateNames::normal).allMatch(covered::contains);
  }

  /** An IPv6 address has many spellings. */
  private static String normal(String name) {
    if (!isAddress(name)) {
      return name;
    }
    try {
      return InetAddress.ofLiteral(name).getHostAddress();
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
