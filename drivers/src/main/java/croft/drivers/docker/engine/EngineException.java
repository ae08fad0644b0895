package croft.drivers.docker.engine;

import java.io.IOException;

/** The engine refused a request. */
public final class EngineException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * The HTTP status and the engine's own words.
   *
   * @param status for example 404
   */
  public EngineException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status: 404 for what is not there, 409 for what contradicts the present state. */
  public int status() {
    return status;
  }
}
