package croft.services.autoscaling.entity;

import croft.services.operation.Pages;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the describing operations share. */
public final class Lists {
  private Lists() {}

  /**
   * The page a caller asked for.
   *
   * @throws croft.base.ServiceError {@code ValidationError} for a size out of bounds
   */
  public static Pages.Wanted wanted(
      @Nullable String token, @Nullable Integer asked, int usual, int most) {
    if (asked != null && (asked < 1 || asked > most)) {
      throw Faults.validation(
          "1 validation error detected: Value '"
              + asked
              + "' at 'maxRecords' failed to satisfy constraint: Member must have value "
              + (asked < 1 ? "greater than or equal to 1" : "less than or equal to " + most));
    }
    return Pages.Wanted.of(token, asked, usual, Faults::nextToken);
  }

  /** Those whose names were given, or all; a name that is not there is passed over. */
  public static <T> List<T> named(List<T> all, List<String> names, Function<T, String> name) {
    return names.isEmpty()
        ? all
        : all.stream().filter(one -> names.contains(name.apply(one))).toList();
  }
}
