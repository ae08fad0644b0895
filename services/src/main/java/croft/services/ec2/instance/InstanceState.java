package croft.services.ec2.instance;

/**
 * The states an instance passes through, with EC2's codes.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html">InstanceState</a>.
 */
public enum InstanceState {
  PENDING(0, "pending"),
  RUNNING(16, "running"),
  SHUTTING_DOWN(32, "shutting-down"),
  TERMINATED(48, "terminated"),
  STOPPING(64, "stopping"),
  STOPPED(80, "stopped");

  private final int code;
  private final String text;

  InstanceState(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The low byte of the API's state code. */
  public int code() {
    return code;
  }

  /** The API's name. */
  public String text() {
    return text;
  }

  /** Whether it is going for good, or gone. */
  public boolean ending() {
    return this == SHUTTING_DOWN || this == TERMINATED;
  }

  /** Whether a reconciler has work to do to leave this state. */
  public boolean transitional() {
    return this == PENDING || this == STOPPING || this == SHUTTING_DOWN;
  }
}
