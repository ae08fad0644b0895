package croft.services.iam.role;

import croft.base.Arn;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A role.
 *
 * @param id {@code AROA…}, never used again: sessions of a deleted role stay dead when another gets
 *     its name
 * @param trustPolicy who may assume it
 * @param maxSessionDurationSeconds 3600 to 43200
 * @param inlinePolicies documents by name
 * @param instanceProfiles names of the instance profiles it is in
 */
public record Role(
    String account,
    String name,
    String path,
    String id,
    Instant createdAt,
    String description,
    int maxSessionDurationSeconds,
    String trustPolicy,
    Map<String, String> tags,
    Map<String, String> inlinePolicies,
    List<String> instanceProfiles) {
  static final String BY_FOLDED_NAME = "folded_name";

  public static final Table<Role> TABLE =
      Table.of("iam_role", Role.class, Role::account, Role::name)
          .index(BY_FOLDED_NAME, role -> role.name().toLowerCase(Locale.ROOT));

  /** {@code arn:aws:iam::account:role/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "role" + path + name);
  }

  /** Whether a service made it for itself; then only the service changes it. */
  public boolean isServiceLinked() {
    return path.startsWith("/aws-service-role/");
  }

  /** The role as attachments know it. */
  public Holder holder() {
    return new Holder(account, HolderKind.ROLE, id, name);
  }

  Role described(String text, int maxSeconds) {
    return new Role(
        account,
        name,
        path,
        id,
        createdAt,
        text,
        maxSeconds,
        trustPolicy,
        tags,
        inlinePolicies,
        instanceProfiles);
  }

  Role withTrustPolicy(String document) {
    return new Role(
        account,
        name,
        path,
        id,
        createdAt,
        description,
        maxSessionDurationSeconds,
        document,
        tags,
        inlinePolicies,
        instanceProfiles);
  }

  Role withTags(Map<String, String> all) {
    return new Role(
        account,
        name,
        path,
        id,
        createdAt,
        description,
        maxSessionDurationSeconds,
        trustPolicy,
        all,
        inlinePolicies,
        instanceProfiles);
  }

  Role withInlinePolicies(Map<String, String> all) {
    return new Role(
        account,
        name,
        path,
        id,
        createdAt,
        description,
        maxSessionDurationSeconds,
        trustPolicy,
        tags,
        all,
        instanceProfiles);
  }

  /** The role in these instance profiles. */
  public Role withInstanceProfiles(List<String> all) {
    return new Role(
        account,
        name,
        path,
        id,
        createdAt,
        description,
        maxSessionDurationSeconds,
        trustPolicy,
        tags,
        inlinePolicies,
        all);
  }
}
