package croft.services.autoscaling.refresh;

import croft.api.autoscaling.InstanceMaintenancePolicy;
import croft.api.autoscaling.RefreshPreferences;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.group.Group;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a refresh goes about it, with what holds where nothing was said. */
final class Preferences {
  private static final int USUAL_LEAST = 90;
  private static final int USUAL_MOST = 100;
  private static final int USUAL_CHECKPOINT_SECONDS = 3_600;

  private Preferences() {}

  /**
   * Of a request.
   *
   * @throws ServiceError {@code ValidationError}
   */
  static RefreshPreferences checked(@Nullable RefreshPreferences given, Group group) {
    RefreshPreferences said = given == null ? RefreshPreferences.builder().build() : given;
    InstanceMaintenancePolicy policy = group.settings().instanceMaintenancePolicy();
    Integer least = said.minHealthyPercentage();
    Integer most = said.maxHealthyPercentage();
    if (least == null) {
      least = own(policy == null ? null : policy.minHealthyPercentage(), USUAL_LEAST);
    }
    if (most == null) {
      most = own(policy == null ? null : policy.maxHealthyPercentage(), USUAL_MOST);
    }
    if (least < 0 || least > 100 || most < 100 || most > 200 || most - least > 100) {
      throw Faults.validation(
          "MinHealthyPercentage must be 0 to 100, MaxHealthyPercentage 100 to 200, and their"
              + " difference at most 100.");
    }
    checkpoints(said);
    choice(said.scaleInProtectedInstances(), Set.of("Refresh", "Ignore", "Wait"));
    choice(said.standbyInstances(), Set.of("Terminate", "Ignore", "Wait"));
    return said.toBuilder()
        .minHealthyPercentage(least)
        .maxHealthyPercentage(most)
        .instanceWarmup(
            said.instanceWarmup() == null ? group.warmupSeconds() : said.instanceWarmup())
        .skipMatching(Boolean.TRUE.equals(said.skipMatching()))
        .autoRollback(Boolean.TRUE.equals(said.autoRollback()))
        .scaleInProtectedInstances(
            Objects.requireNonNullElse(said.scaleInProtectedInstances(), "Ignore"))
        .standbyInstances(Objects.requireNonNullElse(said.standbyInstances(), "Ignore"))
        .checkpointDelay(
            said.checkpointPercentagesOrEmpty().isEmpty()
                ? said.checkpointDelay()
                : Integer.valueOf(
                    Objects.requireNonNullElse(said.checkpointDelay(), USUAL_CHECKPOINT_SECONDS)))
        .build();
  }

  private static int own(@Nullable Integer said, int usual) {
    return said == null || said < 0 ? usual : said;
  }

  private static void checkpoints(RefreshPreferences said) {
    int before = 0;
    List<Integer> percentages = said.checkpointPercentagesOrEmpty();
    for (int percentage : percentages) {
      if (percentage <= before || percentage > 100) {
        throw Faults.validation(
            "CheckpointPercentages must be 1 to 100, each greater than the one before");
      }
      before = percentage;
    }
  }

  private static void choice(@Nullable String said, Set<String> allowed) {
    if (said != null && !allowed.contains(said)) {
      throw Faults.validation("Value '" + said + "' must be one of " + String.join(", ", allowed));
    }
  }
}
