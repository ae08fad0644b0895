package croft.services.ec2.placementgroup;

import croft.base.ServiceError;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.InstanceSettings;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.instance.LaunchPlacement;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds placement groups, and places in them. Their counts and limits are EC2's; the hardware is
 * one machine whatever the strategy (decision 0112).
 */
public final class PlacementGroups {
  public static final Table<Group> TABLE =
      Table.of("ec2_placement_group", Group.class, Group::scope, Group::id)
          .index("name", Group::name);

  /** Of a spread group, in each zone. */
  private static final int MOST_SPREAD = 7;

  private PlacementGroups() {}

  static Optional<Group> byName(Transaction tx, String scope, String name) {
    return tx.findIn(TABLE, scope, "name", name).stream().findFirst();
  }

  /**
   * A place for one more instance.
   *
   * @return null when no group is asked for
   * @throws ServiceError {@code InvalidPlacementGroup.Unknown} and for a group that is full
   */
  public static InstanceSettings.@Nullable Group place(
      Transaction tx, String scope, LaunchPlacement asked, String zone) {
    if (asked.groupName() == null && asked.groupId() == null) {
      if (asked.partition() != 0) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "A partition number needs the name of a partition placement group.");
      }
      return null;
    }
    Group group = require(tx, scope, asked);
    List<Instance> members = members(tx, group);
    if (group.strategy().equals("spread")
        && members.stream().filter(i -> i.place().zone().equals(zone)).count() >= MOST_SPREAD) {
      throw ServiceError.badRequest(
          "InsufficientInstanceCapacity",
          "The placement group '"
              + group.name()
              + "' has the most instances a spread group can have in "
              + zone
              + ": "
              + MOST_SPREAD);
    }
    return new InstanceSettings.Group(
        group.id(), group.name(), partition(group, asked.partition(), members));
  }

  private static Group require(Transaction tx, String scope, LaunchPlacement asked) {
    String name = asked.groupName();
    String id = asked.groupId();
    if (name != null && id != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "Only one of placement group name and placement group ID may be specified.");
    }
    Optional<Group> found =
        name != null ? byName(tx, scope, name) : tx.get(TABLE, scope, String.valueOf(id));
    return found.orElseThrow(() -> unknown(name != null ? name : String.valueOf(id)));
  }

  static ServiceError unknown(String name) {
    return ServiceError.badRequest(
        "InvalidPlacementGroup.Unknown", "The Placement Group '" + name + "' is unknown.");
  }

  /** The instances in a group that are not gone. */
  static List<Instance> members(Transaction tx, Group group) {
    return tx.list(Instances.TABLE, group.scope()).stream()
        .filter(instance -> !instance.state().ending())
        .filter(instance -> isIn(instance, group))
        .toList();
  }

  private static boolean isIn(Instance instance, Group group) {
    InstanceSettings.Group place = instance.settings().group();
    return place != null && place.id().equals(group.id());
  }

  /** The one asked for, or the emptiest. */
  private static int partition(Group group, int asked, List<Instance> members) {
    if (!group.strategy().equals("partition")) {
      if (asked != 0) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "The placement group '" + group.name() + "' has no partitions.");
      }
      return 0;
    }
    if (asked < 0 || asked > group.partitions()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ("
              + asked
              + ") for parameter partitionNumber is invalid. The group has "
              + group.partitions()
              + " partitions.");
    }
    return asked != 0
        ? asked
        : IntStream.rangeClosed(1, group.partitions())
            .boxed()
            .min(Comparator.comparingLong(number -> count(members, number)))
            .orElse(1);
  }

  private static long count(List<Instance> members, int partition) {
    return members.stream()
        .map(member -> member.settings().group())
        .filter(place -> place != null && place.partition() == partition)
        .count();
  }
}
