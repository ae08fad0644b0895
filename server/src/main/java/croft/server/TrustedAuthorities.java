package croft.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom Croft trusts as a client: whom this machine trusts, and its own authority, which made the
 * certificates of what it runs.
 */
final class TrustedAuthorities {
  private final Path own;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SSLContext made;

  /**
   * Names the own authority's certificate.
   *
   * @param own which may not be there yet
   */
  TrustedAuthorities(Path own) {
    this.own = own;
  }

  /** For clients of TLS; null while there is no own authority. */
  @Nullable SSLContext context() {
    lock.lock();
    try {
      if (made == null && Files.exists(own)) {
        made = make();
      }
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The authority's certificate cannot be read", e);
    } finally {
      lock.unlock();
    }
  }

  private SSLContext make() throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager usual) {
        for (X509Certificate issuer : usual.getAcceptedIssuers()) {
          all.setCertificateEntry("usual-" + number++, issuer);
        }
      }
    }
    try (InputStream in = Files.newInputStream(own)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.setCertificateEntry("own-" + number++, one);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers(all), null);
    return context;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
