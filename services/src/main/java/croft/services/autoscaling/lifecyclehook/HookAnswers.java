package croft.services.autoscaling.lifecyclehook;

import croft.api.autoscaling.Activity;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstance.HookWait;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What follows of an answer to a hook, or of none in time. */
public final class HookAnswers {
  private final Ending ending;

  /** Begins an instance's end. */
  @FunctionalInterface
  public interface Ending {
    /** With the cause of its activity. */
    Optional<Activity> begin(
        Transaction tx, Group group, GroupInstance instance, String cause, Instant now);
  }

  /**
   * An answer.
   *
   * @param goesOn {@code CONTINUE} instead of {@code ABANDON}
   * @param how such as {@code Heartbeat Timeout}
   */
  public record Answer(HookWait hold, boolean goesOn, String how, Instant at) {}

  public HookAnswers(Ending ending) {
    this.ending = ending;
  }

  /** Lets the instance go on when it was the last hook; ends a launch that is abandoned. */
  public void answer(Transaction tx, Group group, GroupInstance instance, Answer answer) {
    boolean leaving = instance.state().terminating();
    if (!answer.goesOn() && !leaving) {
      abandon(tx, group, instance, answer);
      return;
    }
    List<HookWait> left =
        instance.waits().stream().filter(w -> !w.token().equals(answer.hold().token())).toList();
    // An end is abandoned only in name: it happens, and without the other hooks.
    boolean over = left.isEmpty() || (leaving && !answer.goesOn());
    GroupInstances.change(
        tx,
        instance,
        i ->
            over
                ? i.enter(proceeding(i.state()), answer.at()).withWaits(List.of())
                : i.withWaits(left));
  }

  private void abandon(Transaction tx, Group group, GroupInstance instance, Answer answer) {
    String message =
        "Instance failed to complete user's Lifecycle Action: Lifecycle Action with token "
            + answer.hold().token()
            + " was abandoned: "
            + answer.how();
    Activities.end(
        tx,
        instance.scope(),
        instance.activityId(),
        Activities.Ending.cancelled(message, answer.at()));
    ending.begin(
        tx,
        group,
        instance.withActivityId(null),
        Activities.at(answer.at())
            + "an instance was taken out of service in response to the lifecycle action of hook "
            + answer.hold().hook()
            + " being abandoned.",
        answer.at());
  }

  private static LifecycleState proceeding(LifecycleState state) {
    return switch (state) {
      case TERMINATING_WAIT -> LifecycleState.TERMINATING_PROCEED;
      case WARMED_TERMINATING_WAIT -> LifecycleState.WARMED_TERMINATING_PROCEED;
      case WARMED_PENDING_WAIT -> LifecycleState.WARMED_PENDING_PROCEED;
      case PENDING_WAIT -> LifecycleState.PENDING_PROCEED;
      case PENDING,
          PENDING_PROCEED,
          IN_SERVICE,
          TERMINATING,
          TERMINATING_PROCEED,
          DETACHING,
          ENTERING_STANDBY,
          STANDBY,
          WARMED_PENDING,
          WARMED_PENDING_PROCEED,
          WARMED_STOPPED,
          WARMED_RUNNING,
          WARMED_TERMINATING,
          WARMED_TERMINATING_PROCEED ->
          state;
    };
  }
}
