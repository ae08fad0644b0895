package croft.services.ec2.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Smaller settings of an instance, each with a default.
 *
 * @param stopProtected whether the API may not stop it
 * @param ebsOptimized as asked for; disks here share one path whatever is said
 * @param cpuCredits {@code standard} or {@code unlimited} as asked for, or null for the default of
 *     the type's family
 * @param recoveryDisabled whether it stays down after its machine went down
 * @param group the placement group it is in, or null
 * @param association of the instance profile, or null while there is none
 * @param spotRequestId the spot request it answers, or null for an on-demand instance
 */
public record InstanceSettings(
    boolean stopProtected,
    boolean ebsOptimized,
    @Nullable String cpuCredits,
    boolean recoveryDisabled,
    @Nullable Group group,
    @Nullable Association association,
    @Nullable String spotRequestId) {

  public static final InstanceSettings DEFAULT =
      new InstanceSettings(false, false, null, false, null, null, null);

  /**
   * A place in a placement group.
   *
   * @param partition from 1, or 0 where the group has none
   */
  public record Group(String id, String name, int partition) {}

  /** A profile's association, such as {@code iip-assoc-0123456789abcdef0}. */
  public record Association(String id, Instant at) {}

  InstanceSettings withStopProtected(boolean on) {
    return new InstanceSettings(
        on, ebsOptimized, cpuCredits, recoveryDisabled, group, association, spotRequestId);
  }

  InstanceSettings withEbsOptimized(boolean on) {
    return new InstanceSettings(
        stopProtected, on, cpuCredits, recoveryDisabled, group, association, spotRequestId);
  }

  InstanceSettings withCpuCredits(@Nullable String credits) {
    return new InstanceSettings(
        stopProtected, ebsOptimized, credits, recoveryDisabled, group, association, spotRequestId);
  }

  InstanceSettings withRecoveryDisabled(boolean on) {
    return new InstanceSettings(
        stopProtected, ebsOptimized, cpuCredits, on, group, association, spotRequestId);
  }

  public InstanceSettings withGroup(@Nullable Group next) {
    return new InstanceSettings(
        stopProtected,
        ebsOptimized,
        cpuCredits,
        recoveryDisabled,
        next,
        association,
        spotRequestId);
  }

  InstanceSettings withAssociation(@Nullable Association next) {
    return new InstanceSettings(
        stopProtected, ebsOptimized, cpuCredits, recoveryDisabled, group, next, spotRequestId);
  }

  InstanceSettings withSpotRequestId(@Nullable String id) {
    return new InstanceSettings(
        stopProtected, ebsOptimized, cpuCredits, recoveryDisabled, group, association, id);
  }
}
