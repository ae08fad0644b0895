package croft.services.ec2.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs instance identity documents with a key of this Croft's own, made at its first use and kept.
 * The certificate to check them by is beside it, in {@code instance-identity.pem}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html">Instance
 * identity documents</a>.
 */
public final class InstanceIdentity {
  private static final String ALGORITHM = "SHA256withRSA";
  private static final int KEY_BITS = 2048;
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final X500Name NAME = new X500Name("CN=croft instance identity");
  private static final int LINE_LETTERS = 64;

  private final Path directory;
  private final SecureRandom random;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Signer signer;

  private record Signer(PrivateKey key, X509Certificate certificate) {}

  /** Names the directory of its files; nothing is read or made before the first use. */
  public InstanceIdentity(Path directory, SecureRandom random, InstantSource time) {
    this.directory = directory;
    this.random = random;
    this.time = time;
  }

  /** The certificate that signatures are checked by. */
  public X509Certificate certificate() {
    return signer().certificate();
  }

  /** The signature alone, in Base64: SHA-256 with RSA. */
  String signature(String document) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signer().key(), random);
      signature.update(document.getBytes(StandardCharsets.UTF_8));
      return lines(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The identity document cannot be signed", e);
    }
  }

  /** Whether a signature of {@link #signature}'s kind, without its Base64, is of this document. */
  public boolean isSigned(byte[] document, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(certificate());
      check.update(document);
      return check.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The identity document cannot be checked", e);
    }
  }

  /** PKCS #7 signed data that holds the document, in Base64 without its PEM header. */
  String pkcs7(String document) {
    Signer by = signer();
    try {
      ContentSigner contentSigner = new JcaContentSignerBuilder(ALGORITHM).build(by.key());
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(contentSigner, by.certificate()));
      generator.addCertificates(new JcaCertStore(List.of(by.certificate())));
      byte[] content = document.getBytes(StandardCharsets.UTF_8);
      return lines(generator.generate(new CMSProcessableByteArray(content), true).getEncoded());
    } catch (OperatorCreationException | CMSException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The identity document cannot be signed", e);
    }
  }

  private static String lines(byte[] bytes) {
    return Base64.getMimeEncoder(LINE_LETTERS, new byte[] {'\n'}).encodeToString(bytes);
  }

  private Signer signer() {
    Signer known = signer;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = signer;
      if (known == null) {
        known = Files.exists(certificateFile()) ? read() : make();
        signer = known;
      }
      return known;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The key of identity documents cannot be had", e);
    } finally {
      lock.unlock();
    }
  }

  private Path certificateFile() {
    return directory.resolve("instance-identity.pem");
  }

  private Path keyFile() {
    return directory.resolve("instance-identity.key");
  }

  private Signer read() throws IOException, GeneralSecurityException {
    byte[] der = unwrapped(Files.readString(keyFile()));
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    try (InputStream in = Files.newInputStream(certificateFile())) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return new Signer(key, certificate);
    }
  }

  private Signer make() throws IOException, GeneralSecurityException, OperatorCreationException {
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
                    .build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate())));
    Files.createDirectories(directory);
    write(keyFile(), wrapped("PRIVATE KEY", pair.getPrivate().getEncoded()));
    // Last: where there is a certificate, there is its key.
    write(certificateFile(), wrapped("CERTIFICATE", certificate.getEncoded()));
    return new Signer(pair.getPrivate(), certificate);
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
    return "-----BEGIN " + label + "-----\n" + lines(der) + "\n-----END " + label + "-----\n";
  }

  private static byte[] unwrapped(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
