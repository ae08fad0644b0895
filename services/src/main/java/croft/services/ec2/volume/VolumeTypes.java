package croft.services.ec2.volume;

import croft.base.ServiceError;
import croft.services.ec2.volume.Volume.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The volume types and their limits.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html">Amazon EBS volume
 * types</a>.
 */
final class VolumeTypes {
  static final String DEFAULT = "gp2";

  private static final int GP3_IOPS = 3000;
  private static final int GP3_THROUGHPUT = 125;

  /**
   * One type.
   *
   * @param leastIops 0 where iops cannot be chosen
   * @param iopsPerGibibyte the most for each GiB
   */
  private record Limits(
      int leastGibibytes, int mostGibibytes, int leastIops, int mostIops, int iopsPerGibibyte) {}

  private static final Map<String, Limits> TYPES =
      Map.of(
          "gp2", new Limits(1, 16_384, 0, 0, 0),
          "gp3", new Limits(1, 16_384, 3000, 16_000, 500),
          "io1", new Limits(4, 16_384, 100, 64_000, 50),
          "io2", new Limits(4, 65_536, 100, 256_000, 1000),
          "st1", new Limits(125, 16_384, 0, 0, 0),
          "sc1", new Limits(125, 16_384, 0, 0, 0),
          "standard", new Limits(1, 1024, 0, 0, 0));

  private VolumeTypes() {}

  /**
   * The settings a request asks for, with the type's defaults.
   *
   * @throws ServiceError for what the type does not allow
   */
  static Settings settings(
      @Nullable String wantedType,
      int sizeGibibytes,
      @Nullable Integer iops,
      @Nullable Integer throughput) {
    String type = wantedType == null ? DEFAULT : wantedType;
    Limits limits = TYPES.get(type);
    if (limits == null) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value (" + type + ") for parameter volumeType is invalid. Unknown volume type.");
    }
    checkSize(type, limits, sizeGibibytes);
    return new Settings(
        type,
        sizeGibibytes,
        iops(type, limits, sizeGibibytes, iops),
        throughput(type, iops, throughput));
  }

  private static void checkSize(String type, Limits limits, int size) {
    if (size < limits.leastGibibytes()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Volume of "
              + size
              + "GiB is too small for volume type "
              + type
              + "; minimum is "
              + limits.leastGibibytes()
              + "GiB");
    }
    if (size > limits.mostGibibytes()) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Volume of "
              + size
              + "GiB is too large for volume type "
              + type
              + "; maximum is "
              + limits.mostGibibytes()
              + "GiB");
    }
  }

  private static @Nullable Integer iops(
      String type, Limits limits, int size, @Nullable Integer wanted) {
    if (wanted == null) {
      return switch (type) {
        case "gp2" -> Math.clamp(3L * size, 100, 16_000);
        case "gp3" -> GP3_IOPS;
        case "io1", "io2" ->
            throw ServiceError.badRequest(
                "MissingParameter", "The request must contain the parameter iops");
        default -> null;
      };
    }
    if (limits.mostIops() == 0) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The parameter iops is not supported for " + type + " volumes.");
    }
    if (wanted < limits.leastIops()) {
      throw iopsInvalid("too low; minimum is " + limits.leastIops(), wanted);
    }
    if (wanted > limits.mostIops()) {
      throw iopsInvalid("too high; maximum is " + limits.mostIops(), wanted);
    }
    boolean free = type.equals("gp3") && wanted <= GP3_IOPS;
    if (!free && wanted > (long) limits.iopsPerGibibyte() * size) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Iops to volume size ratio of "
              + wanted / size
              + " is too high; maximum is "
              + limits.iopsPerGibibyte());
    }
    return wanted;
  }

  private static ServiceError iopsInvalid(String why, int wanted) {
    return ServiceError.badRequest(
        "InvalidParameterValue", "Volume iops of " + wanted + " is " + why + ".");
  }

  private static @Nullable Integer throughput(
      String type, @Nullable Integer iops, @Nullable Integer wanted) {
    if (!type.equals("gp3")) {
      if (wanted != null) {
        throw ServiceError.badRequest(
            "InvalidParameterCombination",
            "The parameter throughput is not supported for " + type + " volumes.");
      }
      return null;
    }
    if (wanted == null) {
      return GP3_THROUGHPUT;
    }
    if (wanted < GP3_THROUGHPUT || wanted > 1000) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Throughput value of " + wanted + " is not valid; it is between 125 and 1000.");
    }
    if (wanted * 4 > (iops == null ? GP3_IOPS : iops)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Throughput (MiBps) to iops ratio is too high; maximum is 0.250000 MiBps per iops");
    }
    return wanted;
  }
}
