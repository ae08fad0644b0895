package croft.services.autoscaling.instance;

import croft.api.autoscaling.AutoScalingGroup;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;

/** Changes of the desired capacity that go with instances coming or going by name. */
final class SizeChanges {
  private SizeChanges() {}

  /**
   * With that much less.
   *
   * @param doing such as {@code place into standby}
   * @throws ServiceError {@code ValidationError} below the minimum
   */
  static Group less(Group group, int units, String doing) {
    return resized(group, group.desired() - units, units, doing);
  }

  /**
   * With that much more.
   *
   * @throws ServiceError {@code ValidationError} above the maximum
   */
  static Group more(Group group, int units, String doing) {
    return resized(group, group.desired() + units, units, doing);
  }

  private static Group resized(Group group, int desired, int units, String doing) {
    if (desired < group.min() || desired > group.max()) {
      throw Faults.validation(
          "AutoScalingGroup '"
              + group.name()
              + "' has min-size="
              + group.min()
              + ", max-size="
              + group.max()
              + ", and desired-size="
              + group.desired()
              + ". To "
              + doing
              + " "
              + units
              + " more instance"
              + (units == 1 ? "" : "s")
              + ", please update the AutoScalingGroup sizes appropriately.");
    }
    AutoScalingGroup settings = group.settings().toBuilder().desiredCapacity(desired).build();
    return group.withSettings(settings);
  }
}
