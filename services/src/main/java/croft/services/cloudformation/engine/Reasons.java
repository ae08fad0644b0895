package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.resource.Missing;

/** Why a resource failed, as stacks tell it. */
final class Reasons {
  private Reasons() {}

  /** An API's error, as the handler of that type passes it on. */
  static String of(ServiceError error, String type, String token) {
    if (error.code().equals("ValidationError") || error.code().equals("NotStabilized")) {
      return error.message();
    }
    return "Resource handler returned message: \"%s (Service: %s, Status Code: %d, Error Code: %s)\" (RequestToken: %s, HandlerErrorCode: %s)"
        .formatted(
            error.message(), service(type), error.status(), error.code(), token, code(error));
  }

  private static String service(String type) {
    String[] parts = type.split("::", -1);
    return parts.length > 1 ? parts[1] : type;
  }

  /**
   * <a
   * href="https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html">Handler
   * error codes</a>.
   */
  private static String code(ServiceError error) {
    String code = error.code();
    if (Missing.saidBy(error)) {
      return "NotFound";
    }
    if (code.contains("AlreadyExists") || code.contains("Duplicate") || code.contains("Conflict")) {
      return "AlreadyExists";
    }
    if (code.contains("AccessDenied") || code.contains("Unauthorized")) {
      return "AccessDenied";
    }
    if (code.contains("LimitExceeded")) {
      return "ServiceLimitExceeded";
    }
    return error.isSenderFault() ? "InvalidRequest" : "ServiceInternalError";
  }
}
