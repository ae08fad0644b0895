package croft.services.ec2instanceconnect;

import croft.store.Table;
import java.time.Instant;

/**
 * A key that was put into an instance, until it is taken out again.
 *
 * @param user the user inside whose key it is
 * @param publicKey in OpenSSH's form, without a comment
 */
record ConnectKey(
    String scope, String id, String instanceId, String user, String publicKey, Instant expiresAt) {

  static final Table<ConnectKey> TABLE =
      Table.of("connect_key", ConnectKey.class, ConnectKey::scope, ConnectKey::id);

  /** The comment its line is known by. */
  String mark() {
    return "croft-connect-" + id;
  }
}
