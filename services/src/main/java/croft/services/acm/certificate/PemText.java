package croft.services.acm.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys as PEM (RFC 7468), in the forms that clients bring along. */
final class PemText {
  private PemText() {}

  /** Every certificate of a text. Empty when a part of it is not one. */
  static Optional<List<X509Certificate>> certificates(byte[] text) {
    List<X509Certificate> all = new ArrayList<>();
    try (PEMParser parser = parser(text)) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Object found = parser.readObject();
      while (found != null) {
        if (!(found instanceof X509CertificateHolder holder)) {
          return Optional.empty();
        }
        all.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        found = parser.readObject();
      }
    } catch (IOException | CertificateException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /** The one private key of a text, in PKCS #8, PKCS #1 or SEC 1, not encrypted. */
  static Optional<PrivateKey> key(byte[] text) {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (PEMParser parser = parser(text)) {
      Object found = parser.readObject();
      // OpenSSL writes the curve's parameters in front of an EC key.
      while (found != null) {
        if (found instanceof PrivateKeyInfo info) {
          return Optional.of(converter.getPrivateKey(info));
        }
        if (found instanceof PEMKeyPair pair) {
          return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
        }
        found = parser.readObject();
      }
    } catch (IOException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static PEMParser parser(byte[] text) {
    return new PEMParser(new StringReader(new String(text, StandardCharsets.UTF_8)));
  }

  static String text(X509Certificate certificate) throws CertificateException {
    return block("CERTIFICATE", certificate.getEncoded());
  }

  static String text(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /** Several certificates, one under the other. */
  static String text(List<X509Certificate> certificates) throws CertificateException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(text(certificate));
    }
    return text.toString();
  }

  private static String block(String kind, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }
}
