package croft.services.iam.user;

import croft.base.Arn;
import croft.base.Caller;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.iam.entity.Tags;
import croft.services.iam.managedpolicy.AttachedShapes;
import croft.services.iam.managedpolicy.Attachments;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/** Finds users, says which access an operation on one needs, and shows them. */
public final class Users {
  /** What the operations that nouns share need to know of users. */
  public static final Noun<User> NOUN = new Noun<>(Users::require, Users::access, User::id);

  private Users() {}

  /**
   * The user of that name.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  public static User require(Transaction tx, String account, @Nullable String name) {
    String wanted = EntityErrors.required(name, "userName");
    return tx.get(User.TABLE, account, wanted)
        .orElseThrow(() -> EntityErrors.notFound("user", wanted));
  }

  /**
   * The name that was given, or the caller's own.
   *
   * @throws croft.base.ServiceError {@code ValidationError} when the caller is no user
   */
  public static String nameOrOwn(Call call, @Nullable String name) {
    if (name != null) {
      return name;
    }
    Caller caller = call.caller();
    if (caller.kind() != Caller.Kind.USER) {
      throw EntityErrors.validation("Must specify userName when calling with non-User credentials");
    }
    return ownName(caller);
  }

  private static String ownName(Caller caller) {
    String resource = caller.arn().resource();
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  /** The action on a user by name; a name that is not there is asked for without a path. */
  public static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted =
        name == null && call.caller().kind() == Caller.Kind.USER ? ownName(call.caller()) : name;
    if (wanted == null) {
      return Access.to(action, Arn.of("iam", "", call.account(), "user/*"));
    }
    return store
        .read(tx -> tx.get(User.TABLE, call.account(), wanted))
        .map(user -> Access.to(action, user.arn()).with(Tags.resourceKeys(user.tags())))
        .orElseGet(() -> Access.to(action, Arn.of("iam", "", call.account(), "user/" + wanted)));
  }

  /** A user as lists show it: without tags and boundary. */
  public static croft.api.iam.User brief(User user) {
    return croft.api.iam.User.builder()
        .path(user.path())
        .userName(user.name())
        .userId(user.id())
        .arn(user.arn().toString())
        .createDate(user.createdAt())
        .build();
  }

  /** A user as itself. */
  static croft.api.iam.User whole(Transaction tx, User user) {
    return brief(user).toBuilder()
        .tags(user.tags().isEmpty() ? null : Tags.shapes(user.tags()))
        .permissionsBoundary(
            AttachedShapes.boundary(Attachments.boundary(tx, user.account(), user.id())))
        .build();
  }
}
