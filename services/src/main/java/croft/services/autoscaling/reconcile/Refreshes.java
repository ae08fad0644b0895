package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.InstanceRefresh;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.RefreshPreferences;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.refresh.RefreshRow;
import croft.services.autoscaling.refresh.Rollbacks;
import croft.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Replaces a group's instances, so many at a time that enough stay in service.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html">How
 * an instance refresh works</a>.
 */
final class Refreshes implements Step {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ScalingParts parts;
  private final Terminations terminations;
  private final LaunchSources sources;
  private final RefreshAlarms alarms;

  Refreshes(ScalingParts parts, Terminations terminations) {
    this.parts = parts;
    this.terminations = terminations;
    this.sources = new LaunchSources(parts);
    this.alarms = new RefreshAlarms(parts);
  }

  @Override
  public boolean take(Look look) {
    RefreshRow row = look.refresh();
    if (row == null || look.group().deleting()) {
      return false;
    }
    if (row.status().equals("Cancelling")) {
      return cancelled(look, row);
    }
    if (row.old() == null) {
      return begin(look, row);
    }
    Optional<String> fault = fault(look, row);
    if (fault.isPresent()) {
      return fail(look, row, fault.get());
    }
    return look.group().runs("InstanceRefresh") && advance(look, row);
  }

  private boolean put(Look look, RefreshRow next) {
    return parts
        .store()
        .write(tx -> {
          Optional<RefreshRow> now = RefreshRow.active(tx, look.group());
          // A cancellation meanwhile stands.
          boolean same = now.isPresent() && now.get().equals(look.refresh());
          if (same) {
            tx.put(RefreshRow.TABLE, next);
          }
          return same;
        });
  }

  private boolean cancelled(Look look, RefreshRow row) {
    boolean goingOn =
        look.where(i -> i.state().terminating() || i.state().pending()).stream()
            .anyMatch(i -> !i.state().waiting());
    if (goingOn) {
      return false;
    }
    return put(
        look,
        row.showing(row.refresh().toBuilder().status("Cancelled").endTime(look.now()).build()));
  }

  private boolean begin(Look look, RefreshRow row) {
    RefreshPreferences preferences = preferences(row);
    boolean skips = Boolean.TRUE.equals(preferences.skipMatching()) || row.rollingBack();
    List<String> old = new ArrayList<>();
    for (GroupInstance instance : look.instances()) {
      boolean serving = instance.counts();
      boolean standby =
          instance.state() == LifecycleState.STANDBY
              && !"Ignore".equals(preferences.standbyInstances());
      boolean kept =
          instance.protectedFromScaleIn()
              && "Ignore".equals(preferences.scaleInProtectedInstances());
      if ((serving || standby) && !kept && !(skips && matches(look, instance))) {
        old.add(instance.id());
      }
    }
    String status = row.rollingBack() ? "RollbackInProgress" : "InProgress";
    return put(
        look,
        row.showing(row.refresh().toBuilder().status(status).instancesToUpdate(old.size()).build())
            .replacing(old, look.now()));
  }

  /** Whether an instance is as it would be launched now. */
  private boolean matches(Look look, GroupInstance instance) {
    AutoScalingGroup settings = look.launchSettings();
    LaunchSources.Chosen chosen = sources.choose(look.group(), settings, 0);
    LaunchTemplateSpecification is = instance.source().template();
    LaunchTemplateSpecification shall = chosen.template();
    if (shall == null || is == null) {
      return Objects.equals(instance.source().launchConfiguration(), chosen.configuration())
          && is == null;
    }
    boolean sameType =
        settings.mixedInstancesPolicy() != null || instance.source().type().equals(chosen.type());
    return Objects.equals(is.launchTemplateId(), shall.launchTemplateId())
        && Objects.equals(is.version(), shall.version())
        && sameType;
  }

  private static RefreshPreferences preferences(RefreshRow row) {
    RefreshPreferences preferences = row.refresh().preferences();
    return preferences == null ? RefreshPreferences.builder().build() : preferences;
  }

  private Optional<String> fault(Look look, RefreshRow row) {
    if (!row.rollingBack()) {
      Optional<String> alarm = alarms.raised(look.group(), preferences(row));
      if (alarm.isPresent()) {
        return Optional.of("Alarm " + alarm.get() + " is in state ALARM.");
      }
    }
    boolean stuck =
        row.pausedUntil() == null && look.now().isAfter(row.progressAt().plus(PATIENCE));
    return stuck ? Optional.of("No instance could be replaced for an hour.") : Optional.empty();
  }

  private boolean fail(Look look, RefreshRow row, String reason) {
    boolean back = Boolean.TRUE.equals(preferences(row).autoRollback()) && !row.rollingBack();
    if (back) {
      return put(look, Rollbacks.begin(row, reason, look.now()));
    }
    return put(
        look,
        row.showing(
            row.refresh().toBuilder()
                .status(row.rollingBack() ? "RollbackFailed" : "Failed")
                .statusReason(reason)
                .endTime(look.now())
                .build()));
  }

  private boolean advance(Look look, RefreshRow row) {
    RefreshProgress progress = RefreshProgress.of(look, row, preferences(row));
    boolean moved =
        progress.percent() != Objects.requireNonNullElse(row.refresh().percentageComplete(), 0);
    if (moved) {
      return put(look, row.showing(progress.shown(row.refresh())).progressing(look.now()));
    }
    if (progress.done()) {
      return progress.settled() && succeed(look, row);
    }
    if (progress.atCheckpoint()) {
      return put(look, row.pausing(row.checkpoint(), progress.restUntil(look.now())));
    }
    Instant until = row.pausedUntil();
    if (until != null) {
      return !look.now().isBefore(until)
          && put(look, row.pausing(row.checkpoint() + 1, null).progressing(look.now()));
    }
    return replace(look, progress.next());
  }

  private boolean succeed(Look look, RefreshRow row) {
    Group group = look.group();
    return parts
        .store()
        .write(tx -> {
          InstanceRefresh ended =
              row.refresh().toBuilder()
                  .status(row.rollingBack() ? "RollbackSuccessful" : "Successful")
                  .endTime(look.now())
                  .build();
          tx.put(RefreshRow.TABLE, row.showing(ended));
          // What was desired is the group's from now on.
          AutoScalingGroup settings = row.settings(group);
          Groups.change(
              tx,
              group.scope(),
              group.name(),
              g ->
                  g.withSettings(
                      g.settings().toBuilder()
                          .launchConfigurationName(settings.launchConfigurationName())
                          .launchTemplate(settings.launchTemplate())
                          .mixedInstancesPolicy(settings.mixedInstancesPolicy())
                          .build()));
          return true;
        });
  }

  private boolean replace(Look look, RefreshProgress.Next next) {
    if (next.instances().isEmpty()) {
      return false;
    }
    String at = Activities.at(look.now());
    String cause = at + "an instance was taken out of service in response to an instance refresh.";
    return parts
        .store()
        .write(tx -> {
          for (GroupInstance instance : next.instances()) {
            if (next.launchesFirst()) {
              GroupInstances.change(tx, instance, i -> i.withReplacing(cause));
            } else {
              terminations.begin(tx, look.group(), instance, cause, look.now());
            }
            owe(tx, look.group(), at);
          }
          return true;
        });
  }

  private static void owe(Transaction tx, Group group, String at) {
    Groups.change(
        tx,
        group.scope(),
        group.name(),
        g -> Owed.one(g, at + "an instance was launched in response to an instance refresh."));
  }
}
