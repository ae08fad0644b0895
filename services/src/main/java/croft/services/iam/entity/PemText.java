package croft.services.iam.entity;

import croft.base.ServiceError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and private keys in PEM, read without trusting them. */
public final class PemText {
  private PemText() {}

  /**
   * The certificates of a text, one at least.
   *
   * @throws ServiceError {@code MalformedCertificate}
   */
  public static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (!(next instanceof X509CertificateHolder holder)) {
          throw malformed("The text holds something that is no certificate.");
        }
        certificates.add(converter.getCertificate(holder));
      }
    } catch (IOException | CertificateException e) {
      throw malformed(
          "Unable to parse certificate. Please ensure the certificate is in PEM format.");
    }
    if (certificates.isEmpty()) {
      throw malformed(
          "Unable to parse certificate. Please ensure the certificate is in PEM format.");
    }
    return certificates;
  }

  /**
   * An unencrypted private key.
   *
   * @throws ServiceError {@code MalformedCertificate}
   */
  public static PrivateKey privateKey(String text) {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (next instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
      }
    } catch (IOException e) {
      throw malformed("Invalid Private Key.");
    }
    throw malformed("Invalid Private Key.");
  }

  /** Whether what the key signs, the certificate verifies. */
  public static boolean match(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = "probe".getBytes(StandardCharsets.UTF_8);
    try {
      java.security.Signature signer = java.security.Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      java.security.Signature verifier = java.security.Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(probe);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException ofAnotherKind) {
      return false;
    }
  }

  /** 400: not a certificate or key. */
  public static ServiceError malformed(String message) {
    return ServiceError.badRequest("MalformedCertificate", message);
  }
}
