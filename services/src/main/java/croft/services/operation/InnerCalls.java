package croft.services.operation;

import croft.wire.schema.Invoker;
import org.jspecify.annotations.Nullable;

/**
 * The way from one service to another, through the same authorizer as from outside. Rooms are made
 * before the operations that hold them all, so the way is opened once those are there.
 */
public final class InnerCalls {
  private volatile @Nullable Operations operations;

  /** Opens the way. */
  public void connect(Operations all) {
    operations = all;
  }

  /**
   * The operations as one caller may use them.
   *
   * @throws IllegalStateException before {@link #connect}
   */
  public Invoker as(Call call) {
    Operations connected = operations;
    if (connected == null) {
      throw new IllegalStateException("A service called another before the server was complete");
    }
    return connected.as(call);
  }
}
