package croft.services.autoscaling.reconcile;

import croft.api.ec2.StartInstancesRequest;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.activity.Activities.Begun;
import croft.services.autoscaling.entity.InstanceFacts;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grows a group out of its warm pool, as far as that goes. */
final class WarmStarts {
  private final ScalingParts parts;

  WarmStarts(ScalingParts parts) {
    this.parts = parts;
  }

  /** Takes ready instances for what is missing; false when there are none. */
  boolean take(Look look) {
    int missing = look.group().desired() - look.capacity();
    List<GroupInstance> ready =
        look.where(i -> i.state().warm() && i.healthy()).stream()
            .limit(Math.max(0, missing))
            .toList();
    if (ready.isEmpty()) {
      return false;
    }
    return parts
        .store()
        .write(tx -> {
          Group seen = look.group();
          Optional<Group> now = tx.get(Group.TABLE, seen.scope(), seen.name());
          if (now.isEmpty() || now.get().desired() != seen.desired()) {
            return false;
          }
          ready.forEach(i -> begin(tx, look, i, ready.size()));
          return true;
        });
  }

  private void begin(Transaction tx, Look look, GroupInstance instance, int count) {
    String activity = parts.ids().uuid();
    GroupInstances.change(
            tx,
            instance,
            i -> {
              List<String> marks = new ArrayList<>(i.registered());
              marks.add(GroupInstance.FROM_WARM_POOL);
              return i.enter(LifecycleState.PENDING, look.now())
                  .withRegistered(marks)
                  .withActivityId(activity);
            })
        .ifPresent(i ->
            Activities.begin(
                tx,
                look.group(),
                new Begun(
                    activity,
                    "Launching a new EC2 instance from warm pool: " + i.id(),
                    Activities.cause(
                        look.group().because(),
                        Activities.at(look.now())
                            + "an instance was started in response to a difference between desired"
                            + " and actual capacity, increasing the capacity from "
                            + look.capacity()
                            + " to "
                            + (look.capacity() + count)
                            + "."),
                    Terminations.details(i)),
                "PreInService",
                look.now()));
  }

  /** Starts those that came out of the pool stopped. */
  void start(Look look) {
    List<String> stopped =
        look.in(LifecycleState.PENDING).stream()
            .filter(i -> i.registered().contains(GroupInstance.FROM_WARM_POOL))
            .filter(i -> {
              InstanceFacts.Fact fact = look.fact(i);
              return fact != null && fact.state().equals("stopped");
            })
            .map(GroupInstance::id)
            .toList();
    if (!stopped.isEmpty()) {
      parts
          .cloud()
          .ec2(look.group().scope())
          .startInstances(StartInstancesRequest.builder().instanceIds(stopped).build());
    }
  }
}
