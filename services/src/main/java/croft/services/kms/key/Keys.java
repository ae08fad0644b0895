package croft.services.kms.key;

import croft.base.Arn;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys by what a request calls them: id, ARN, alias name or alias ARN. The key a service
 * manages for an account is made when its alias is first named.
 */
public final class Keys {
  private static final Pattern ID = Pattern.compile("(mrk-)?[0-9a-f-]{32,36}");

  /** The services that have a key of their own, and what AWS says of it. */
  private static final Map<String, String> MANAGED =
      Map.of(
          "ssm",
          "my SSM parameters",
          "secretsmanager",
          "my Secrets Manager data",
          "ebs",
          "my EBS volumes",
          "s3",
          "my S3 objects");

  private final Store store;
  private final Ids ids;
  private final KeyMaterial material;

  public Keys(KmsParts parts) {
    this.store = parts.store();
    this.ids = parts.ids();
    this.material = new KeyMaterial(parts);
  }

  /**
   * A key that was named.
   *
   * @param alias the alias it was named by; empty when it was named by its id
   */
  public record Named(Key key, String alias) {}

  /** The key that a request names, of this region; empty when there is none. */
  public Optional<Named> find(Call call, String keyId) {
    Arn arn = arn(call, keyId);
    if (!arn.service().equals("kms") || !arn.region().equals(call.region())) {
      return Optional.empty();
    }
    String resource = arn.resource();
    String scope = arn.account() + "/" + arn.region();
    if (resource.startsWith("key/")) {
      return store
          .read(tx -> tx.get(Key.TABLE, scope, resource.substring(4)))
          .map(key -> new Named(key, ""));
    }
    Optional<Named> named = store.read(tx -> byAlias(tx, scope, resource));
    String service = resource.substring(Math.min(resource.length(), "alias/aws/".length()));
    boolean managed = resource.equals("alias/aws/" + service) && MANAGED.containsKey(service);
    if (named.isPresent() || !managed || !arn.account().equals(call.account())) {
      return named;
    }
    return store.write(tx -> {
      if (tx.get(Alias.TABLE, scope, resource).isEmpty()) {
        makeManaged(tx, call, resource, service);
      }
      return byAlias(tx, scope, resource);
    });
  }

  /**
   * The key that a request names.
   *
   * @throws ServiceError {@code NotFoundException}, {@code InvalidArnException}
   */
  public Named require(Call call, @Nullable String keyId) {
    String wanted = Requests.required(keyId, "keyId");
    Arn arn = arn(call, wanted);
    if (!arn.service().equals("kms")) {
      throw KeyErrors.invalidArn("Invalid arn " + wanted);
    }
    if (!arn.region().equals(call.region())) {
      throw KeyErrors.notFound("Invalid arn " + arn.region());
    }
    return find(call, wanted).orElseThrow(() -> missing(arn, wanted));
  }

  private static ServiceError missing(Arn arn, String wanted) {
    if (arn.resource().startsWith("alias/")) {
      return KeyErrors.notFound("Alias " + arn + " is not found.");
    }
    boolean shaped =
        arn.resource().startsWith("key/") && ID.matcher(arn.resource().substring(4)).matches();
    return KeyErrors.notFound(
        shaped ? "Key '" + arn + "' does not exist" : "Invalid keyId '" + wanted + "'");
  }

  /**
   * The key of the caller's own that a request names by id or ARN, in a transaction.
   *
   * @throws ServiceError {@code NotFoundException}
   */
  public static Key own(Transaction tx, Call call, @Nullable String keyId) {
    String wanted = Requests.required(keyId, "keyId");
    Arn arn = arn(call, wanted);
    if (!arn.resource().startsWith("key/")) {
      throw KeyErrors.notFound("Invalid keyId '" + wanted + "'");
    }
    if (!arn.account().equals(call.account()) || !arn.region().equals(call.region())) {
      throw missing(arn, wanted);
    }
    return tx.get(Key.TABLE, call.scope(), arn.resource().substring(4))
        .orElseThrow(() -> missing(arn, wanted));
  }

  /**
   * The key of the caller's own in a transaction, when it may be changed.
   *
   * @throws ServiceError {@code AccessDeniedException} for a key that a service manages, {@code
   *     KMSInvalidStateException} for one whose deletion is pending
   */
  public static Key changeable(Transaction tx, Call call, @Nullable String keyId) {
    Key key = notManaged(own(tx, call, keyId));
    if (key.state() == KeyState.PENDING_DELETION) {
      throw KeyErrors.pendingDeletion(key);
    }
    return key;
  }

  static Key notManaged(Key key) {
    if (key.awsManaged()) {
      throw ServiceError.badRequest(
          "AccessDeniedException",
          "The key " + key.arn() + " is managed by AWS and cannot be changed.");
    }
    return key;
  }

  /** The key of that id in whatever account, in this region: for ciphertexts. */
  public Optional<Key> anywhere(Call call, String id) {
    return store.read(tx -> tx.find(Key.TABLE, Key.BY_ID, id)).stream()
        .filter(key -> key.region().equals(call.region()))
        .findFirst();
  }

  /** What a KeyId means as an ARN, whether there is such a key or not. */
  static Arn arn(Call call, String keyId) {
    if (keyId.startsWith("arn:")) {
      try {
        return Arn.parse(keyId);
      } catch (IllegalArgumentException notOne) {
        throw KeyErrors.invalidArn("Invalid arn " + keyId);
      }
    }
    return call.arn("kms", keyId.startsWith("alias/") ? keyId : "key/" + keyId);
  }

  private static Optional<Named> byAlias(Transaction tx, String scope, String name) {
    return tx.get(Alias.TABLE, scope, name)
        .flatMap(alias -> tx.get(Key.TABLE, scope, alias.keyId()))
        .map(key -> new Named(key, name));
  }

  private void makeManaged(Transaction tx, Call call, String alias, String service) {
    String id = ids.uuid();
    KeySpec spec = KeySpec.SYMMETRIC_DEFAULT;
    Key key =
        new Key(
            call.account(),
            call.region(),
            id,
            call.at(),
            service,
            spec,
            "Default key that protects " + MANAGED.get(service) + " when no other key is defined",
            KeyState.ENABLED,
            null,
            0,
            KeyPolicies.managed(call.account(), call.region(), service),
            Map.of(),
            Rotation.USUAL_DAYS,
            call.at().plus(Duration.ofDays(Rotation.USUAL_DAYS)),
            List.of(material.make(id, 1, spec, call.at(), false)));
    tx.insert(Key.TABLE, key);
    tx.insert(
        Alias.TABLE, new Alias(call.account(), call.region(), alias, id, call.at(), call.at()));
  }
}
