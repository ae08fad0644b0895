package croft.services.iam.credential;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.store.DocumentException;
import croft.store.Documents;
import java.util.Optional;

/**
 * Session tokens that hold their session: who, until when, with which limits, and the secret of the
 * key pair, sealed by the master key. Nothing is stored when a session is made, and any server with
 * the key can verify it.
 */
public final class SessionTokens {
  private static final String PURPOSE = "session-token";

  private final MasterKey key;
  private final Documents documents = new Documents();

  public SessionTokens(MasterKey key) {
    this.key = key;
  }

  /** A session as its token tells it. */
  public record OpenedSession(String secretAccessKey, Caller caller, CallerSession session) {}

  /** What is sealed; kept apart from {@link Caller}, whose form may change between releases. */
  record Sealed(
      String accessKeyId,
      String secretAccessKey,
      String account,
      String arn,
      String principalId,
      Caller.Kind kind,
      java.util.Map<String, String> tags,
      CallerSession session) {}

  /** The token of a session whose caller has the key pair's id. */
  public String seal(KeyPair pair, Caller caller, CallerSession session) {
    return key.seal(
        PURPOSE,
        documents.write(
            new Sealed(
                pair.accessKeyId(),
                pair.secretAccessKey(),
                caller.account(),
                caller.arn().toString(),
                caller.principalId(),
                caller.kind(),
                caller.sessionTags(),
                session)));
  }

  /** Opens a token; empty when it is not ours, was changed, or belongs to another access key. */
  public Optional<OpenedSession> open(String accessKeyId, String token) {
    try {
      return key.open(PURPOSE, token)
          .map(text -> documents.read(text, Sealed.class))
          .filter(sealed -> sealed.accessKeyId.equals(accessKeyId))
          .map(SessionTokens::opened);
    } catch (DocumentException ofAnotherRelease) {
      return Optional.empty();
    }
  }

  private static OpenedSession opened(Sealed sealed) {
    Caller caller =
        new Caller(
            sealed.account,
            Arn.parse(sealed.arn),
            sealed.principalId,
            sealed.kind,
            sealed.accessKeyId,
            sealed.tags,
            sealed.session);
    return new OpenedSession(sealed.secretAccessKey, caller, sealed.session);
  }
}
