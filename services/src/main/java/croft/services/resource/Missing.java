package croft.services.resource;

import croft.base.ServiceError;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Things that are not there, which is no fault when they shall be removed or looked at. */
public final class Missing {
  private static final Pattern CODES =
      Pattern.compile(
          ".*(NotFound|NotFoundException|NonExistentQueue|QueueDoesNotExist)"
              + "|NoSuch.*|NotFound.*|ParameterNotFound|InvalidGroup\\.NotFound|Invalid\\w+\\.Unknown");

  private Missing() {}

  /** Whether an error says that something is not there, in any service's words. */
  public static boolean saidBy(ServiceError error) {
    return CODES.matcher(error.code()).matches();
  }

  /** Does it, if what it is done to is still there. */
  public static void passedOver(Runnable removal) {
    try {
      removal.run();
    } catch (ServiceError e) {
      if (!saidBy(e)) {
        throw e;
      }
    }
  }

  /** The answer, or nothing when what was asked for is not there. */
  public static <T> Optional<T> empty(Supplier<T> look) {
    try {
      return Optional.of(look.get());
    } catch (ServiceError e) {
      if (saidBy(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
