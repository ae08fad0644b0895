package croft.services.iam.provider;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;

/**
 * A SAML 2.0 provider that roles may trust.
 *
 * @param metadata the provider's own document, XML
 * @param validUntil when the document ends, or a hundred years after it was given
 */
public record SamlProvider(
    String account,
    String name,
    String metadata,
    Instant createdAt,
    Instant validUntil,
    Map<String, String> tags) {
  public static final Table<SamlProvider> TABLE =
      Table.of("iam_saml_provider", SamlProvider.class, SamlProvider::account, SamlProvider::name);

  /** {@code arn:aws:iam::account:saml-provider/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "saml-provider/" + name);
  }

  SamlProvider withMetadata(String document, Instant until) {
    return new SamlProvider(account, name, document, createdAt, until, tags);
  }

  SamlProvider withTags(Map<String, String> all) {
    return new SamlProvider(account, name, metadata, createdAt, validUntil, all);
  }
}
