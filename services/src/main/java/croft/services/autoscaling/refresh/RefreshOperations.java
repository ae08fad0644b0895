package croft.services.autoscaling.refresh;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.CancelInstanceRefreshAnswer;
import croft.api.autoscaling.CancelInstanceRefreshType;
import croft.api.autoscaling.DescribeInstanceRefreshesAnswer;
import croft.api.autoscaling.DescribeInstanceRefreshesType;
import croft.api.autoscaling.DesiredConfiguration;
import croft.api.autoscaling.InstanceRefresh;
import croft.api.autoscaling.LaunchTemplateSpecification;
import croft.api.autoscaling.RefreshPreferences;
import croft.api.autoscaling.RollbackInstanceRefreshAnswer;
import croft.api.autoscaling.RollbackInstanceRefreshType;
import croft.api.autoscaling.StartInstanceRefreshAnswer;
import croft.api.autoscaling.StartInstanceRefreshType;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.group.LaunchChoices;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of instance refreshes. */
public final class RefreshOperations {
  private final ScalingParts parts;

  public RefreshOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public static List<Table<?>> tables() {
    return List.of(RefreshRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.START_INSTANCE_REFRESH,
            Groups.access(
                parts.store(),
                "StartInstanceRefresh",
                StartInstanceRefreshType::autoScalingGroupName),
            this::start),
        Binding.bind(
            AutoscalingModel.CANCEL_INSTANCE_REFRESH,
            Groups.access(
                parts.store(),
                "CancelInstanceRefresh",
                CancelInstanceRefreshType::autoScalingGroupName),
            this::cancel),
        Binding.bind(
            AutoscalingModel.ROLLBACK_INSTANCE_REFRESH,
            Groups.access(
                parts.store(),
                "RollbackInstanceRefresh",
                RollbackInstanceRefreshType::autoScalingGroupName),
            this::rollback),
        Binding.bind(
            AutoscalingModel.DESCRIBE_INSTANCE_REFRESHES,
            AccessRule.toAll("autoscaling:DescribeInstanceRefreshes"),
            this::describe));
  }

  private StartInstanceRefreshAnswer start(Call call, StartInstanceRefreshType request) {
    if (request.strategy() != null && !request.strategy().equals("Rolling")) {
      throw Faults.validation("The strategy must be Rolling, not " + request.strategy());
    }
    Group seen =
        parts
            .store()
            .read(tx -> Groups.changeable(tx, call.scope(), request.autoScalingGroupName()));
    DesiredConfiguration desired =
        LaunchChoices.resolved(parts.cloud().look(call), request.desiredConfiguration());
    RefreshPreferences preferences = Preferences.checked(request.preferences(), seen);
    if (Boolean.TRUE.equals(preferences.autoRollback())) {
      requireReversible(seen, desired);
    }
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), request.autoScalingGroupName());
          if (RefreshRow.active(tx, group).isPresent()) {
            throw ServiceError.badRequest(
                "InstanceRefreshInProgress",
                "An Instance Refresh is already in progress and blocks the execution of this"
                    + " Instance Refresh.");
          }
          Instant now = parts.time().instant();
          String id = parts.ids().uuid();
          tx.put(
              RefreshRow.TABLE,
              new RefreshRow(
                  call.scope(),
                  group.name(),
                  InstanceRefresh.builder()
                      .instanceRefreshId(id)
                      .autoScalingGroupName(group.name())
                      .status("Pending")
                      .startTime(now)
                      .percentageComplete(0)
                      .preferences(preferences)
                      .desiredConfiguration(desired)
                      .build(),
                  null,
                  0,
                  now,
                  now,
                  0,
                  null,
                  false));
          parts.wake().group(tx, group.scope(), group.name());
          return StartInstanceRefreshAnswer.builder().instanceRefreshId(id).build();
        });
  }

  /** One can go back only to what is still known: not to the newest of a template. */
  private static void requireReversible(Group group, @Nullable DesiredConfiguration desired) {
    if (desired == null) {
      throw Faults.validation(
          "The AutoRollback parameter requires a desired configuration to be specified.");
    }
    if (floating(group.settings().launchTemplate()) || floating(desired.launchTemplate())) {
      throw Faults.validation(
          "AutoRollback cannot be used with a launch template version of $Latest or $Default.");
    }
  }

  private static boolean floating(@Nullable LaunchTemplateSpecification template) {
    return template != null
        && Set.of("$Latest", "$Default")
            .contains(Objects.requireNonNullElse(template.version(), "$Default"));
  }

  private static RefreshRow requireActive(Transaction tx, Group group) {
    return RefreshRow.active(tx, group)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "ActiveInstanceRefreshNotFound",
                "No in progress or pending Instance Refresh found for Auto Scaling group "
                    + group.name()));
  }

  private CancelInstanceRefreshAnswer cancel(Call call, CancelInstanceRefreshType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          RefreshRow row = requireActive(tx, group);
          tx.put(
              RefreshRow.TABLE,
              row.showing(
                  row.refresh().toBuilder()
                      .status("Cancelling")
                      .statusReason("Cancellation requested by a user.")
                      .build()));
          parts.wake().group(tx, group.scope(), group.name());
          return CancelInstanceRefreshAnswer.builder().instanceRefreshId(row.id()).build();
        });
  }

  private RollbackInstanceRefreshAnswer rollback(Call call, RollbackInstanceRefreshType request) {
    return parts
        .store()
        .write(tx -> {
          Group group = Groups.require(tx, call.scope(), request.autoScalingGroupName());
          RefreshRow row = requireActive(tx, group);
          DesiredConfiguration desired = row.refresh().desiredConfiguration();
          if (desired == null || floating(group.settings().launchTemplate())) {
            throw ServiceError.badRequest(
                "IrreversibleInstanceRefresh",
                "The Instance Refresh cannot be rolled back: it needs a desired configuration, and"
                    + " a group whose launch template version is a number.");
          }
          if (row.rollingBack()) {
            throw ServiceError.badRequest(
                "IrreversibleInstanceRefresh", "The Instance Refresh is being rolled back.");
          }
          tx.put(
              RefreshRow.TABLE,
              Rollbacks.begin(row, "Rollback requested by a user.", parts.time().instant()));
          parts.wake().group(tx, group.scope(), group.name());
          return RollbackInstanceRefreshAnswer.builder().instanceRefreshId(row.id()).build();
        });
  }

  private DescribeInstanceRefreshesAnswer describe(
      Call call, DescribeInstanceRefreshesType request) {
    List<RefreshRow> all =
        parts
            .store()
            .read(tx ->
                RefreshRow.of(
                    tx, Groups.require(tx, call.scope(), request.autoScalingGroupName())));
    Pages.Page<RefreshRow> page =
        parts
            .pages()
            .page(
                call,
                "refreshes " + request.autoScalingGroupName(),
                Lists.named(all, request.instanceRefreshIdsOrEmpty(), RefreshRow::id),
                RefreshRow::id,
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return DescribeInstanceRefreshesAnswer.builder()
        .instanceRefreshes(page.map(RefreshRow::refresh))
        .nextToken(page.token())
        .build();
  }
}
