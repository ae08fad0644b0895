package croft.services.iam.instanceprofile;

import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.iam.role.Role;
import croft.services.iam.role.Roles;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds instance profiles, says which access an operation on one needs, and shows them. */
public final class InstanceProfiles {
  /** What the operations that nouns share need to know of instance profiles. */
  static final Noun<InstanceProfile> NOUN =
      new Noun<>(InstanceProfiles::require, InstanceProfiles::access, InstanceProfile::id);

  private InstanceProfiles() {}

  /**
   * The instance profile of that name.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  public static InstanceProfile require(Transaction tx, String account, @Nullable String name) {
    String wanted = EntityErrors.required(name, "instanceProfileName");
    return tx.get(InstanceProfile.TABLE, account, wanted)
        .orElseThrow(
            () -> EntityErrors.noSuchEntity("Instance Profile " + wanted + " cannot be found."));
  }

  static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    return store
        .read(tx -> tx.get(InstanceProfile.TABLE, call.account(), wanted))
        .map(profile -> Access.to(action, profile.arn()).with(Tags.resourceKeys(profile.tags())))
        .orElseGet(() ->
            Access.to(action, Arn.of("iam", "", call.account(), "instance-profile/" + wanted)));
  }

  /** An instance profile with its role; tags only where asked for one by name. */
  public static croft.api.iam.InstanceProfile shape(
      Transaction tx, InstanceProfile profile, boolean withTags) {
    List<croft.api.iam.Role> roles =
        profile.roleName().isEmpty()
            ? List.of()
            : tx.get(Role.TABLE, profile.account(), profile.roleName()).stream()
                .map(Roles::brief)
                .toList();
    return croft.api.iam.InstanceProfile.builder()
        .path(profile.path())
        .instanceProfileName(profile.name())
        .instanceProfileId(profile.id())
        .arn(profile.arn().toString())
        .createDate(profile.createdAt())
        .roles(roles)
        .tags(withTags && !profile.tags().isEmpty() ? Tags.shapes(profile.tags()) : null)
        .build();
  }
}
