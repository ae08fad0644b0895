package croft.services.secretsmanager.secret;

import croft.base.Arn;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.services.operation.ResourcePolicies;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds secrets by name, ARN or ARN without its suffix, and says which access one needs. */
final class SecretLookup {
  private static final int SUFFIX = 7;
  private static final String PREFIX = "secret:";

  private SecretLookup() {}

  /** The secret that a request names; one of another account by its ARN. */
  static Optional<Secret> find(Transaction tx, Call call, String secretId) {
    if (!secretId.startsWith("arn:")) {
      return tx.get(Secret.TABLE, call.scope(), secretId);
    }
    Arn arn;
    try {
      arn = Arn.parse(secretId);
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
    if (!arn.service().equals("secretsmanager")
        || !arn.region().equals(call.region())
        || !arn.resource().startsWith(PREFIX)) {
      return Optional.empty();
    }
    String scope = arn.account() + "/" + arn.region();
    String name = arn.resource().substring(PREFIX.length());
    Optional<Secret> whole =
        name.length() <= SUFFIX
            ? Optional.empty()
            : tx.get(Secret.TABLE, scope, name.substring(0, name.length() - SUFFIX))
                .filter(secret -> secret.arn().equals(arn));
    return whole.isPresent() ? whole : tx.get(Secret.TABLE, scope, name);
  }

  /**
   * The secret that a request names.
   *
   * @throws croft.base.ServiceError {@code ResourceNotFoundException}
   */
  static Secret require(Transaction tx, Call call, @Nullable String secretId) {
    return find(tx, call, Requests.required(secretId, "secretId"))
        .orElseThrow(SecretErrors::notFound);
  }

  /**
   * The secret that a request names, when it is not about to go.
   *
   * @throws croft.base.ServiceError {@code InvalidRequestException} for one marked for deletion
   */
  static Secret usable(Transaction tx, Call call, @Nullable String secretId) {
    Secret secret = require(tx, call, secretId);
    if (secret.deletionAt() != null) {
      throw SecretErrors.markedForDeletion();
    }
    return secret;
  }

  /** Every version of a secret. */
  static List<SecretVersion> versions(Transaction tx, Secret secret) {
    return tx.findIn(SecretVersion.TABLE, secret.scope(), SecretVersion.BY_SECRET, secret.name());
  }

  static Optional<SecretVersion> version(Transaction tx, Secret secret, String id) {
    return tx.get(SecretVersion.TABLE, secret.scope(), secret.name() + ":" + id);
  }

  /** The action on the secret a request names, with condition keys of the request. */
  static List<Access> access(
      Store store,
      Call call,
      String action,
      @Nullable String secretId,
      Map<String, List<String>> context) {
    String wanted = secretId == null ? "*" : secretId;
    Map<String, List<String>> asked = new HashMap<>(context);
    asked.put("secretsmanager:SecretId", List.of(wanted));
    return List.of(
        store
            .read(tx -> find(tx, call, wanted))
            .map(secret -> to(secret, action, asked))
            .orElseGet(() -> Access.to(action, missing(call, wanted)).with(asked)));
  }

  static Access to(Secret secret, String action, Map<String, List<String>> context) {
    Map<String, List<String>> all = new HashMap<>(Requests.resourceTags(secret.tags()));
    secret
        .tags()
        .forEach((key, value) -> all.put("secretsmanager:ResourceTag/" + key, List.of(value)));
    all.put("secretsmanager:SecretPrimaryRegion", List.of(secret.region()));
    all.putAll(context);
    List<String> documents = secret.policy().isEmpty() ? List.of() : List.of(secret.policy());
    return Access.to(action, secret.arn())
        .with(all)
        .guardedBy(new ResourcePolicies(secret.account(), documents, false));
  }

  /** A secret that is not there has no suffix yet. */
  static Arn missing(Call call, String secretId) {
    if (secretId.startsWith("arn:")) {
      try {
        return Arn.parse(secretId);
      } catch (IllegalArgumentException notOne) {
        return call.arn("secretsmanager", PREFIX + "*");
      }
    }
    return call.arn("secretsmanager", PREFIX + secretId + "-??????");
  }
}
