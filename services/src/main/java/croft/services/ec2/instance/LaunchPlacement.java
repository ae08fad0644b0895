package croft.services.ec2.instance;

import croft.api.ec2.Placement;
import croft.base.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a launch asks to be placed.
 *
 * @param partition from 1, or 0 when none was asked for
 */
public record LaunchPlacement(
    @Nullable String zone, @Nullable String groupName, @Nullable String groupId, int partition) {

  /** The members of a launch about its placement that are honoured. */
  static final List<String> HONOURED =
      List.of(
          "Placement.AvailabilityZone",
          "Placement.GroupId",
          "Placement.GroupName",
          "Placement.PartitionNumber",
          "Placement.Tenancy");

  static LaunchPlacement of(@Nullable Placement asked) {
    if (asked == null) {
      return new LaunchPlacement(null, null, null, 0);
    }
    requireSharedTenancy(asked.tenancy());
    Integer partition = asked.partitionNumber();
    return new LaunchPlacement(
        given(asked.availabilityZone()),
        given(asked.groupName()),
        given(asked.groupId()),
        partition == null ? 0 : partition);
  }

  /** One machine is everybody's: none is set apart for anybody. */
  public static void requireSharedTenancy(@Nullable String tenancy) {
    if (tenancy != null && !tenancy.isEmpty() && !tenancy.equals("default")) {
      throw ServiceError.unsupported("The tenancy " + tenancy);
    }
  }

  /** Terraform names a zone or group of no letters when it wants any. */
  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
