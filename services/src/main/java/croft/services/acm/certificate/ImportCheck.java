package croft.services.acm.certificate;

import croft.services.operation.Requests;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What must be true of a certificate that somebody brings along: it is one, its key fits, it is
 * valid now, and every certificate of the chain has signed the one before.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html">Prerequisites
 * for importing certificates</a>.
 *
 * @param chain without the certificate itself
 */
record ImportCheck(
    X509Certificate certificate, List<X509Certificate> chain, PrivateKey key, String keyAlgorithm) {

  /** What was sent. */
  record Sent(byte[] certificate, byte[] key, byte[] chain) {}

  /**
   * Reads and checks what was sent.
   *
   * @throws croft.base.ServiceError {@code ValidationException} naming the fault
   */
  static ImportCheck of(Sent sent, Instant now, SecureRandom random) {
    List<X509Certificate> bodies =
        PemText.certificates(sent.certificate())
            .orElseThrow(() ->
                Requests.validation(
                    "Unable to parse certificate. Please ensure the certificate is in PEM"
                        + " format."));
    if (bodies.size() > 1) {
      throw Requests.validation(
          "The certificate field contains more than one certificate. You can specify only one"
              + " certificate in this field.");
    }
    X509Certificate certificate = bodies.getFirst();
    PrivateKey key =
        PemText.key(sent.key())
            .orElseThrow(() ->
                Requests.validation(
                    "The private key is not supported. Please ensure it is unencrypted and in PEM"
                        + " format."));
    String algorithm =
        CertificateFacts.keyAlgorithm(certificate.getPublicKey())
            .orElseThrow(
                () -> Requests.validation("The certificate's key algorithm is not supported."));
    if (!fits(certificate.getPublicKey(), key, random)) {
      throw Requests.validation("The private key does not match the certificate's public key.");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw Requests.validation("The certificate has expired.");
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw Requests.validation("The certificate is not valid yet.");
    }
    return new ImportCheck(certificate, chain(certificate, sent.chain()), key, algorithm);
  }

  private static List<X509Certificate> chain(X509Certificate certificate, byte[] text) {
    if (text.length == 0) {
      if (!signs(certificate, certificate)) {
        throw Requests.validation(
            "Provided certificate is not a valid self signed. Please provide either a valid"
                + " self-signed certificate or certificate chain.");
      }
      return List.of();
    }
    List<X509Certificate> chain =
        PemText.certificates(text)
            .orElseThrow(() ->
                Requests.validation(
                    "Unable to parse certificate chain. Please ensure the chain is in PEM"
                        + " format."));
    List<X509Certificate> whole = new ArrayList<>(List.of(certificate));
    whole.addAll(chain);
    for (int i = 0; i < chain.size(); i++) {
      if (!signs(chain.get(i), whole.get(i))) {
        throw Requests.validation(
            "Unable to validate certificate chain. The certificate chain must start with the"
                + " immediate signing certificate, followed by any intermediaries in order. The"
                + " index within the chain of the invalid certificate is: "
                + i);
      }
    }
    return chain;
  }

  private static boolean signs(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    } catch (GeneralSecurityException notSigned) {
      return false;
    }
  }

  /** Whether what one half signs the other confirms. */
  private static boolean fits(PublicKey publicKey, PrivateKey key, SecureRandom random) {
    String scheme = publicKey instanceof ECPublicKey ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] probe = new byte[32];
    random.nextBytes(probe);
    try {
      Signature signature = Signature.getInstance(scheme);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }
}
