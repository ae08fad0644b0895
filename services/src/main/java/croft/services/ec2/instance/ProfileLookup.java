package croft.services.ec2.instance;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What EC2 asks IAM about instance profiles. */
public interface ProfileLookup {
  /**
   * An instance profile.
   *
   * @param roleArn the role in it, or null while it has none
   */
  record Profile(String arn, String id, String name, @Nullable String roleArn) {}

  /** The credentials an instance finds in its metadata. */
  record RoleCredentials(
      String roleName,
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      Instant issuedAt,
      Instant expiresAt) {
    @Override
    public String toString() {
      return "RoleCredentials[" + roleName + ", " + accessKeyId + "]";
    }
  }

  /** The profile of that name in an account. */
  Optional<Profile> byName(String account, String name);

  /** The profile with that ARN, in the account that asks. */
  Optional<Profile> byArn(String account, String arn);

  /** Fresh credentials for an instance, while its profile has a role. */
  Optional<RoleCredentials> credentials(String account, String profileArn, String instanceId);
}
