package croft.services.ec2.instance;

import croft.api.ec2.InstanceRequirementsRequest;
import croft.base.ServiceError;
import croft.services.ec2.networkinterface.InterfaceLimits;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an instance must have, instead of the name of its type. Nothing here has accelerators, local
 * disks or a price, no type is bare metal or hibernates: asking for those finds nothing, and any
 * price is low enough.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirementsRequest.html">InstanceRequirementsRequest</a>.
 */
final class TypeRequirements implements Predicate<InstanceType> {
  /** What is asked of it, beside what no type has. */
  static final List<String> HONOURED =
      List.of(
          "VCpuCount",
          "MemoryMiB",
          "CpuManufacturers",
          "MemoryGiBPerVCpu",
          "ExcludedInstanceTypes",
          "InstanceGenerations",
          "SpotMaxPricePercentageOverLowestPrice",
          "OnDemandMaxPricePercentageOverLowestPrice",
          "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
          "BareMetal",
          "BurstablePerformance",
          "RequireHibernateSupport",
          "NetworkInterfaceCount",
          "LocalStorage",
          "LocalStorageTypes",
          "TotalLocalStorageGB",
          "AcceleratorTypes",
          "AcceleratorCount",
          "AcceleratorManufacturers",
          "AcceleratorNames",
          "AcceleratorTotalMemoryMiB",
          "AllowedInstanceTypes");

  private static final double MEBIBYTES_PER_GIBIBYTE = 1024;

  private final InstanceRequirementsRequest wanted;

  private TypeRequirements(InstanceRequirementsRequest wanted) {
    this.wanted = wanted;
  }

  /**
   * @throws ServiceError {@code MissingParameter} without processors and memory, {@code
   *     InvalidParameterCombination} with both allowed and excluded types
   */
  static TypeRequirements of(@Nullable InstanceRequirementsRequest wanted) {
    if (wanted == null) {
      throw missing("InstanceRequirements");
    }
    if (wanted.vCpuCount() == null || wanted.vCpuCount().min() == null) {
      throw missing("InstanceRequirements.VCpuCount.Min");
    }
    if (wanted.memoryMiB() == null || wanted.memoryMiB().min() == null) {
      throw missing("InstanceRequirements.MemoryMiB.Min");
    }
    if (!wanted.allowedInstanceTypesOrEmpty().isEmpty()
        && !wanted.excludedInstanceTypesOrEmpty().isEmpty()) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "AllowedInstanceTypes and ExcludedInstanceTypes cannot both be specified");
    }
    return new TypeRequirements(wanted);
  }

  private static ServiceError missing(String parameter) {
    return ServiceError.badRequest(
        "MissingParameter", "The request must contain the parameter " + parameter);
  }

  @Override
  public boolean test(InstanceType type) {
    return isLargeEnough(type) && isOfThatKind(type) && isNamed(type) && !needsWhatNoneHas();
  }

  private boolean isLargeEnough(InstanceType type) {
    var processors = wanted.vCpuCount();
    var memory = wanted.memoryMiB();
    var each = wanted.memoryGiBPerVCpu();
    var interfaces = wanted.networkInterfaceCount();
    double perProcessor =
        type.memoryMebibytes() / MEBIBYTES_PER_GIBIBYTE / Math.max(1, type.virtualCpus());
    return (processors == null || isWithin(type.virtualCpus(), processors.min(), processors.max()))
        && (memory == null || isWithin(type.memoryMebibytes(), memory.min(), memory.max()))
        && (each == null || isWithin(perProcessor, each.min(), each.max()))
        && (interfaces == null
            || isWithin(
                InterfaceLimits.of(type.name()).interfaces(), interfaces.min(), interfaces.max()));
  }

  private boolean isOfThatKind(InstanceType type) {
    List<String> generations = wanted.instanceGenerationsOrEmpty();
    List<String> manufacturers = wanted.cpuManufacturersOrEmpty();
    String generation = type.currentGeneration() ? "current" : "previous";
    return (generations.isEmpty() || generations.contains(generation))
        && (manufacturers.isEmpty() || manufacturers.contains(type.manufacturer()))
        && agrees(wanted.burstablePerformance(), type.burstable())
        && agrees(wanted.bareMetal(), false);
  }

  private boolean isNamed(InstanceType type) {
    List<String> allowed = wanted.allowedInstanceTypesOrEmpty();
    return (allowed.isEmpty() || matchesAny(allowed, type.name()))
        && !matchesAny(wanted.excludedInstanceTypesOrEmpty(), type.name());
  }

  private boolean needsWhatNoneHas() {
    var accelerators = wanted.acceleratorCount();
    var storage = wanted.totalLocalStorageGB();
    var acceleratorMemory = wanted.acceleratorTotalMemoryMiB();
    boolean needsAccelerators =
        accelerators == null
            ? !wanted.acceleratorTypesOrEmpty().isEmpty()
                || !wanted.acceleratorNamesOrEmpty().isEmpty()
                || !wanted.acceleratorManufacturersOrEmpty().isEmpty()
            : !isWithin(0, accelerators.min(), accelerators.max());
    return needsAccelerators
        || (acceleratorMemory != null
            && !isWithin(0, acceleratorMemory.min(), acceleratorMemory.max()))
        || (storage != null && !isWithin(0, storage.min(), storage.max()))
        || !wanted.localStorageTypesOrEmpty().isEmpty()
        || "required".equals(wanted.localStorage())
        || Boolean.TRUE.equals(wanted.requireHibernateSupport());
  }

  /** A kind is left out unless it is {@code included} or {@code required}. */
  private static boolean agrees(@Nullable String given, boolean isOfIt) {
    return switch (given == null ? "excluded" : given) {
      case "included" -> true;
      case "required" -> isOfIt;
      default -> !isOfIt;
    };
  }

  private static boolean isWithin(double value, @Nullable Number least, @Nullable Number most) {
    return (least == null || value >= least.doubleValue())
        && (most == null || value <= most.doubleValue());
  }

  /** With {@code *} for any characters, such as {@code m5*.large}. */
  private static boolean matchesAny(List<String> patterns, String name) {
    return patterns.stream()
        .map(pattern ->
            Pattern.compile("\\*")
                .splitAsStream(pattern + " ")
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")))
        .anyMatch(expression -> (name + " ").matches(expression));
  }
}
