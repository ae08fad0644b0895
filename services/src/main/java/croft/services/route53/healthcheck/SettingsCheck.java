package croft.services.route53.healthcheck;

import croft.api.route53.HealthCheckConfig;
import croft.base.ServiceError;
import croft.services.route53.entity.Faults;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of a health check, and checks that its parts go together. Pure. */
final class SettingsCheck {
  private static final Set<String> KINDS =
      Set.of("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", HealthCheck.CALCULATED);
  private static final int MOST_CHILDREN = 256;

  private SettingsCheck() {}

  /**
   * Reads a configuration.
   *
   * @throws ServiceError {@code InvalidInput}, or {@code UnsupportedOperation} for a kind that
   *     Croft cannot look at
   */
  static HealthCheck.Settings read(@Nullable HealthCheckConfig given) {
    HealthCheckConfig config = Faults.required(given, "HealthCheckConfig");
    String type = Faults.required(config.type(), "Type");
    if (!KINDS.contains(type)) {
      throw ServiceError.unsupported("The health check type " + type);
    }
    boolean calculated = type.equals(HealthCheck.CALCULATED);
    HealthCheck.Settings settings =
        new HealthCheck.Settings(
            type,
            config.ipAddress(),
            config.port() == null && !calculated && !type.equals("TCP")
                ? Integer.valueOf(type.startsWith("HTTPS") ? 443 : 80)
                : config.port(),
            config.resourcePath(),
            config.fullyQualifiedDomainName(),
            config.searchString(),
            calculated ? null : Integer.valueOf(or(config.requestInterval(), 30)),
            calculated ? null : Integer.valueOf(or(config.failureThreshold(), 3)),
            Boolean.TRUE.equals(config.measureLatency()),
            Boolean.TRUE.equals(config.inverted()),
            Boolean.TRUE.equals(config.disabled()),
            config.healthThreshold(),
            config.childHealthChecksOrEmpty(),
            type.startsWith("HTTPS")
                ? Boolean.valueOf(!Boolean.FALSE.equals(config.enableSNI()))
                : config.enableSNI(),
            config.regionsOrEmpty());
    check(settings);
    return settings;
  }

  private static int or(@Nullable Integer given, int usual) {
    return Objects.requireNonNullElse(given, usual);
  }

  /** Checks settings that were read or changed. */
  static void check(HealthCheck.Settings settings) {
    if (settings.calculated()) {
      checkCalculated(settings);
      return;
    }
    if (!settings.children().isEmpty() || settings.healthThreshold() != null) {
      throw invalid("Only a calculated health check has children.");
    }
    if (settings.measureLatency()) {
      throw ServiceError.unsupported("The parameter HealthCheckConfig.MeasureLatency");
    }
    Integer interval = settings.requestIntervalSeconds();
    if (interval != null && interval != 10 && interval != 30) {
      throw invalid("RequestInterval must be 10 or 30.");
    }
    if (settings.ipAddress() == null && settings.domainName() == null) {
      throw invalid("Either IPAddress or FullyQualifiedDomainName must be specified.");
    }
    boolean tcp = settings.type().equals("TCP");
    if (tcp && settings.port() == null) {
      throw invalid("Port must be specified for TCP health checks.");
    }
    if (tcp && settings.resourcePath() != null && !settings.resourcePath().isEmpty()) {
      throw invalid("ResourcePath cannot be specified for TCP health checks.");
    }
    boolean searches = settings.type().endsWith("_STR_MATCH");
    String text = settings.searchString();
    if (searches == (text == null || text.isEmpty())) {
      throw invalid(
          searches
              ? "SearchString must be specified for string match health checks."
              : "SearchString can be specified only for string match health checks.");
    }
    if (settings.ipAddress() != null) {
      checkAddress(settings.ipAddress());
    }
    checkText(settings);
  }

  /** What goes into a request must not end its line. */
  private static void checkText(HealthCheck.Settings settings) {
    for (String text :
        List.of(
            Objects.requireNonNullElse(settings.resourcePath(), ""),
            Objects.requireNonNullElse(settings.domainName(), ""))) {
      if (text.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
        throw invalid("ResourcePath and FullyQualifiedDomainName are printable ASCII.");
      }
    }
  }

  private static void checkAddress(String text) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw invalid("The IP address " + text + " is not valid.");
    }
    if (!HealthWatch.isPublic(address)) {
      throw invalid(
          "The IP address "
              + text
              + " is in a private, local or multicast range, which no health check can look at.");
    }
  }

  private static void checkCalculated(HealthCheck.Settings settings) {
    if (settings.healthThreshold() == null) {
      throw invalid("HealthThreshold must be specified for calculated health checks.");
    }
    if (settings.ipAddress() != null
        || settings.port() != null
        || settings.domainName() != null
        || settings.resourcePath() != null
        || settings.searchString() != null) {
      throw invalid("A calculated health check has no target of its own.");
    }
    if (settings.children().size() > MOST_CHILDREN) {
      throw invalid("A calculated health check has at most " + MOST_CHILDREN + " children.");
    }
  }

  static ServiceError invalid(String message) {
    return Faults.invalidInput("Invalid parameter : " + message);
  }
}
