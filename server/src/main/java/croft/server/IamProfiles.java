package croft.server;

import croft.services.ec2.instance.ProfileLookup;
import croft.services.iam.InstanceRoleCredentials;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** EC2's view of IAM's instance profiles. */
record IamProfiles(InstanceRoleCredentials iam, InstantSource time) implements ProfileLookup {
  @Override
  public Optional<Profile> byName(String account, String name) {
    return iam.byName(account, name).map(IamProfiles::profile);
  }

  @Override
  public Optional<Profile> byArn(String account, String arn) {
    return iam.byArn(account, arn).map(IamProfiles::profile);
  }

  private static Profile profile(InstanceRoleCredentials.Profile profile) {
    return new Profile(profile.arn(), profile.id(), profile.name(), profile.roleArn());
  }

  @Override
  public Optional<RoleCredentials> credentials(
      String account, String profileArn, String instanceId) {
    Instant now = time.instant();
    return iam.credentials(account, profileArn, instanceId, now)
        .map(role ->
            new RoleCredentials(
                role.roleName(),
                role.credentials().keyPair().accessKeyId(),
                role.credentials().keyPair().secretAccessKey(),
                role.credentials().sessionToken(),
                now,
                role.credentials().expires()));
  }
}
