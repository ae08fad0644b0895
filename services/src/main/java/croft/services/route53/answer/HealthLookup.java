package croft.services.route53.answer;

/** Tells what health checks found last. */
@FunctionalInterface
public interface HealthLookup {
  /** Whether what a health check looks at is taken for healthy; a check not there is. */
  boolean isHealthy(String healthCheckId);
}
