package croft.services.acm.certificate;

import croft.store.Store;
import croft.workflow.Reconciler;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Has what was requested issued, and renews what Croft issued: when asked, or sixty days before it
 * ends, as AWS does.
 */
public final class CertificateUpkeep implements Reconciler {
  public static final String NAME = "acm-certificates";

  private static final Duration PERIOD = Duration.ofHours(1);
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);

  private final AcmParts parts;
  private final Store store;
  private final CertificateIssuer issuer;
  private final InstantSource time;
  private final SealedKeys keys;

  public CertificateUpkeep(AcmParts parts, CertificateIssuer issuer, InstantSource time) {
    this.parts = parts;
    this.store = parts.store();
    this.issuer = issuer;
    this.time = time;
    this.keys = new SealedKeys(parts.sealing());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public void reconcile() throws GeneralSecurityException {
    Instant now = time.instant();
    List<Certificate> due =
        store.read(tx -> tx.listAll(Certificate.TABLE)).stream()
            .filter(certificate -> isDue(certificate, now))
            .toList();
    for (Certificate certificate : due) {
      Certificate.Material material = make(certificate);
      store.write(tx -> {
        // It may have been deleted meanwhile, or tagged.
        tx.get(Certificate.TABLE, certificate.scope(), certificate.id())
            .filter(present -> isDue(present, now))
            .ifPresent(present -> tx.put(Certificate.TABLE, present.issued(material, now)));
        return null;
      });
    }
  }

  private static boolean isDue(Certificate certificate, Instant now) {
    Instant end = certificate.notAfter();
    return !certificate.imported()
        && (certificate.pending()
            || certificate.renewing()
            || (end != null && now.isAfter(end.minus(RENEW_BEFORE))));
  }

  private Certificate.Material make(Certificate certificate) throws GeneralSecurityException {
    KeyPair pair = pair(certificate.keyAlgorithm());
    List<X509Certificate> chain = issuer.issue(certificate.names(), pair.getPublic());
    X509Certificate body = chain.getFirst();
    return new Certificate.Material(
        PemText.text(body),
        PemText.text(chain.subList(1, chain.size())),
        keys.seal(certificate.id(), PemText.text(pair.getPrivate())),
        body.getNotAfter().toInstant());
  }

  private KeyPair pair(String algorithm) throws GeneralSecurityException {
    if (algorithm.startsWith("RSA_")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(Integer.parseInt(algorithm.substring(4)), parts.random());
      return generator.generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    String curve = algorithm.equals("EC_prime256v1") ? "secp256r1" : algorithm.substring(3);
    generator.initialize(new ECGenParameterSpec(curve), parts.random());
    return generator.generateKeyPair();
  }
}
