package croft.services.autoscaling.reconcile;

import croft.api.ec2.RunInstancesRequest;
import croft.services.autoscaling.instance.GroupInstance;
import croft.store.Table;
import java.util.List;

/**
 * A launch that is decided and not known to be carried out: after a crash it is asked for again
 * with the same token, and EC2 answers with the same instances.
 *
 * @param request as EC2 is asked, token and all
 * @param activityIds an activity for each instance
 * @param warm whether the instances go into the warm pool
 */
public record LaunchRow(
    String scope,
    String token,
    String group,
    RunInstancesRequest request,
    GroupInstance.Source source,
    List<String> activityIds,
    boolean warm) {
  public static final Table<LaunchRow> TABLE =
      Table.of("autoscaling_launch", LaunchRow.class, LaunchRow::scope, LaunchRow::token)
          .index("group_key", row -> row.scope() + "/" + row.group());

  /** What it adds to the group's capacity. */
  int weight() {
    String weight = source.weight();
    return activityIds.size() * (weight == null ? 1 : Integer.parseInt(weight));
  }
}
