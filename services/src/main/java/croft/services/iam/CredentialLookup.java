package croft.services.iam;

import croft.base.Caller;
import croft.base.CallerSession;
import croft.base.ServiceError;
import croft.services.iam.account.Account;
import croft.services.iam.account.Accounts;
import croft.services.iam.credential.AccessKey;
import croft.services.iam.credential.RootCredentials;
import croft.services.iam.credential.SessionTokens;
import croft.services.iam.entity.IamParts;
import croft.services.iam.user.User;
import croft.store.Store;
import croft.store.Transaction;
import croft.store.UntilChanged;
import croft.wire.sigv4.AccessKeyLookup;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom an access key belongs to: the root, a user, or the session its token holds. The verifier
 * asks for the secret, the gateway for the caller once the signature matched.
 */
public final class CredentialLookup implements AccessKeyLookup {
  private final IamParts parts;
  private final Store store;
  private final RootCredentials root;
  private final Accounts accounts;
  private final SessionTokens tokens;
  private final UntilChanged<Presented, Signer> known;
  private final InstantSource clock;
  private final boolean open;

  /**
   * Makes a lookup.
   *
   * @param open whether a key nobody has is taken for the root's, whatever its signature; keys that
   *     users and sessions have keep their identity and must be signed with. For loopback only
   */
  public CredentialLookup(IamParts parts, RootCredentials root, InstantSource clock, boolean open) {
    this.parts = parts;
    this.store = parts.store();
    this.root = root;
    this.accounts = new Accounts(parts);
    this.known = new UntilChanged<>(store.changes(Account.TABLE, AccessKey.TABLE, User.TABLE));
    this.tokens = new SessionTokens(parts.masterKey());
    this.clock = clock;
    this.open = open;
  }

  /** A caller with the secret its requests are signed with. */
  private record Signer(String secretAccessKey, Caller caller) {}

  /** What a request shows; the token is empty for long-term credentials. */
  private record Presented(String accessKeyId, String sessionToken) {}

  /**
   * The secret of an active access key.
   *
   * @throws ServiceError {@code ExpiredToken} for a session that is over
   */
  @Override
  public croft.wire.sigv4.@Nullable AccessKey find(
      String accessKeyId, @Nullable String sessionToken) {
    boolean rootInOpen = open && accessKeyId.equals(root.keyPair().accessKeyId());
    Optional<Signer> signer = rootInOpen ? Optional.empty() : signer(accessKeyId, sessionToken);
    if (signer.isPresent()) {
      return croft.wire.sigv4.AccessKey.of(accessKeyId, signer.get().secretAccessKey, sessionToken);
    }
    return open ? croft.wire.sigv4.AccessKey.anySignature(accessKeyId) : null;
  }

  /**
   * The caller a verified signature stands for.
   *
   * @throws ServiceError {@code InvalidClientTokenId} when the key was deleted since
   */
  public Caller caller(String accessKeyId, @Nullable String sessionToken) {
    Optional<Signer> signer = signer(accessKeyId, sessionToken);
    if (signer.isEmpty() && open) {
      return Caller.root(root.account(), accessKeyId);
    }
    return signer
        .map(Signer::caller)
        .orElseThrow(() ->
            new ServiceError(
                "InvalidClientTokenId",
                403,
                "The security token included in the request is invalid."));
  }

  /** The account an access key belongs to, whether or not it is active. */
  public Optional<String> account(String accessKeyId) {
    if (accessKeyId.equals(root.keyPair().accessKeyId())) {
      return Optional.of(root.account());
    }
    return store.read(tx ->
        tx.get(AccessKey.TABLE, "", accessKeyId)
            .map(AccessKey::account)
            .or(() -> accounts.rootOfKey(tx, accessKeyId).map(RootCredentials::account)));
  }

  private Optional<Signer> signer(String accessKeyId, @Nullable String sessionToken) {
    String token = sessionToken == null ? "" : sessionToken;
    Optional<Signer> found = known.get(new Presented(accessKeyId, token), this::read);
    found.map(signer -> signer.caller.session()).ifPresent(this::checkExpiry);
    return found;
  }

  private void checkExpiry(CallerSession session) {
    if (!clock.instant().isBefore(session.expires())) {
      throw new ServiceError(
          "ExpiredToken", 403, "The security token included in the request is expired");
    }
  }

  private Optional<Signer> read(Presented presented) {
    String accessKeyId = presented.accessKeyId;
    if (!presented.sessionToken.isEmpty()) {
      return tokens
          .open(accessKeyId, presented.sessionToken)
          .map(opened -> new Signer(opened.secretAccessKey(), opened.caller()));
    }
    if (accessKeyId.equals(root.keyPair().accessKeyId())) {
      return Optional.of(signer(root));
    }
    return store.read(tx ->
        tx.get(AccessKey.TABLE, "", accessKeyId)
            .filter(AccessKey::active)
            .flatMap(key -> user(tx, key))
            .or(() -> accounts.rootOfKey(tx, accessKeyId).map(CredentialLookup::signer)));
  }

  private static Signer signer(RootCredentials root) {
    return new Signer(
        root.keyPair().secretAccessKey(),
        Caller.root(root.account(), root.keyPair().accessKeyId()));
  }

  private Optional<Signer> user(Transaction tx, AccessKey key) {
    Optional<String> secret =
        parts.masterKey().open(AccessKey.secretPurpose(key.id()), key.sealedSecret());
    return User.byId(tx, key.account(), key.userId())
        .flatMap(user ->
            secret.map(text ->
                new Signer(
                    text,
                    new Caller(
                        user.account(),
                        user.arn(),
                        user.id(),
                        Caller.Kind.USER,
                        key.id(),
                        Map.of()))));
  }
}
