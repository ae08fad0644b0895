package croft.services.acm.certificate;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate.
 *
 * @param id a UUID
 * @param imported whether it was brought along; else Croft's authority issues it
 * @param domainName the first name
 * @param names all names, the first one too
 * @param keyAlgorithm such as {@code RSA_2048} or {@code EC_prime256v1}
 * @param body the certificate as PEM; empty until it is issued
 * @param chain those above it as PEM; empty if none
 * @param sealedKey the PKCS #8 key as PEM, sealed; empty until it is issued
 * @param madeAt when it was imported or requested
 * @param issuedAt of an issued one, or null
 * @param notAfter null until it is issued
 * @param renewing whether a renewal was asked for
 * @param renewedAt null until it was renewed
 * @param token the idempotency token of the request; empty if none
 * @param transparency whether it may be logged publicly: {@code ENABLED} or {@code DISABLED}
 */
public record Certificate(
    String account,
    String region,
    String id,
    boolean imported,
    String domainName,
    List<String> names,
    String keyAlgorithm,
    String body,
    String chain,
    String sealedKey,
    Instant madeAt,
    @Nullable Instant issuedAt,
    @Nullable Instant notAfter,
    boolean renewing,
    @Nullable Instant renewedAt,
    String token,
    String transparency,
    Map<String, String> tags) {

  public static final Table<Certificate> TABLE =
      Table.of("acm_certificate", Certificate.class, Certificate::scope, Certificate::id);

  public String scope() {
    return account + "/" + region;
  }

  /** {@code arn:aws:acm:region:account:certificate/id}. */
  public Arn arn() {
    return Arn.of("acm", region, account, "certificate/" + id);
  }

  boolean pending() {
    return body.isEmpty();
  }

  /** What {@code Status} shows at that instant. */
  String status(Instant now) {
    if (pending()) {
      return "PENDING_VALIDATION";
    }
    return notAfter != null && now.isAfter(notAfter) ? "EXPIRED" : "ISSUED";
  }

  /** The texts of a certificate with its key. */
  record Material(String body, String chain, String sealedKey, Instant notAfter) {}

  Certificate issued(Material material, Instant at) {
    return copy(material, issuedAt == null ? at : issuedAt, issuedAt == null ? null : at);
  }

  Certificate importedAgain(Certificate other) {
    return new Certificate(
        account,
        region,
        id,
        true,
        other.domainName,
        other.names,
        other.keyAlgorithm,
        other.body,
        other.chain,
        other.sealedKey,
        other.madeAt,
        null,
        other.notAfter,
        false,
        null,
        token,
        transparency,
        tags);
  }

  private Certificate copy(Material material, Instant issued, @Nullable Instant renewed) {
    return new Certificate(
        account,
        region,
        id,
        imported,
        domainName,
        names,
        keyAlgorithm,
        material.body(),
        material.chain(),
        material.sealedKey(),
        madeAt,
        issued,
        material.notAfter(),
        false,
        renewed,
        token,
        transparency,
        tags);
  }

  Certificate toRenew() {
    return told(true, transparency, tags);
  }

  Certificate withTransparency(String preference) {
    return told(renewing, preference, tags);
  }

  Certificate withTags(Map<String, String> all) {
    return told(renewing, transparency, all);
  }

  private Certificate told(boolean renew, String preference, Map<String, String> allTags) {
    return new Certificate(
        account,
        region,
        id,
        imported,
        domainName,
        names,
        keyAlgorithm,
        body,
        chain,
        sealedKey,
        madeAt,
        issuedAt,
        notAfter,
        renew,
        renewedAt,
        token,
        preference,
        allTags);
  }
}
