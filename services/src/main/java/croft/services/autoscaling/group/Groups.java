package croft.services.autoscaling.group;

import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds groups, changes them, and says which access an operation on one needs. */
public final class Groups {
  private Groups() {}

  /**
   * The group of that name.
   *
   * @throws ServiceError {@code ValidationError}
   */
  public static Group require(Transaction tx, String scope, @Nullable String name) {
    String wanted = Faults.required(name, "autoScalingGroupName");
    return tx.get(Group.TABLE, scope, wanted).orElseThrow(() -> Faults.noGroup(wanted));
  }

  /**
   * The group of that name, for a change.
   *
   * @throws ServiceError {@code ValidationError}; {@code ScalingActivityInProgress} while it is
   *     being deleted
   */
  public static Group changeable(Transaction tx, String scope, @Nullable String name) {
    Group group = require(tx, scope, name);
    if (group.deleting()) {
      throw Faults.validation(
          "AutoScalingGroup '" + name + "' is pending delete, and cannot be changed");
    }
    return group;
  }

  /** Changes the row as it is now; nothing when it is gone. */
  public static Optional<Group> change(
      Transaction tx, String scope, String name, UnaryOperator<Group> change) {
    Optional<Group> changed = tx.get(Group.TABLE, scope, name).map(change);
    changed.ifPresent(group -> tx.put(Group.TABLE, group));
    return changed;
  }

  /** What an action on a group needs. */
  public static <I> croft.services.operation.AccessRule<I> access(
      Store store, String action, Function<I, @Nullable String> name) {
    return (call, request) -> List.of(access(store, call, action, name.apply(request)));
  }

  /** What an action on a group needs; a name that is not there is asked for without an id. */
  public static Access access(Store store, Call call, String action, @Nullable String name) {
    String wanted = name == null ? "*" : name;
    Optional<Group> group =
        wanted.isEmpty()
            ? Optional.empty()
            : store.read(tx -> tx.get(Group.TABLE, call.scope(), wanted));
    return group
        .map(found ->
            Access.to("autoscaling:" + action, found.arn()).with(tagKeys("ResourceTag", found)))
        .orElseGet(() ->
            Access.to(
                "autoscaling:" + action,
                call.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/" + wanted)));
  }

  private static Map<String, List<String>> tagKeys(String what, Group group) {
    Map<String, List<String>> keys = new HashMap<>();
    group
        .tags()
        .forEach((key, tag) -> {
          keys.put("aws:" + what + "/" + key, List.of(tag.value()));
          keys.put("autoscaling:" + what + "/" + key, List.of(tag.value()));
        });
    return keys;
  }
}
