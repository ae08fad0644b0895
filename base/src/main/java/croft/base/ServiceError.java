package croft.base;

import java.util.Map;

/**
 * The one error a caller of the API sees: a code, a status and a message, thrown where it is known
 * and encoded once, by the protocol the caller speaks.
 *
 * <p>{@code code} is the wire code as AWS documents it (for example {@code
 * InvalidInstanceID.NotFound}); {@code status} the HTTP status; {@code members} further modelled
 * members of the error shape, by name.
 */
public final class ServiceError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient Map<String, Object> members;

  public ServiceError(String code, int status, String message) {
    this(code, status, message, Map.of());
  }

  public ServiceError(String code, int status, String message, Map<String, Object> members) {
    // No stack trace: an error told to a caller is an answer, not a fault of the server.
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.members = Map.copyOf(members);
  }

  /** A sender's fault, status 400. */
  public static ServiceError badRequest(String code, String message) {
    return new ServiceError(code, 400, message);
  }

  /** What is not built answers so, by name: never a silent success. */
  public static ServiceError unsupported(String what) {
    return new ServiceError("UnsupportedOperation", 400, what + " is not supported by Croft.");
  }

  /** The server's own fault, status 500: details stay in the log. */
  public static ServiceError internal() {
    return new ServiceError(
        "InternalFailure", 500, "An internal error occurred; the server's log has the details.");
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public Map<String, Object> members() {
    return members;
  }

  /** The message, never null. */
  public String message() {
    String message = getMessage();
    return message == null ? code : message;
  }

  /** Whether the caller is at fault, as the {@code Type} element of AWS's error documents says. */
  public boolean isSenderFault() {
    return status < 500;
  }
}
