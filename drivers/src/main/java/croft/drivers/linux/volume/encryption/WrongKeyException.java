package croft.drivers.linux.volume.encryption;

import java.io.IOException;

/** A folder was encrypted with another secret. */
public final class WrongKeyException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongKeyException() {
    super("it was encrypted with another data key");
  }
}
