package croft.services.autoscaling.instance;

/**
 * Where an instance stands in its group.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html">Instance
 * lifecycle</a>.
 */
public enum LifecycleState {
  PENDING("Pending"),
  PENDING_WAIT("Pending:Wait"),
  PENDING_PROCEED("Pending:Proceed"),
  IN_SERVICE("InService"),
  TERMINATING("Terminating"),
  TERMINATING_WAIT("Terminating:Wait"),
  TERMINATING_PROCEED("Terminating:Proceed"),
  DETACHING("Detaching"),
  ENTERING_STANDBY("EnteringStandby"),
  STANDBY("Standby"),
  WARMED_PENDING("Warmed:Pending"),
  WARMED_PENDING_WAIT("Warmed:Pending:Wait"),
  WARMED_PENDING_PROCEED("Warmed:Pending:Proceed"),
  WARMED_STOPPED("Warmed:Stopped"),
  WARMED_RUNNING("Warmed:Running"),
  WARMED_TERMINATING("Warmed:Terminating"),
  WARMED_TERMINATING_WAIT("Warmed:Terminating:Wait"),
  WARMED_TERMINATING_PROCEED("Warmed:Terminating:Proceed");

  private final String text;

  LifecycleState(String text) {
    this.text = text;
  }

  /** As the API shows it. */
  public String text() {
    return text;
  }

  /** Between its launch and its service. */
  public boolean pending() {
    return this == PENDING || this == PENDING_WAIT || this == PENDING_PROCEED;
  }

  /** Counted when the group's capacity is compared with the desired one. */
  public boolean counts() {
    return pending() || this == IN_SERVICE;
  }

  /** On its way to its end, in the group or its warm pool. */
  public boolean terminating() {
    return switch (this) {
      case TERMINATING,
          TERMINATING_WAIT,
          TERMINATING_PROCEED,
          WARMED_TERMINATING,
          WARMED_TERMINATING_WAIT,
          WARMED_TERMINATING_PROCEED ->
          true;
      case PENDING,
          PENDING_WAIT,
          PENDING_PROCEED,
          IN_SERVICE,
          DETACHING,
          ENTERING_STANDBY,
          STANDBY,
          WARMED_PENDING,
          WARMED_PENDING_WAIT,
          WARMED_PENDING_PROCEED,
          WARMED_STOPPED,
          WARMED_RUNNING ->
          false;
    };
  }

  /** In the warm pool, whatever it does there. */
  public boolean warmed() {
    return text.startsWith("Warmed:");
  }

  /** Ready in the warm pool. */
  public boolean warm() {
    return this == WARMED_STOPPED || this == WARMED_RUNNING;
  }

  /** On its way into the warm pool. */
  public boolean warming() {
    return this == WARMED_PENDING || this == WARMED_PENDING_WAIT || this == WARMED_PENDING_PROCEED;
  }

  /** Held until lifecycle hooks are answered. */
  public boolean waiting() {
    return text.endsWith(":Wait");
  }

  /** Nothing is to be done about it by itself. */
  public boolean settled() {
    return this == IN_SERVICE || this == STANDBY || warm();
  }
}
