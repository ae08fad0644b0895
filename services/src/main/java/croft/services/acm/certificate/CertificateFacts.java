package croft.services.acm.certificate;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a certificate says of itself, in the API's words. */
final class CertificateFacts {
  private static final Pattern COMMON_NAME = Pattern.compile("CN=((?:\\\\.|[^,\\\\])+)");
  private static final int DNS_NAME = 2;

  /** In the order of the bits: RFC 5280, section 4.2.1.3. */
  private static final List<String> KEY_USAGES =
      List.of(
          "DIGITAL_SIGNATURE",
          "NON_REPUDIATION",
          "KEY_ENCIPHERMENT",
          "DATA_ENCIPHERMENT",
          "KEY_AGREEMENT",
          "CERTIFICATE_SIGNING",
          "CRL_SIGNING",
          "ENCIPHER_ONLY",
          "DECIPHER_ONLY");

  private static final Map<String, String> EXTENDED =
      Map.of(
          "1.3.6.1.5.5.7.3.1", "TLS_WEB_SERVER_AUTHENTICATION",
          "1.3.6.1.5.5.7.3.2", "TLS_WEB_CLIENT_AUTHENTICATION",
          "1.3.6.1.5.5.7.3.3", "CODE_SIGNING",
          "1.3.6.1.5.5.7.3.4", "EMAIL_PROTECTION",
          "1.3.6.1.5.5.7.3.8", "TIME_STAMPING",
          "1.3.6.1.5.5.7.3.9", "OCSP_SIGNING",
          "2.5.29.37.0", "ANY");

  private CertificateFacts() {}

  /** The host names it is for, the common name first. */
  static List<String> names(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>();
    commonName(certificate.getSubjectX500Principal().getName()).ifPresent(names::add);
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.getFirst().equals(DNS_NAME)) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException notReadable) {
      return List.copyOf(names);
    }
    return List.copyOf(names);
  }

  static Optional<String> commonName(String distinguishedName) {
    Matcher matcher = COMMON_NAME.matcher(distinguishedName);
    return matcher.find() ? Optional.of(matcher.group(1).replace("\\", "")) : Optional.empty();
  }

  /** Such as {@code RSA_2048} or {@code EC_prime256v1}; empty for what ACM does not take. */
  static Optional<String> keyAlgorithm(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          switch (rsa.getModulus().bitLength()) {
            case 1024, 2048, 3072, 4096 -> Optional.of("RSA_" + rsa.getModulus().bitLength());
            default -> Optional.empty();
          };
      case ECPublicKey elliptic ->
          switch (elliptic.getParams().getOrder().bitLength()) {
            case 256 -> Optional.of("EC_prime256v1");
            case 384 -> Optional.of("EC_secp384r1");
            case 521 -> Optional.of("EC_secp521r1");
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /** Two digits and a colon for each byte. */
  static String serial(BigInteger number) {
    return HexFormat.ofDelimiter(":").formatHex(number.toByteArray());
  }

  static List<String> keyUsages(X509Certificate certificate) {
    boolean[] bits = certificate.getKeyUsage();
    List<String> usages = new ArrayList<>();
    if (bits == null) {
      return List.of("ANY");
    }
    for (int i = 0; i < bits.length && i < KEY_USAGES.size(); i++) {
      if (bits[i]) {
        usages.add(KEY_USAGES.get(i));
      }
    }
    return usages;
  }

  /** Names by object identifier. */
  static Map<String, String> extendedKeyUsages(X509Certificate certificate) {
    Map<String, String> usages = new LinkedHashMap<>();
    try {
      List<String> identifiers = certificate.getExtendedKeyUsage();
      if (identifiers != null) {
        identifiers.forEach(oid -> usages.put(oid, EXTENDED.getOrDefault(oid, "CUSTOM")));
      }
    } catch (CertificateParsingException notReadable) {
      return Map.of();
    }
    return usages;
  }
}
