package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstance.HookWait;
import croft.services.autoscaling.lifecyclehook.HookAnswers;
import croft.services.autoscaling.lifecyclehook.HookRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets instances go on, or not, whose hooks nobody answered in time. */
final class HookExpiry implements Step {
  private final ScalingParts parts;
  private final HookAnswers answers;

  HookExpiry(ScalingParts parts, Terminations terminations) {
    this.parts = parts;
    this.answers = new HookAnswers(terminations::begin);
  }

  @Override
  public boolean take(Look look) {
    List<GroupInstance> waiting =
        look.where(i -> i.state().waiting() && expired(look, i).isPresent());
    if (waiting.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : waiting) {
            HookWait wait = expired(look, instance).orElseThrow();
            boolean goesOn =
                look.hooks().stream()
                    .filter(hook -> hook.name().equals(wait.hook()))
                    .findFirst()
                    // A hook deleted meanwhile holds nobody back.
                    .map(HookRow::continuesByDefault)
                    .orElse(true);
            answers.answer(
                tx,
                look.group(),
                instance,
                new HookAnswers.Answer(wait, goesOn, "Heartbeat Timeout", look.now()));
          }
          return true;
        });
    return true;
  }

  private static Optional<HookWait> expired(Look look, GroupInstance instance) {
    Instant now = look.now();
    boolean gone = look.group().deleting();
    return instance.waits().stream()
        .filter(w -> gone || !now.isBefore(w.until()) || !now.isBefore(w.last()))
        .findFirst();
  }
}
