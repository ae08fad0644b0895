package croft.services.iam.session;

import croft.base.Caller;
import croft.services.iam.credential.KeyPairs.KeyPair;
import java.time.Instant;

/**
 * Credentials of a session.
 *
 * @param caller whom they make a request's caller
 */
public record TemporaryCredentials(
    KeyPair keyPair, String sessionToken, Instant expires, Caller caller) {
  /** Without secret and token. */
  @Override
  public String toString() {
    return "TemporaryCredentials[" + keyPair + ", " + caller.arn() + ", " + expires + "]";
  }
}
