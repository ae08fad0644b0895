package croft.services.acm.certificate;

import croft.api.acm.CertificateDetail;
import croft.api.acm.CertificateOptions;
import croft.api.acm.CertificateSummary;
import croft.api.acm.DomainValidation;
import croft.api.acm.ExtendedKeyUsage;
import croft.api.acm.KeyUsage;
import croft.api.acm.RenewalSummary;
import croft.api.acm.ResourceRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Certificates as the API shows them. */
final class CertificateShapes {
  private CertificateShapes() {}

  static CertificateDetail detail(Certificate certificate, Instant now, List<String> users) {
    CertificateDetail.Builder detail =
        CertificateDetail.builder()
            .certificateArn(certificate.arn().toString())
            .domainName(certificate.domainName())
            .subjectAlternativeNames(certificate.names())
            .status(certificate.status(now))
            .keyAlgorithm(shownAlgorithm(certificate.keyAlgorithm()))
            .inUseBy(users)
            .type(type(certificate))
            .renewalEligibility(eligibility(certificate, users))
            .renewalSummary(renewal(certificate))
            .options(
                CertificateOptions.builder()
                    .certificateTransparencyLoggingPreference(certificate.transparency())
                    .build());
    if (certificate.imported()) {
      detail.createdAt(certificate.madeAt()).importedAt(certificate.madeAt());
    } else {
      detail
          .createdAt(certificate.madeAt())
          .issuedAt(certificate.issuedAt())
          .domainValidationOptions(validations(certificate));
    }
    if (!certificate.pending()) {
      addFacts(detail, read(certificate));
    }
    return detail.build();
  }

  private static void addFacts(CertificateDetail.Builder detail, X509Certificate x509) {
    String issuer = x509.getIssuerX500Principal().getName();
    detail
        .serial(CertificateFacts.serial(x509.getSerialNumber()))
        .subject(x509.getSubjectX500Principal().getName())
        .issuer(CertificateFacts.commonName(issuer).orElse(issuer))
        .notBefore(x509.getNotBefore().toInstant())
        .notAfter(x509.getNotAfter().toInstant())
        .signatureAlgorithm(x509.getSigAlgName().toUpperCase(Locale.ROOT))
        .keyUsages(
            CertificateFacts.keyUsages(x509).stream()
                .map(name -> KeyUsage.builder().name(name).build())
                .toList())
        .extendedKeyUsages(
            CertificateFacts.extendedKeyUsages(x509).entrySet().stream()
                .map(usage ->
                    ExtendedKeyUsage.builder().oid(usage.getKey()).name(usage.getValue()).build())
                .toList());
  }

  static X509Certificate read(Certificate certificate) {
    return PemText.certificates(certificate.body().getBytes(StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("A stored certificate cannot be read"))
        .getFirst();
  }

  private static String type(Certificate certificate) {
    return certificate.imported() ? "IMPORTED" : "AMAZON_ISSUED";
  }

  private static String eligibility(Certificate certificate, List<String> users) {
    return certificate.imported() || certificate.pending() || users.isEmpty()
        ? "INELIGIBLE"
        : "ELIGIBLE";
  }

  /** AWS writes RSA with a hyphen here, and with an underscore in requests. */
  private static String shownAlgorithm(String algorithm) {
    return algorithm.startsWith("RSA_") ? algorithm.replace('_', '-') : algorithm;
  }

  private static @Nullable RenewalSummary renewal(Certificate certificate) {
    Instant renewed = certificate.renewedAt();
    return renewed == null
        ? null
        : RenewalSummary.builder()
            .renewalStatus("SUCCESS")
            .domainValidationOptions(validations(certificate))
            .updatedAt(renewed)
            .build();
  }

  /** The records by which AWS would check the names: shown, and not looked for. */
  private static List<DomainValidation> validations(Certificate certificate) {
    return certificate.names().stream()
        .map(name -> {
          String bare = name.startsWith("*.") ? name.substring(2) : name;
          return DomainValidation.builder()
              .domainName(name)
              .validationDomain(name)
              .validationMethod("DNS")
              .validationStatus(certificate.pending() ? "PENDING_VALIDATION" : "SUCCESS")
              .resourceRecord(
                  ResourceRecord.builder()
                      .name("_" + token(certificate.account() + " " + bare) + "." + bare + ".")
                      .type("CNAME")
                      .value(
                          "_" + token(bare + " " + certificate.account()) + ".acm-validations.aws.")
                      .build())
              .build();
        })
        .toList();
  }

  /** The same for a name of an account every time, as AWS has it. */
  private static String token(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java cannot do SHA-256", e);
    }
  }

  static CertificateSummary summary(Certificate certificate, Instant now, List<String> users) {
    CertificateSummary.Builder summary =
        CertificateSummary.builder()
            .certificateArn(certificate.arn().toString())
            .domainName(certificate.domainName())
            .subjectAlternativeNameSummaries(certificate.names())
            .hasAdditionalSubjectAlternativeNames(false)
            .status(certificate.status(now))
            .type(type(certificate))
            .keyAlgorithm(shownAlgorithm(certificate.keyAlgorithm()))
            .inUse(!users.isEmpty())
            .renewalEligibility(eligibility(certificate, users))
            .createdAt(certificate.madeAt())
            .issuedAt(certificate.issuedAt())
            .importedAt(certificate.imported() ? certificate.madeAt() : null);
    if (!certificate.pending()) {
      X509Certificate x509 = read(certificate);
      summary
          .keyUsages(CertificateFacts.keyUsages(x509))
          .extendedKeyUsages(List.copyOf(CertificateFacts.extendedKeyUsages(x509).values()))
          .notBefore(x509.getNotBefore().toInstant())
          .notAfter(x509.getNotAfter().toInstant());
    }
    return summary.build();
  }
}
