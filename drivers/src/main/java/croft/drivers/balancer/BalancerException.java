package croft.drivers.balancer;

import org.jspecify.annotations.Nullable;

/** A balancer could not be made, changed or asked; the message says what and why. */
public final class BalancerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BalancerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public BalancerException(String message) {
    this(message, null);
  }
}
