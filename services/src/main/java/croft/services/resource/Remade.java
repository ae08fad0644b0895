package croft.services.resource;

import croft.base.ServiceError;
import java.util.regex.Pattern;

/** Creations under a name, which may have happened already when they are repeated. */
public final class Remade {
  private static final Pattern EXISTS =
      Pattern.compile(
          ".*(AlreadyExists|AlreadyExistsException|AlreadyOwnedByYou|ResourceExists.*)");

  private Remade() {}

  /**
   * Makes it. That it exists is a fault, unless an earlier call of this creation may have made it.
   */
  public static void passedOver(ResourceRequest request, Runnable creation) {
    try {
      creation.run();
    } catch (ServiceError e) {
      if (!request.repeated() || !EXISTS.matcher(e.code()).matches()) {
        throw e;
      }
    }
  }
}
