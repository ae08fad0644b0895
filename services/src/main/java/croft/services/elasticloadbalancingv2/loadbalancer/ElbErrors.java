package croft.services.elasticloadbalancingv2.loadbalancer;

import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/** Errors as Elastic Load Balancing words them. */
public final class ElbErrors {
  private ElbErrors() {}

  public static ServiceError of(String code, String message) {
    return ServiceError.badRequest(code, message);
  }

  /** {@code ValidationError}: something about the request itself. */
  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }

  /** {@code InvalidConfigurationRequest}. */
  public static ServiceError configuration(String message) {
    return ServiceError.badRequest("InvalidConfigurationRequest", message);
  }

  /** What Croft does not do, by name. */
  public static ServiceError refused(String what) {
    return ServiceError.unsupported(what);
  }

  /** A member that must be there; the wire checks it for calls from outside. */
  public static String given(@Nullable String value, String member) {
    if (value == null || value.isEmpty()) {
      throw validation("'" + member + "' must be specified");
    }
    return value;
  }
}
