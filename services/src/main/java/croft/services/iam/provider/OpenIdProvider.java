package croft.services.iam.provider;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An OpenID Connect provider that roles may trust.
 *
 * @param url as given, with its scheme and without a slash at the end
 * @param clientIds audiences its tokens may be for
 * @param thumbprints SHA-1 of certificates that may vouch for its keys, beside the system's
 *     authorities
 */
public record OpenIdProvider(
    String account,
    String url,
    List<String> clientIds,
    List<String> thumbprints,
    Instant createdAt,
    Map<String, String> tags) {
  public static final Table<OpenIdProvider> TABLE =
      Table.of(
          "iam_open_id_provider",
          OpenIdProvider.class,
          OpenIdProvider::account,
          OpenIdProvider::issuer);

  public OpenIdProvider {
    clientIds = List.copyOf(clientIds);
    thumbprints = List.copyOf(thumbprints);
  }

  /** The URL without its scheme: how ARNs and condition keys name it. */
  public String issuer() {
    return url.substring(url.indexOf("://") + "://".length());
  }

  /** {@code arn:aws:iam::account:oidc-provider/host/path}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "oidc-provider/" + issuer());
  }

  OpenIdProvider withClientIds(List<String> all) {
    return new OpenIdProvider(account, url, all, thumbprints, createdAt, tags);
  }

  OpenIdProvider withThumbprints(List<String> all) {
    return new OpenIdProvider(account, url, clientIds, all, createdAt, tags);
  }

  OpenIdProvider withTags(Map<String, String> all) {
    return new OpenIdProvider(account, url, clientIds, thumbprints, createdAt, all);
  }
}
