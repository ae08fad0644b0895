package croft.services.acm.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** The authority that signs what is requested: Croft's own, whose certificate clients trust. */
@FunctionalInterface
public interface CertificateIssuer {
  /**
   * Signs a server certificate.
   *
   * @param names host names and wildcards, the subject's first
   * @return the certificate, then those of the authorities above it
   * @throws GeneralSecurityException when the authority cannot sign now
   */
  List<X509Certificate> issue(List<String> names, PublicKey key) throws GeneralSecurityException;
}
