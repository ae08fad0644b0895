package croft.wire.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates, on EC P-256. The only class that touches BouncyCastle, so a start
 * that finds its files loads none of it.
 */
final class CertificateMaker {
  private static final Duration AUTHORITY_VALID = Duration.ofDays(3650);

  /** What browsers accept at most of a server certificate. */
  private static final Duration SERVER_VALID = Duration.ofDays(397);

  /** X.520's bound; the names stand in the extension in any case. */
  private static final int LONGEST_COMMON_NAME = 64;

  /** A client's clock may be behind. */
  private static final Duration BACKDATED = Duration.ofHours(24);

  private final SecureRandom random;
  private final Instant now;

  CertificateMaker(SecureRandom random, Instant now) {
    this.random = random;
    this.now = now;
  }

  /** A key and the certificate of its public half. */
  record Issued(PrivateKey key, X509Certificate certificate) {}

  Issued authority() throws GeneralSecurityException, IOException {
    KeyPair keys = keys();
    // The number tells one installation's authority from another's in a trust store.
    X500Name name = new X500Name("CN=Croft local CA " + Integer.toHexString(random.nextInt()));
    X509v3CertificateBuilder certificate =
        builder(name, name, keys.getPublic(), now.plus(AUTHORITY_VALID));
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    certificate
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            extensions.createSubjectKeyIdentifier(keys.getPublic()));
    return new Issued(keys.getPrivate(), signed(certificate, keys.getPrivate()));
  }

  Issued server(Issued authority, List<String> names) throws GeneralSecurityException, IOException {
    KeyPair keys = keys();
    X500Name subject = new X500Name("CN=Croft");
    return new Issued(keys.getPrivate(), server(authority, subject, names, keys.getPublic()));
  }

  /** A certificate for a key that somebody else keeps. */
  X509Certificate server(Issued authority, List<String> names, PublicKey key)
      throws GeneralSecurityException, IOException {
    String first = names.getFirst();
    X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
    if (first.length() <= LONGEST_COMMON_NAME) {
      subject.addRDN(BCStyle.CN, first);
    }
    return server(authority, subject.build(), names, key);
  }

  private X509Certificate server(
      Issued authority, X500Name subject, List<String> names, PublicKey key)
      throws GeneralSecurityException, IOException {
    X500Name issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    Instant authorityEnd = authority.certificate().getNotAfter().toInstant();
    Instant wanted = now.plus(SERVER_VALID);
    Instant end = wanted.isBefore(authorityEnd) ? wanted : authorityEnd;
    X509v3CertificateBuilder certificate = builder(issuer, subject, key, end);
    int usage =
        key instanceof RSAPublicKey
            ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
            : KeyUsage.digitalSignature;
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    certificate
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(Extension.subjectAlternativeName, false, alternatives(names))
        .addExtension(
            Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            extensions.createAuthorityKeyIdentifier(authority.certificate()));
    return signed(certificate, authority.key());
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant end) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, random).setBit(120),
        Date.from(now.minus(BACKDATED)),
        Date.from(end),
        subject,
        key);
  }

  private static X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    CertificateNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName,
                    name))
            .toArray(GeneralName[]::new));
  }
}
