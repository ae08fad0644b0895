package croft.services.iam.provider;

import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds identity providers by ARN and says which access an operation on one needs. */
public final class Providers {
  /** What the operations that nouns share need to know of OpenID Connect providers. */
  static final Noun<OpenIdProvider> OPEN_ID =
      new Noun<>(Providers::requireOpenId, Providers::openIdAccess, OpenIdProvider::issuer);

  /** What the operations that nouns share need to know of SAML providers. */
  static final Noun<SamlProvider> SAML =
      new Noun<>(Providers::requireSaml, Providers::samlAccess, SamlProvider::name);

  private Providers() {}

  /** The account's OpenID Connect provider of that issuer, its URL without the scheme. */
  public static Optional<OpenIdProvider> openId(Transaction tx, String account, String issuer) {
    return tx.get(OpenIdProvider.TABLE, account, issuer);
  }

  private static String named(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }

  static OpenIdProvider requireOpenId(Transaction tx, String account, @Nullable String arn) {
    String wanted = EntityErrors.required(arn, "openIDConnectProviderArn");
    return openId(tx, account, named(wanted))
        .filter(found -> found.arn().toString().equals(wanted))
        .orElseThrow(
            () -> EntityErrors.noSuchEntity("OpenIDConnect Provider not found for arn " + wanted));
  }

  static SamlProvider requireSaml(Transaction tx, String account, @Nullable String arn) {
    String wanted = EntityErrors.required(arn, "samlProviderArn");
    return tx.get(SamlProvider.TABLE, account, named(wanted))
        .filter(found -> found.arn().toString().equals(wanted))
        .orElseThrow(() -> EntityErrors.noSuchEntity("Manifest not found for arn " + wanted));
  }

  static Access openIdAccess(Store store, Call call, String action, @Nullable String arn) {
    String wanted = asked(call, "oidc-provider/*", arn);
    return store
        .read(tx -> openId(tx, call.account(), named(wanted)))
        .map(found -> new Access(action, List.of(wanted), Tags.resourceKeys(found.tags())))
        .orElseGet(() -> new Access(action, List.of(wanted), Map.of()));
  }

  static Access samlAccess(Store store, Call call, String action, @Nullable String arn) {
    String wanted = asked(call, "saml-provider/*", arn);
    return store
        .read(tx -> tx.get(SamlProvider.TABLE, call.account(), named(wanted)))
        .map(found -> new Access(action, List.of(wanted), Tags.resourceKeys(found.tags())))
        .orElseGet(() -> new Access(action, List.of(wanted), Map.of()));
  }

  private static String asked(Call call, String any, @Nullable String arn) {
    return arn != null && arn.startsWith("arn:")
        ? arn
        : Arn.of("iam", "", call.account(), any).toString();
  }
}
