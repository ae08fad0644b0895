package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.InstanceRefresh;
import croft.api.autoscaling.InstanceRefreshLivePoolProgress;
import croft.api.autoscaling.InstanceRefreshProgressDetails;
import croft.api.autoscaling.RefreshPreferences;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.refresh.RefreshRow;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How far a refresh is, and what it may do next.
 *
 * @param old instances that are still to be replaced
 * @param healthy how many instances are in service, healthy and warm
 */
record RefreshProgress(
    Look look,
    RefreshRow row,
    RefreshPreferences preferences,
    List<GroupInstance> old,
    int healthy) {

  /** What is taken out now, and whether another comes into service before. */
  record Next(List<GroupInstance> instances, boolean launchesFirst) {}

  static RefreshProgress of(Look look, RefreshRow row, RefreshPreferences preferences) {
    Set<String> ids = new HashSet<>(Objects.requireNonNullElse(row.old(), List.of()));
    List<GroupInstance> old =
        look.where(i ->
            ids.contains(i.id())
                && !i.state().terminating()
                && i.state() != LifecycleState.DETACHING);
    int warmup = Objects.requireNonNullElse(preferences.instanceWarmup(), 0);
    int healthy =
        (int)
            look.in(LifecycleState.IN_SERVICE).stream()
                .filter(i -> i.healthy() && i.replacing() == null)
                .filter(i -> ids.contains(i.id()) || warm(look, i, warmup))
                .count();
    return new RefreshProgress(look, row, preferences, old, healthy);
  }

  private static boolean warm(Look look, GroupInstance instance, int warmupSeconds) {
    Instant since = instance.inService();
    return since != null && !look.now().isBefore(since.plusSeconds(warmupSeconds));
  }

  /** Instances that are missing, or not warm yet. */
  private int outstanding() {
    return Math.max(0, look.group().desired() - healthy);
  }

  private int replaced() {
    return row.total() - old.size();
  }

  int percent() {
    if (row.total() == 0) {
      return 100;
    }
    int done = Math.max(0, replaced() - outstanding());
    int before = Objects.requireNonNullElse(row.refresh().percentageComplete(), 0);
    return Math.max(before, 100 * done / row.total());
  }

  InstanceRefresh shown(InstanceRefresh refresh) {
    int left = old.size();
    return refresh.toBuilder()
        .percentageComplete(percent())
        .instancesToUpdate(left)
        .progressDetails(
            InstanceRefreshProgressDetails.builder()
                .livePoolProgress(
                    InstanceRefreshLivePoolProgress.builder()
                        .percentageComplete(percent())
                        .instancesToUpdate(left)
                        .build())
                .build())
        .build();
  }

  /** Whether nothing is on its way. */
  boolean settled() {
    return outstanding() == 0
        && look.launches().isEmpty()
        && look.where(i -> i.replacing() != null || i.state().terminating()).isEmpty();
  }

  private List<Integer> checkpoints() {
    return row.rollingBack() ? List.of() : preferences.checkpointPercentagesOrEmpty();
  }

  private int limit() {
    List<Integer> checkpoints = checkpoints();
    return row.checkpoint() < checkpoints.size() ? checkpoints.get(row.checkpoint()) : 100;
  }

  private int limitInstances() {
    return (int) Math.ceil(row.total() * limit() / 100.0);
  }

  private boolean last() {
    return row.checkpoint() >= checkpoints().size() - 1;
  }

  /** Whether all that shall be replaced is. */
  boolean done() {
    boolean whole = checkpoints().isEmpty() || (last() && replaced() >= limitInstances());
    return old.isEmpty() || (whole && !checkpoints().isEmpty());
  }

  /** Whether it should rest now. */
  boolean atCheckpoint() {
    return !checkpoints().isEmpty()
        && !last()
        && row.pausedUntil() == null
        && replaced() >= limitInstances()
        && settled();
  }

  Instant restUntil(Instant now) {
    return now.plusSeconds(Objects.requireNonNullElse(preferences.checkpointDelay(), 0));
  }

  /** Which instances go now. */
  Next next() {
    int desired = look.group().desired();
    int most = Objects.requireNonNullElse(preferences.maxHealthyPercentage(), 100);
    int least = Objects.requireNonNullElse(preferences.minHealthyPercentage(), 90);
    boolean launchesFirst = most > 100;
    int room;
    if (launchesFirst) {
      long there = look.where(i -> i.state().counts()).size();
      room = (int) (desired * most / 100 - there);
    } else {
      room = healthy - (int) Math.ceil(desired * least / 100.0);
    }
    boolean still = outstanding() == 0 && settled();
    int now = still ? Math.max(1, room) : room;
    int count = Math.min(now, limitInstances() - replaced());
    // While launches fail, nobody else goes.
    if (count <= 0 || look.group().pause() != null || look.capacity() < desired) {
      return new Next(List.of(), launchesFirst);
    }
    return new Next(old.stream().filter(this::mayGo).limit(count).toList(), launchesFirst);
  }

  private boolean mayGo(GroupInstance instance) {
    boolean waits =
        instance.protectedFromScaleIn() && "Wait".equals(preferences.scaleInProtectedInstances());
    boolean standby =
        instance.state() == LifecycleState.STANDBY
            && "Terminate".equals(preferences.standbyInstances());
    return !waits
        && instance.replacing() == null
        && (instance.state() == LifecycleState.IN_SERVICE || standby);
  }
}
