package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.GroupRemoval;
import croft.services.autoscaling.instance.GroupInstances;

/** Removes a group that is being deleted once it has nothing left. */
final class Removal implements Step {
  private final ScalingParts parts;

  Removal(ScalingParts parts) {
    this.parts = parts;
  }

  @Override
  public boolean take(Look look) {
    Group group = look.group();
    if (!group.deleting() || !look.instances().isEmpty() || !look.launches().isEmpty()) {
      return false;
    }
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
