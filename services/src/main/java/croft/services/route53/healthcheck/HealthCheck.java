package croft.services.route53.healthcheck;

import croft.api.route53.HealthCheckConfig;
import croft.store.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A health check.
 *
 * @param id a UUID
 * @param version grows with each update, from 1
 */
public record HealthCheck(
    String account,
    String id,
    String callerReference,
    long version,
    Settings settings,
    Map<String, String> tags) {

  public static final Table<HealthCheck> TABLE =
      Table.of("route53_health_check", HealthCheck.class, HealthCheck::account, HealthCheck::id)
          .index("check_id", HealthCheck::id);

  /** The kind of a health check that counts others. */
  static final String CALCULATED = "CALCULATED";

  /**
   * What is looked at, and how.
   *
   * @param type such as {@code HTTP} or {@code CALCULATED}
   * @param ipAddress the target's, or null when its name tells it
   * @param failureThreshold how many looks in a row must differ before the state does
   * @param healthThreshold of a calculated one: how many children must be healthy
   */
  public record Settings(
      String type,
      @Nullable String ipAddress,
      @Nullable Integer port,
      @Nullable String resourcePath,
      @Nullable String domainName,
      @Nullable String searchString,
      @Nullable Integer requestIntervalSeconds,
      @Nullable Integer failureThreshold,
      boolean measureLatency,
      boolean inverted,
      boolean disabled,
      @Nullable Integer healthThreshold,
      List<String> children,
      @Nullable Boolean enableSni,
      List<String> regions) {

    public Settings {
      children = List.copyOf(children);
      regions = List.copyOf(regions);
    }

    boolean calculated() {
      return type.equals(CALCULATED);
    }

    boolean secure() {
      return type.startsWith("HTTPS");
    }

    /** Where to connect to. */
    int targetPort() {
      return port == null ? (secure() ? 443 : 80) : port;
    }

    HealthCheckConfig shape() {
      return HealthCheckConfig.builder()
          .type(type)
          .ipAddress(ipAddress)
          .port(port)
          .resourcePath(resourcePath)
          .fullyQualifiedDomainName(domainName)
          .searchString(searchString)
          .requestInterval(requestIntervalSeconds)
          .failureThreshold(failureThreshold)
          .measureLatency(calculated() ? null : measureLatency)
          .inverted(inverted)
          .disabled(disabled)
          .healthThreshold(healthThreshold)
          .childHealthChecks(children.isEmpty() ? null : children)
          .enableSNI(enableSni)
          .regions(regions.isEmpty() ? null : regions)
          .build();
    }
  }

  HealthCheck updated(Settings changed) {
    return new HealthCheck(account, id, callerReference, version + 1, changed, tags);
  }

  /** The check with exactly these tags. */
  public HealthCheck withTags(Map<String, String> all) {
    return new HealthCheck(account, id, callerReference, version, settings, all);
  }

  croft.api.route53.HealthCheck shape() {
    return croft.api.route53.HealthCheck.builder()
        .id(id)
        .callerReference(callerReference)
        .healthCheckConfig(settings.shape())
        .healthCheckVersion(version)
        .build();
  }
}
