package croft.wire.sigv4;

import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/** Where a verifier finds secrets. */
@FunctionalInterface
public interface AccessKeyLookup {
  /**
   * Finds an active access key.
   *
   * @param sessionToken the token the request carries, or null
   * @return null when there is no such key, it is inactive, or the token is not its own
   * @throws ServiceError for what deserves its own code, such as {@code ExpiredToken}
   */
  @Nullable AccessKey find(String accessKeyId, @Nullable String sessionToken);
}
