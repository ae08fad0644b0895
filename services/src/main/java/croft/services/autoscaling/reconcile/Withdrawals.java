package croft.services.autoscaling.reconcile;

import croft.api.ec2.DeleteTagsRequest;
import croft.api.ec2.Tag;
import croft.base.ServiceError;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets instances go on without their group: into standby, or detached for good. */
final class Withdrawals implements Step {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);

  private final ScalingParts parts;

  Withdrawals(ScalingParts parts) {
    this.parts = parts;
  }

  @Override
  public boolean take(Look look) {
    List<GroupInstance> resting =
        look.where(i -> i.state() == LifecycleState.ENTERING_STANDBY && i.balancers().isEmpty());
    List<GroupInstance> detached =
        look.where(i -> i.state() == LifecycleState.DETACHING && i.balancers().isEmpty());
    if (resting.isEmpty() && detached.isEmpty()) {
      return false;
    }
    untag(look, detached);
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : resting) {
            GroupInstances.change(
                tx,
                instance,
                i -> i.enter(LifecycleState.STANDBY, look.now()).withActivityId(null));
            Activities.end(
                tx,
                instance.scope(),
                instance.activityId(),
                Activities.Ending.successful(look.now()));
          }
          for (GroupInstance instance : detached) {
            tx.delete(GroupInstance.TABLE, instance.scope(), instance.id());
            Activities.end(
                tx,
                instance.scope(),
                instance.activityId(),
                Activities.Ending.successful(look.now()));
          }
          return true;
        });
    return true;
  }

  private void untag(Look look, List<GroupInstance> detached) {
    if (detached.isEmpty()) {
      return;
    }
    try {
      parts
          .cloud()
          .ec2(look.group().scope())
          .deleteTags(
              DeleteTagsRequest.builder()
                  .resources(detached.stream().map(GroupInstance::id).toList())
                  .tags(List.of(Tag.builder().key("aws:autoscaling:groupName").build()))
                  .build());
    } catch (ServiceError e) {
      // An instance that is gone meanwhile has no tags.
      LOG.debug("Untagging detached instances: {}", e.message());
    }
  }
}
