package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.GroupRemoval;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.policy.TrackingAlarms;

/** Removes a group that is being deleted once it has nothing left. */
final class Removal implements Step {
  private final ScalingParts parts;
  private final TrackingAlarms alarms;

  Removal(ScalingParts parts) {
    this.parts = parts;
    this.alarms = new TrackingAlarms(parts);
  }

  @Override
  public boolean take(Look look) {
    Group group = look.group();
    if (!group.deleting() || !look.instances().isEmpty() || !look.launches().isEmpty()) {
      return false;
    }
    // Before the policies go: a crash in between deletes alarms that are gone, which is nothing.
    alarms.delete(group.scope(), parts.store().read(tx -> GroupRemoval.alarms(tx, group)));
    return parts
        .store()
        .write(tx -> {
          if (!GroupInstances.of(tx, group).isEmpty()) {
            return false;
          }
          GroupRemoval.remove(tx, group);
          return true;
        });
  }
}
