package croft.services.autoscaling.instance;

import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Finds and changes instances of groups inside a transaction. */
public final class GroupInstances {
  private GroupInstances() {}

  /** All of a group, its warm pool's too, the oldest first. */
  public static List<GroupInstance> of(Transaction tx, Group group) {
    return tx.find(GroupInstance.TABLE, "group_key", group.key()).stream()
        .sorted(Comparator.comparing(GroupInstance::launched).thenComparing(GroupInstance::id))
        .toList();
  }

  /** The capacity that is there or on its way. */
  public static int capacity(List<GroupInstance> instances) {
    return instances.stream().filter(GroupInstance::counts).mapToInt(GroupInstance::weight).sum();
  }

  /**
   * Those of these ids, which are in that group.
   *
   * @throws ServiceError {@code ValidationError}
   */
  public static List<GroupInstance> require(Transaction tx, Group group, List<String> ids) {
    List<GroupInstance> found = new ArrayList<>();
    for (String id : ids) {
      found.add(
          tx.get(GroupInstance.TABLE, group.scope(), id)
              .filter(i -> i.group().equals(group.name()))
              .orElseThrow(() ->
                  Faults.validation(
                      "The instance "
                          + id
                          + " is not part of Auto Scaling group "
                          + group.name()
                          + ".")));
    }
    return found;
  }

  /**
   * One, in whatever group it is.
   *
   * @throws ServiceError {@code ValidationError}
   */
  public static GroupInstance require(Transaction tx, String scope, String id) {
    return tx.get(GroupInstance.TABLE, scope, id)
        .orElseThrow(() ->
            Faults.validation(
                "Instance Id not found - No managed instance found for" + " instance ID: " + id));
  }

  /** Changes an instance that still is as it was seen; nothing otherwise. */
  public static Optional<GroupInstance> change(
      Transaction tx,
      GroupInstance seen,
      Predicate<GroupInstance> still,
      UnaryOperator<GroupInstance> change) {
    Optional<GroupInstance> changed =
        tx.get(GroupInstance.TABLE, seen.scope(), seen.id())
            .filter(i -> i.group().equals(seen.group()))
            .filter(still)
            .map(change);
    changed.ifPresent(i -> tx.put(GroupInstance.TABLE, i));
    return changed;
  }

  /** Changes an instance that still is in the state it was seen in. */
  public static Optional<GroupInstance> change(
      Transaction tx, GroupInstance seen, UnaryOperator<GroupInstance> change) {
    return change(tx, seen, i -> i.state() == seen.state(), change);
  }
}
