package croft.services.sns.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages with a key of this Croft's own, made at its first use and kept in {@code
 * sns-signing.key}; the certificate is beside it, and served under a name that changes with it.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">Verifying
 * the signatures of Amazon SNS messages</a>.
 */
public final class MessageSigner {
  private static final int KEY_BITS = 2048;
  private static final int LINE_LETTERS = 64;
  private static final int DIGEST_DIGITS = 32;
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final X500Name NAME = new X500Name("CN=sns.amazonaws.com,O=croft");
  private static final String FILE = "SimpleNotificationService-";

  private final Path directory;
  private final SecureRandom random;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Keys keys;

  /** Those who subscribe alike get the same signature, which costs most of a delivery. */
  private final RecentSignatures recent = new RecentSignatures();

  private record Keys(PrivateKey key, X509Certificate certificate, String fileName) {}

  /**
   * Names the directory of its files; nothing is read or made before the first use.
   *
   * @param time the machine's, for certificates are checked by it
   */
  public MessageSigner(Path directory, SecureRandom random, InstantSource time) {
    this.directory = directory;
    this.random = random;
    this.time = time;
  }

  /**
   * The signature of a text, in Base64.
   *
   * @param version {@code 1} for SHA-1, {@code 2} for SHA-256
   */
  public String sign(String text, String version) {
    return recent.computeIfAbsent(version + text, same -> signed(text, version));
  }

  private String signed(String text, String version) {
    try {
      Signature signature =
          Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
      signature.initSign(keys().key(), random);
      signature.update(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The message cannot be signed", e);
    }
  }

  /**
   * The name of the certificate's file, as its URL ends: {@code SimpleNotificationService-….pem}.
   */
  public String certificateName() {
    return keys().fileName();
  }

  /** Whether a path is one of a certificate, if perhaps not of this one. */
  public static boolean isCertificatePath(String path) {
    return path.startsWith("/" + FILE) && path.endsWith(".pem");
  }

  /** The certificate as a PEM file. */
  public String certificate() {
    try {
      return wrapped("CERTIFICATE", keys().certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificate cannot be written", e);
    }
  }

  private Keys keys() {
    Keys known = keys;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = keys;
      if (known == null) {
        known = Files.exists(certificateFile()) ? read() : make();
        keys = known;
      }
      return known;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The key of messages cannot be had", e);
    } finally {
      lock.unlock();
    }
  }

  private Path certificateFile() {
    return directory.resolve("sns-signing.pem");
  }

  private Path keyFile() {
    return directory.resolve("sns-signing.key");
  }

  private Keys read() throws IOException, GeneralSecurityException {
    byte[] der = unwrapped(Files.readString(keyFile()));
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    try (InputStream in = Files.newInputStream(certificateFile())) {
      return keys(
          key, (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  private static Keys keys(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    String name = HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
    return new Keys(key, certificate, FILE + name + ".pem");
  }

  private Keys make() throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS, random);
    KeyPair pair = generator.generateKeyPair();
    Instant now = time.instant();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        NAME,
                        new BigInteger(64, random).add(BigInteger.ONE),
                        Date.from(now),
                        Date.from(now.plus(LIFETIME)),
                        NAME,
                        pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    Files.createDirectories(directory);
    write(keyFile(), wrapped("PRIVATE KEY", pair.getPrivate().getEncoded()));
    // Last: where there is a certificate, there is its key.
    write(certificateFile(), wrapped("CERTIFICATE", certificate.getEncoded()));
    return keys(pair.getPrivate(), certificate);
  }

  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String wrapped(String label, byte[] der) {
    String lines = Base64.getMimeEncoder(LINE_LETTERS, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static byte[] unwrapped(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
