package croft.services.iam.certificate;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;

/**
 * A certificate a server shows.
 *
 * @param path {@code /} or {@code /cloudfront/…/}
 * @param id {@code ASCA…}
 * @param expires the last instant it is valid
 * @param body PEM
 * @param chain PEM of the authorities above it, empty for none
 * @param sealedKey PEM of the private key, sealed for {@link #keyPurpose}
 */
public record ServerCertificate(
    String account,
    String name,
    String path,
    String id,
    Instant uploadedAt,
    Instant expires,
    String body,
    String chain,
    String sealedKey,
    Map<String, String> tags) {
  public static final Table<ServerCertificate> TABLE =
      Table.of(
          "iam_server_certificate",
          ServerCertificate.class,
          ServerCertificate::account,
          ServerCertificate::name);

  /** What a certificate's key is sealed for: it opens for no other. */
  static String keyPurpose(String id) {
    return "server-certificate " + id;
  }

  /** {@code arn:aws:iam::account:server-certificate/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "server-certificate" + path + name);
  }

  ServerCertificate named(String newName, String newPath) {
    return new ServerCertificate(
        account, newName, newPath, id, uploadedAt, expires, body, chain, sealedKey, tags);
  }

  ServerCertificate withTags(Map<String, String> all) {
    return new ServerCertificate(
        account, name, path, id, uploadedAt, expires, body, chain, sealedKey, all);
  }
}
