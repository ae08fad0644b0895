package croft.services.autoscaling.activity;

import croft.api.autoscaling.ActivitiesType;
import croft.api.autoscaling.Activity;
import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.DescribeScalingActivitiesType;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Set;

/** DescribeScalingActivities. */
public final class ActivityOperations {
  private static final int MOST = 100;

  private final ScalingParts parts;

  public ActivityOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public static List<Table<?>> tables() {
    return List.of(ActivityRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.DESCRIBE_SCALING_ACTIVITIES,
            AccessRule.toAll("autoscaling:DescribeScalingActivities"),
            this::describe));
  }

  private ActivitiesType describe(Call call, DescribeScalingActivitiesType request) {
    Set<String> ids = Set.copyOf(request.activityIdsOrEmpty());
    List<ActivityRow> rows = parts.store().read(tx -> rows(tx, call, request));
    List<ActivityRow> wanted =
        Activities.newestFirst(rows).stream()
            .filter(row -> ids.isEmpty() || ids.contains(row.id()))
            .toList();
    Pages.Page<ActivityRow> page =
        parts
            .pages()
            .page(
                call,
                "activities " + request.autoScalingGroupName(),
                wanted,
                ActivityRow::id,
                Lists.wanted(request.nextToken(), request.maxRecords(), MOST, MOST));
    return ActivitiesType.builder()
        .activities(page.map(ActivityRow::activity))
        .nextToken(page.token())
        .build();
  }

  private static List<ActivityRow> rows(
      Transaction tx, Call call, DescribeScalingActivitiesType request) {
    boolean deletedToo = Boolean.TRUE.equals(request.includeDeletedGroups());
    String name = request.autoScalingGroupName();
    if (name == null) {
      return tx.list(ActivityRow.TABLE, call.scope()).stream()
          .filter(row -> deletedToo || standing(tx, call, row))
          .map(row -> marked(tx, call, row))
          .toList();
    }
    if (!deletedToo && tx.get(Group.TABLE, call.scope(), name).isEmpty()) {
      throw Faults.noGroup(name);
    }
    return tx.find(ActivityRow.TABLE, "group_key", call.scope() + "/" + name).stream()
        .filter(row -> deletedToo || standing(tx, call, row))
        .map(row -> marked(tx, call, row))
        .toList();
  }

  private static boolean standing(Transaction tx, Call call, ActivityRow row) {
    String name = row.groupKey().substring(call.scope().length() + 1);
    return tx.get(Group.TABLE, call.scope(), name)
        .filter(group -> group.id().equals(row.groupId()))
        .isPresent();
  }

  private static ActivityRow marked(Transaction tx, Call call, ActivityRow row) {
    if (standing(tx, call, row)) {
      return row;
    }
    Activity deleted = row.activity().toBuilder().autoScalingGroupState("Deleted").build();
    return new ActivityRow(
        row.scope(), row.id(), row.groupKey(), row.groupId(), row.started(), deleted);
  }
}
