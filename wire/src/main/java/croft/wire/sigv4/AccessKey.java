package croft.wire.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * An access key with its secret, as a lookup finds it or a client holds it.
 *
 * @param sessionToken the token of temporary credentials, or null
 * @param anySignature whether a request that names this key passes whatever its signature: for a
 *     server that was told to be open
 */
public record AccessKey(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    boolean anySignature) {

  /** A key whose signatures must match. */
  public static AccessKey of(
      String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    return new AccessKey(accessKeyId, secretAccessKey, sessionToken, false);
  }

  /** A key that is believed without a matching signature. */
  public static AccessKey anySignature(String accessKeyId) {
    return new AccessKey(accessKeyId, "", null, true);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + "]";
  }
}
