package croft.services.iam.user;

import croft.base.Arn;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A user.
 *
 * @param path {@code /} or {@code /division/team/}
 * @param id {@code AIDA…}, never used again
 * @param inlinePolicies documents by name
 * @param groups names of the groups it is in
 */
public record User(
    String account,
    String name,
    String path,
    String id,
    Instant createdAt,
    Map<String, String> tags,
    Map<String, String> inlinePolicies,
    List<String> groups) {
  static final String BY_FOLDED_NAME = "folded_name";
  private static final String BY_UNIQUE_ID = "unique_id";

  public static final Table<User> TABLE =
      Table.of("iam_user", User.class, User::account, User::name)
          .index(BY_FOLDED_NAME, user -> user.name().toLowerCase(Locale.ROOT))
          .index(BY_UNIQUE_ID, User::id);

  /** The user of that unique id, whatever its name is now. */
  public static Optional<User> byId(Transaction tx, String account, String id) {
    return tx.findIn(TABLE, account, BY_UNIQUE_ID, id).stream().findFirst();
  }

  /** {@code arn:aws:iam::account:user/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "user" + path + name);
  }

  /** The user as attachments know it. */
  public Holder holder() {
    return new Holder(account, HolderKind.USER, id, name);
  }

  User named(String newName, String newPath) {
    return new User(account, newName, newPath, id, createdAt, tags, inlinePolicies, groups);
  }

  User withTags(Map<String, String> all) {
    return new User(account, name, path, id, createdAt, all, inlinePolicies, groups);
  }

  User withInlinePolicies(Map<String, String> all) {
    return new User(account, name, path, id, createdAt, tags, all, groups);
  }

  /** The user in these groups. */
  public User withGroups(List<String> all) {
    return new User(account, name, path, id, createdAt, tags, inlinePolicies, all);
  }
}
