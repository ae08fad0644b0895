package croft.services.iam.role;

import croft.api.iam.RoleLastUsed;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.iam.entity.DocumentText;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.AttachedShapes;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.iam.serviceuse.ServiceUse;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds roles, says which access an operation on one needs, and shows them. */
public final class Roles {
  /** What the operations that nouns share need to know of roles. */
  public static final Noun<Role> NOUN = new Noun<>(Roles::require, Roles::access, Role::id);

  private Roles() {}

  /**
   * The role of that name.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  public static Role require(Transaction tx, String account, @Nullable String name) {
    String wanted = EntityErrors.required(name, "roleName");
    return tx.get(Role.TABLE, account, wanted)
        .orElseThrow(() -> EntityErrors.notFound("role", wanted));
  }

  /**
   * The role of that name, for a change.
   *
   * @throws croft.base.ServiceError {@code UnmodifiableEntity} for a role that a service made for
   *     itself
   */
  static Role requireModifiable(Transaction tx, String account, @Nullable String name) {
    Role role = require(tx, account, name);
    requireModifiable(role);
    return role;
  }

  static void requireModifiable(Role role) {
    if (role.isServiceLinked()) {
      throw ServiceError.badRequest(
          "UnmodifiableEntity",
          "Cannot perform the operation on the protected role '"
              + role.name()
              + "' - this role is only modifiable by AWS");
    }
  }

  /** The role of that ARN. */
  public static Optional<Role> byArn(Transaction tx, Arn arn) {
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    return tx.get(Role.TABLE, arn.account(), name).filter(role -> role.arn().equals(arn));
  }

  /** The action on a role by name; a name that is not there is asked for without a path. */
  public static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    return store
        .read(tx -> tx.get(Role.TABLE, call.account(), wanted))
        .map(role -> Access.to(action, role.arn()).with(Tags.resourceKeys(role.tags())))
        .orElseGet(() -> Access.to(action, Arn.of("iam", "", call.account(), "role/" + wanted)));
  }

  /** A role as lists and instance profiles show it: without tags and boundary. */
  public static croft.api.iam.Role brief(Role role) {
    return croft.api.iam.Role.builder()
        .path(role.path())
        .roleName(role.name())
        .roleId(role.id())
        .arn(role.arn().toString())
        .createDate(role.createdAt())
        .assumeRolePolicyDocument(DocumentText.encoded(role.trustPolicy()))
        .description(role.description().isEmpty() ? null : role.description())
        .maxSessionDuration(role.maxSessionDurationSeconds())
        .build();
  }

  /** A role as itself. */
  static croft.api.iam.Role whole(Transaction tx, Role role) {
    return brief(role).toBuilder()
        .roleLastUsed(lastUsed(tx, role))
        .tags(role.tags().isEmpty() ? null : Tags.shapes(role.tags()))
        .permissionsBoundary(
            AttachedShapes.boundary(Attachments.boundary(tx, role.account(), role.id())))
        .build();
  }

  /** When a session of the role last called anything; empty when none did. */
  public static RoleLastUsed lastUsed(Transaction tx, Role role) {
    return ServiceUse.newest(tx, role.account(), role.id())
        .map(use -> RoleLastUsed.builder().lastUsedDate(use.at()).region(use.region()).build())
        .orElseGet(() -> RoleLastUsed.builder().build());
  }
}
