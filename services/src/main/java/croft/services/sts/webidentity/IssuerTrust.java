package croft.services.sts.webidentity;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts what the system's authorities vouch for, and else chains with a certificate whose
 * thumbprint the provider lists: that certificate becomes the anchor, and the chain up to it and
 * the host's name are verified as ever.
 */
final class IssuerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager system;
  private final List<String> thumbprints;

  private IssuerTrust(X509ExtendedTrustManager system, List<String> thumbprints) {
    this.system = system;
    this.thumbprints = thumbprints;
  }

  static SSLContext context(List<String> thumbprints) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] managers = {new IssuerTrust(manager(null), thumbprints)};
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do TLS", e);
    }
  }

  /** A manager over these anchors; null for the system's. */
  private static X509ExtendedTrustManager manager(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new NoSuchAlgorithmException("No X.509 trust manager");
  }

  private X509ExtendedTrustManager pinned(X509Certificate[] chain) throws CertificateException {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      for (X509Certificate certificate : chain) {
        if (thumbprints.stream().anyMatch(thumbprint(certificate)::equalsIgnoreCase)) {
          anchors.setCertificateEntry(certificate.getSerialNumber().toString(16), certificate);
        }
      }
      if (anchors.size() == 0) {
        throw new CertificateException("No certificate of the chain has a listed thumbprint");
      }
      return manager(anchors);
    } catch (CertificateException refused) {
      throw refused;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e);
    }
  }

  private static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
    return HexFormat.of().formatHex(digest);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      system.checkServerTrusted(chain, type, engine);
    } catch (CertificateException unknownAuthority) {
      pinned(chain).checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      system.checkServerTrusted(chain, type, socket);
    } catch (CertificateException unknownAuthority) {
      pinned(chain).checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("Without a connection no host's name can be verified");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("No clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("No clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("No clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return system.getAcceptedIssuers();
  }
}
