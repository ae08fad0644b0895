package croft.services.operation;

import croft.base.ServiceError;
import croft.services.operation.sealing.Sealing;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages, with tokens sealed for one list of one account and region. */
public record Pages(Sealing sealing) {

  /**
   * What the caller asked for.
   *
   * @param size the most items of a page
   * @param invalid makes the service's error for a token of another list
   */
  public record Wanted(@Nullable String token, int size, Supplier<ServiceError> invalid) {

    /** As many as asked for, else as many as usual. */
    public static Wanted of(
        @Nullable String token,
        @Nullable Integer asked,
        int usual,
        Supplier<ServiceError> invalid) {
      return new Wanted(token, asked == null ? usual : asked, invalid);
    }
  }

  /** One page; the token is null at the end. */
  public record Page<T>(List<T> items, @Nullable String token) {
    public boolean truncated() {
      return token != null;
    }

    /** The items as the API shows them. */
    public <S> List<S> map(Function<T, S> shape) {
      return items.stream().map(shape).toList();
    }
  }

  /**
   * The page that was asked for.
   *
   * @param list which list this is, with all that it depends on
   * @param sorted in an order that stays the same from call to call
   * @param keyOf what tells an item from the others
   */
  public <T> Page<T> page(
      Call call, String list, List<T> sorted, Function<T, String> keyOf, Wanted wanted) {
    String purpose = "page " + call.scope() + " " + list;
    List<T> rest = sorted;
    String token = wanted.token();
    if (token != null && !token.isEmpty()) {
      String after = sealing.open(purpose, token).orElseThrow(wanted.invalid());
      rest = sorted.subList(begin(sorted.stream().map(keyOf).toList(), after), sorted.size());
    }
    if (rest.size() <= wanted.size()) {
      return new Page<>(rest, null);
    }
    List<T> items = rest.subList(0, wanted.size());
    return new Page<>(items, sealing.seal(purpose, keyOf.apply(items.getLast())));
  }

  /** Where to go on: behind that key, or where it stood when it is gone meanwhile. */
  private static int begin(List<String> keys, String after) {
    int same = keys.indexOf(after);
    if (same >= 0) {
      return same + 1;
    }
    int place = 0;
    while (place < keys.size() && keys.get(place).compareTo(after) < 0) {
      place++;
    }
    return place;
  }
}
