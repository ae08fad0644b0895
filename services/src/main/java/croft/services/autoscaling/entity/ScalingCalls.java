package croft.services.autoscaling.entity;

import croft.api.autoscaling.AutoscalingApi;
import croft.base.ServiceError;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the resource types of Auto Scaling share. */
public final class ScalingCalls {
  /** The most characters in a name of Auto Scaling. */
  public static final int LONGEST_NAME = 255;

  private ScalingCalls() {}

  /** Auto Scaling as the stack's caller may use it. */
  public static AutoscalingApi of(ResourceRequest request) {
    return new AutoscalingApi(request.calls());
  }

  /** Does it if what it is done to is there: Auto Scaling says otherwise as a failed validation. */
  public static void passedOver(Runnable removal) {
    try {
      removal.run();
    } catch (ServiceError e) {
      if (!isMissing(e)) {
        throw e;
      }
    }
  }

  /** The answer, or nothing when what was asked for is not there. */
  public static <T> Optional<T> empty(Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (ServiceError e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isMissing(ServiceError error) {
    return error.code().equals("ValidationError")
        && (error.message().contains("not found")
            || error.message().startsWith("No Lifecycle Hook found"));
  }

  /**
   * All there is, over the pages of a listing.
   *
   * @param ask gives the page of a token; null is the first one's
   */
  public static <A, T> List<T> pages(
      Function<@Nullable String, A> ask,
      Function<A, List<T>> items,
      Function<A, @Nullable String> next) {
    List<T> all = new ArrayList<>();
    A page = ask.apply(null);
    all.addAll(items.apply(page));
    for (String token = next.apply(page); token != null; token = next.apply(page)) {
      page = ask.apply(token);
      all.addAll(items.apply(page));
    }
    return all;
  }
}
