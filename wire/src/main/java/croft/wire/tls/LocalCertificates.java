package croft.wire.tls;

import croft.wire.http.TlsSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The local certificate authority and the server certificate, in PEM files of one directory:
 *
 * <ul>
 *   <li>{@code ca.pem}: the authority's certificate, for clients to trust ({@code AWS_CA_BUNDLE})
 *   <li>{@code ca-key.pem}: its key, mode 0600
 *   <li>{@code server.pem}: the server's key and its certificate chain in one file, mode 0600
 * </ul>
 *
 * What is missing, about to expire or made for other names is made anew.
 */
public final class LocalCertificates implements TlsSource {
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** No longer than it is good for does an authority sign. */
  private static final Duration RENEW_AUTHORITY_BEFORE = Duration.ofDays(428);

  private static final Duration LOOK_EVERY = Duration.ofHours(1);

  private record Loaded(SSLContext context, Instant goodUntil) {}

  private final Path directory;
  private final List<String> names;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Loaded loaded;

  /**
   * Names the directory; nothing is read or made before the first use.
   *
   * @param names further host names, wildcards such as {@code *.example.test}, or addresses
   */
  public LocalCertificates(
      Path directory, Collection<String> names, InstantSource clock, SecureRandom random) {
    this.directory = directory;
    this.names = CertificateNames.with(names);
    this.clock = clock;
    this.random = random;
  }

  /** The file a client needs to trust this server; it exists once {@link #context} was called. */
  public Path authorityFile() {
    return directory.resolve("ca.pem");
  }

  @Override
  public SSLContext context() throws GeneralSecurityException, IOException {
    Loaded known = loaded;
    if (known != null && clock.instant().isBefore(known.goodUntil())) {
      return known.context();
    }
    lock.lock();
    try {
      known = loaded;
      if (known == null || !clock.instant().isBefore(known.goodUntil())) {
        prepare();
        known = new Loaded(load(), clock.instant().plus(LOOK_EVERY));
        loaded = known;
      }
      return known.context();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the authority sign a server certificate, valid for 397 days.
   *
   * @param hostNames names, wildcards and addresses, the subject's first
   * @return the certificate, then the authority's
   * @throws IOException when the authority's files cannot be read or made
   */
  public List<X509Certificate> issue(List<String> hostNames, PublicKey key)
      throws GeneralSecurityException, IOException {
    lock.lock();
    try {
      prepare();
      CertificateMaker.Issued authority = authority();
      X509Certificate issued =
          new CertificateMaker(random, clock.instant()).server(authority, hostNames, key);
      return List.of(issued, authority.certificate());
    } finally {
      lock.unlock();
    }
  }

  private CertificateMaker.Issued authority() throws GeneralSecurityException, IOException {
    return new CertificateMaker.Issued(
        PemFile.readKey(authorityKeyFile()), PemFile.readCertificates(authorityFile()).getFirst());
  }

  /** Makes what must be made, alone even among processes. */
  private void prepare() throws GeneralSecurityException, IOException {
    if (isServerGood()) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !isServerGood()) {
        make();
      }
    }
  }

  private void make() throws GeneralSecurityException, IOException {
    CertificateMaker maker = new CertificateMaker(random, clock.instant());
    CertificateMaker.Issued authority;
    if (isAuthorityGood()) {
      authority = authority();
    } else {
      authority = maker.authority();
      PemFile.write(authorityKeyFile(), PemFile.text(authority.key()), true);
      PemFile.write(authorityFile(), PemFile.text(authority.certificate()), false);
    }
    CertificateMaker.Issued server = maker.server(authority, names);
    PemFile.write(
        serverFile(),
        PemFile.text(server.key())
            + PemFile.text(server.certificate())
            + PemFile.text(authority.certificate()),
        true);
  }

  private boolean isServerGood() throws GeneralSecurityException, IOException {
    if (!Files.exists(serverFile()) || !Files.exists(authorityFile())) {
      return false;
    }
    X509Certificate server = PemFile.readCertificates(serverFile()).getFirst();
    X509Certificate authority = PemFile.readCertificates(authorityFile()).getFirst();
    return isFresh(server, RENEW_BEFORE)
        && isFresh(authority, RENEW_BEFORE)
        && CertificateNames.covers(server, names)
        && isSignedBy(server, authority);
  }

  private boolean isAuthorityGood() throws GeneralSecurityException, IOException {
    return Files.exists(authorityFile())
        && Files.exists(authorityKeyFile())
        && isFresh(PemFile.readCertificates(authorityFile()).getFirst(), RENEW_AUTHORITY_BEFORE);
  }

  private boolean isFresh(X509Certificate certificate, Duration before) {
    return clock.instant().plus(before).isBefore(certificate.getNotAfter().toInstant());
  }

  private static boolean isSignedBy(X509Certificate server, X509Certificate authority) {
    try {
      server.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private SSLContext load() throws GeneralSecurityException, IOException {
    PrivateKey key = PemFile.readKey(serverFile());
    X509Certificate[] chain =
        PemFile.readCertificates(serverFile()).toArray(X509Certificate[]::new);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("croft", key, new char[0], chain);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, random);
    return context;
  }

  private Path authorityKeyFile() {
    return directory.resolve("ca-key.pem");
  }

  private Path serverFile() {
    return directory.resolve("server.pem");
  }
}
