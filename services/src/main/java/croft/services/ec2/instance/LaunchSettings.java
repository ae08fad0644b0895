package croft.services.ec2.instance;

import croft.api.ec2.CpuOptionsRequest;
import croft.api.ec2.PrivateDnsNameOptionsRequest;
import croft.api.ec2.RunInstancesRequest;
import croft.base.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smaller settings a launch asks for, after every check that needs no store. */
final class LaunchSettings {
  /** The members of a launch about them that are honoured. */
  static final List<String> HONOURED =
      List.of(
          "DisableApiStop",
          "DisableApiTermination",
          "InstanceInitiatedShutdownBehavior",
          "EbsOptimized",
          "Monitoring",
          "CreditSpecification",
          "MaintenanceOptions",
          "PrivateDnsNameOptions",
          "HibernationOptions",
          "CpuOptions.CoreCount",
          "CpuOptions.ThreadsPerCore",
          "CapacityReservationSpecification.CapacityReservationPreference");

  private LaunchSettings() {}

  static InstanceSettings of(RunInstancesRequest request, InstanceType type) {
    refuseHibernation(request);
    checkCpuOptions(request.cpuOptions(), type);
    checkNames(request.privateDnsNameOptions());
    return InstanceSettings.DEFAULT
        .withStopProtected(Boolean.TRUE.equals(request.disableApiStop()))
        .withEbsOptimized(Boolean.TRUE.equals(request.ebsOptimized()))
        .withCpuCredits(
            credits(
                request.creditSpecification() == null
                    ? null
                    : request.creditSpecification().cpuCredits(),
                type))
        .withRecoveryDisabled(
            request.maintenanceOptions() != null
                && "disabled".equals(request.maintenanceOptions().autoRecovery()));
  }

  /** What keeps its memory over a stop would have to be a machine; this is processes. */
  private static void refuseHibernation(RunInstancesRequest request) {
    if (request.hibernationOptions() != null
        && Boolean.TRUE.equals(request.hibernationOptions().configured())) {
      throw ServiceError.badRequest(
          "UnsupportedHibernationConfiguration",
          "Hibernation is not supported: HibernationOptions.Configured must be false.");
    }
  }

  /**
   * How CPU credits were asked to be counted, or null when they were not.
   *
   * @throws ServiceError {@code InvalidParameterCombination} for a type without credits
   */
  static @Nullable String credits(@Nullable String given, InstanceType type) {
    if (given == null) {
      return null;
    }
    if (!given.equals("standard") && !given.equals("unlimited")) {
      throw ServiceError.badRequest(
          "InvalidParameterValue", "Invalid value '" + given + "' for CpuCredits.");
    }
    if (!type.burstable()) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The parameter CreditSpecification is not supported by the instance type "
              + type.name()
              + ".");
    }
    return given;
  }

  private static void checkCpuOptions(@Nullable CpuOptionsRequest asked, InstanceType type) {
    if (asked == null) {
      return;
    }
    int cores = type.virtualCpus() / type.threadsPerCore();
    boolean same =
        (asked.coreCount() == null || asked.coreCount() == cores)
            && (asked.threadsPerCore() == null || asked.threadsPerCore() == type.threadsPerCore());
    if (!same) {
      throw ServiceError.unsupported("CpuOptions other than the default of " + type.name());
    }
  }

  static void checkNames(@Nullable PrivateDnsNameOptionsRequest asked) {
    if (asked != null) {
      checkNames(
          asked.hostnameType(),
          asked.enableResourceNameDnsARecord(),
          asked.enableResourceNameDnsAAAARecord());
    }
  }

  static void checkNames(
      @Nullable String hostnameType, @Nullable Boolean fourRecord, @Nullable Boolean sixRecord) {
    if (hostnameType != null && !hostnameType.equals("ip-name")) {
      throw ServiceError.unsupported("The hostname type " + hostnameType);
    }
    if (Boolean.TRUE.equals(fourRecord) || Boolean.TRUE.equals(sixRecord)) {
      throw ServiceError.unsupported("A DNS record for the resource name of an instance");
    }
  }
}
