package croft.services.sts;

import croft.api.sts.AssumedRoleUser;
import croft.api.sts.Credentials;
import croft.services.iam.session.TemporaryCredentials;

/** Temporary credentials as the API shows them. */
final class CredentialShapes {
  private CredentialShapes() {}

  static Credentials of(TemporaryCredentials made) {
    return Credentials.builder()
        .accessKeyId(made.keyPair().accessKeyId())
        .secretAccessKey(made.keyPair().secretAccessKey())
        .sessionToken(made.sessionToken())
        .expiration(made.expires())
        .build();
  }

  /** Who a role's session is. */
  static AssumedRoleUser user(TemporaryCredentials made) {
    return AssumedRoleUser.builder()
        .assumedRoleId(made.caller().principalId())
        .arn(made.caller().arn().toString())
        .build();
  }
}
