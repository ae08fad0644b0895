package croft.services.iam.session;

import croft.base.Arn;
import croft.base.Caller;
import croft.base.CallerSession;
import croft.services.iam.credential.KeyPairs.KeyPair;
import croft.services.iam.credential.SessionTokens;
import croft.services.iam.entity.IamParts;
import croft.services.iam.role.Role;
import java.util.Map;

/** Makes sessions. Whether they may be made is decided before. */
public final class Sessions {
  private final IamParts parts;
  private final SessionTokens tokens;

  public Sessions(IamParts parts) {
    this.parts = parts;
    this.tokens = new SessionTokens(parts.masterKey());
  }

  /**
   * A session of a role.
   *
   * @param sessionName the ARN's last part, such as an instance's id
   * @param tags session tags
   */
  public TemporaryCredentials ofRole(
      Role role, String sessionName, Map<String, String> tags, CallerSession session) {
    KeyPair pair = parts.keyPairs().temporary();
    Arn arn = Arn.of("sts", "", role.account(), "assumed-role/" + role.name() + "/" + sessionName);
    Caller caller =
        new Caller(
            role.account(),
            arn,
            role.id() + ":" + sessionName,
            Caller.Kind.ASSUMED_ROLE,
            pair.accessKeyId(),
            tags,
            session);
    return sealed(pair, caller, session);
  }

  /** A session of the user or root that asks for it. */
  public TemporaryCredentials ofCaller(Caller asking, CallerSession session) {
    KeyPair pair = parts.keyPairs().temporary();
    Caller caller =
        new Caller(
            asking.account(),
            asking.arn(),
            asking.principalId(),
            asking.kind(),
            pair.accessKeyId(),
            Map.of(),
            session);
    return sealed(pair, caller, session);
  }

  /**
   * A session of a federated user.
   *
   * @param arn {@code arn:aws:sts::account:federated-user/name}
   * @param tags session tags
   * @param session its role's place holds the user or root that asked for it
   */
  public TemporaryCredentials ofFederatedUser(
      Arn arn, String name, Map<String, String> tags, CallerSession session) {
    KeyPair pair = parts.keyPairs().temporary();
    Caller caller =
        new Caller(
            arn.account(),
            arn,
            arn.account() + ":" + name,
            Caller.Kind.FEDERATED_USER,
            pair.accessKeyId(),
            tags,
            session);
    return sealed(pair, caller, session);
  }

  private TemporaryCredentials sealed(KeyPair pair, Caller caller, CallerSession session) {
    return new TemporaryCredentials(
        pair, tokens.seal(pair, caller, session), session.expires(), caller);
  }
}
