package croft.services.iam.group;

import croft.base.Arn;
import croft.services.iam.inlinepolicy.HolderKind;
import croft.services.iam.managedpolicy.Attachments.Holder;
import croft.store.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A group. Who is in it, each user says.
 *
 * @param id {@code AGPA…}
 * @param inlinePolicies documents by name
 */
public record Group(
    String account,
    String name,
    String path,
    String id,
    Instant createdAt,
    Map<String, String> inlinePolicies) {
  static final String BY_FOLDED_NAME = "folded_name";

  public static final Table<Group> TABLE =
      Table.of("iam_group", Group.class, Group::account, Group::name)
          .index(BY_FOLDED_NAME, group -> group.name().toLowerCase(Locale.ROOT));

  /** {@code arn:aws:iam::account:group/path/name}. */
  public Arn arn() {
    return Arn.of("iam", "", account, "group" + path + name);
  }

  /** The group as attachments know it. */
  public Holder holder() {
    return new Holder(account, HolderKind.GROUP, id, name);
  }

  Group named(String newName, String newPath) {
    return new Group(account, newName, newPath, id, createdAt, inlinePolicies);
  }

  Group withInlinePolicies(Map<String, String> all) {
    return new Group(account, name, path, id, createdAt, all);
  }
}
