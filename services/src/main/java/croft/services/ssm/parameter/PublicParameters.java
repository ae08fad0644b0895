package croft.services.ssm.parameter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The parameters that AWS publishes for everyone under {@code /aws/service/}, such as the newest
 * images.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html">Public
 * parameters</a>.
 */
public interface PublicParameters {
  /** None at all. */
  PublicParameters NONE = (region, path) -> List.of();

  /**
   * One of them.
   *
   * @param name with {@code /aws/service/} in front
   * @param dataType such as {@code text} or {@code aws:ec2:image}
   */
  record PublicParameter(
      String name, String value, String dataType, long version, Instant modifiedAt) {}

  /** Those of a region whose names begin with that text, sorted by name. */
  List<PublicParameter> under(String region, String prefix);

  /** What would make a parameter of that name be there; empty where nothing would. */
  default Optional<String> advice(String name) {
    return Optional.empty();
  }

  /** The one of that name. */
  default Optional<PublicParameter> find(String region, String name) {
    return under(region, name).stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst();
  }
}
