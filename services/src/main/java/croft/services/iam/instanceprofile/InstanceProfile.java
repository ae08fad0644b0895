package croft.services.iam.instanceprofile;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.Map;

/**
 * An instance profile.
 *
 * @param id {@code AIPA…}
 * @param roleName the one role it can hold, empty if none
 */
public record InstanceProfile(
    String account,
    String name,
    String path,
    String id,
    Instant createdAt,
    String roleName,
    Map<String, String> tags) {
  public static final Table<InstanceProfile> TABLE =
      Table.of(
          "iam_instance_profile",
          InstanceProfile.class,
          InstanceProfile::account,
          InstanceProfile::name);

  /** {@code arn:aws:iam::account:instance-profile/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "instance-profile" + path + name);
  }

  InstanceProfile withRole(String name) {
    return new InstanceProfile(account, this.name, path, id, createdAt, name, tags);
  }

  InstanceProfile withTags(Map<String, String> all) {
    return new InstanceProfile(account, name, path, id, createdAt, roleName, all);
  }
}
