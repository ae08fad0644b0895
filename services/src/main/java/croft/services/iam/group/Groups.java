package croft.services.iam.group;

import croft.base.Arn;
import croft.services.iam.entity.EntityErrors;
import croft.services.iam.entity.Noun;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/** Finds groups, says which access an operation on one needs, and shows them. */
public final class Groups {
  /** What the operations that nouns share need to know of groups. */
  public static final Noun<Group> NOUN = new Noun<>(Groups::require, Groups::access, Group::id);

  private Groups() {}

  /**
   * The group of that name.
   *
   * @throws croft.base.ServiceError {@code NoSuchEntity}
   */
  public static Group require(Transaction tx, String account, @Nullable String name) {
    String wanted = EntityErrors.required(name, "groupName");
    return tx.get(Group.TABLE, account, wanted)
        .orElseThrow(() -> EntityErrors.notFound("group", wanted));
  }

  /** The action on a group by name; a name that is not there is asked for without a path. */
  public static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    Arn arn =
        store
            .read(tx -> tx.get(Group.TABLE, call.account(), wanted))
            .map(Group::arn)
            .orElseGet(() -> Arn.of("iam", "", call.account(), "group/" + wanted));
    return Access.to(action, arn);
  }

  static croft.api.iam.Group shape(Group group) {
    return croft.api.iam.Group.builder()
        .path(group.path())
        .groupName(group.name())
        .groupId(group.id())
        .arn(group.arn().toString())
        .createDate(group.createdAt())
        .build();
  }
}
