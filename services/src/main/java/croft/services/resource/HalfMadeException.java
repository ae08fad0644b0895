package croft.services.resource;

import croft.base.ServiceError;

/** A creation failed after its thing was there: it must be known, to be removed. */
public final class HalfMadeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Made made;
  private final transient ServiceError error;

  public HalfMadeException(Made made, ServiceError error) {
    super(error.message(), null, false, false);
    this.made = made;
    this.error = error;
  }

  public Made made() {
    return made;
  }

  public ServiceError error() {
    return error;
  }
}
