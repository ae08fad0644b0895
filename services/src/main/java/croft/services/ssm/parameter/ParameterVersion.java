package croft.services.ssm.parameter;

import croft.store.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a parameter.
 *
 * @param scope of the parameter: {@code account/region}
 * @param type {@code String}, {@code StringList} or {@code SecureString}
 * @param value sealed; see {@link ParameterValues}
 * @param keyId the KMS key of a secure string as it was named; else empty
 * @param tier {@code Standard} or {@code Advanced}
 * @param policies the text of the parameter policies; empty if none
 * @param expiresAt when an expiration policy deletes the parameter, or null
 * @param modifiedBy the ARN of who put it
 */
public record ParameterVersion(
    String scope,
    String name,
    long number,
    String type,
    String value,
    String keyId,
    String description,
    String allowedPattern,
    String tier,
    String dataType,
    String policies,
    @Nullable Instant expiresAt,
    Instant modifiedAt,
    String modifiedBy,
    List<String> labels) {
  static final String BY_NAME = "by_name";

  static final String BY_EXPIRY = "by_expiry";

  static final String SECURE = "SecureString";

  public static final Table<ParameterVersion> TABLE =
      Table.of(
              "ssm_parameter_version",
              ParameterVersion.class,
              ParameterVersion::scope,
              version -> id(version.name(), version.number()))
          .index(BY_NAME, ParameterVersion::name)
          .index(
              BY_EXPIRY,
              version -> version.expiresAt() == null ? null : digits(version.expiresAt()));

  /** Sorts by name, then by number; a colon is in no name. */
  static String id(String name, long number) {
    return name + ":" + String.format("%012d", number);
  }

  /** An instant that sorts as text. */
  static String digits(Instant instant) {
    return String.format("%016d", instant.toEpochMilli());
  }

  boolean secure() {
    return type.equals(SECURE);
  }

  ParameterVersion withLabels(List<String> all) {
    return copy(number, all);
  }

  ParameterVersion numbered(long next) {
    return copy(next, labels);
  }

  private ParameterVersion copy(long next, List<String> all) {
    return new ParameterVersion(
        scope,
        name,
        next,
        type,
        value,
        keyId,
        description,
        allowedPattern,
        tier,
        dataType,
        policies,
        expiresAt,
        modifiedAt,
        modifiedBy,
        all);
  }
}
