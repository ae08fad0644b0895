package croft.services.ec2.instance;

/** An instance cannot start for a reason that EC2 has words for. Trying again changes nothing. */
public final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code of the state reason: {@code Client.InvalidKMSKey.InvalidState}
   * @param message of the state reason, without the code
   */
  public StartRefusedException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
