package croft.services.iam.entity;

import croft.services.iam.credential.MasterKey;
import croft.services.operation.Call;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cuts sorted lists into pages, with markers that are sealed for one list of one account. */
public final class Markers {
  private static final int USUAL_PAGE = 100;

  private final MasterKey key;

  public Markers(MasterKey key) {
    this.key = key;
  }

  /** What the caller asked for; the members of every list operation's request. */
  public record Wanted(@Nullable String marker, @Nullable Integer maxItems) {}

  /** One page; the marker is null at the end. */
  public record Page<T>(List<T> items, @Nullable String marker) {
    public boolean truncated() {
      return marker != null;
    }

    /** The items as the API shows them. */
    public <S> List<S> map(Function<T, S> shape) {
      return items.stream().map(shape).toList();
    }
  }

  /**
   * The page that was asked for.
   *
   * @param list which list this is, such as {@code users/path}
   * @param sorted by its key, ascending
   * @throws croft.base.ServiceError {@code ValidationError} for a marker of another list
   */
  public <T> Page<T> page(
      Call call, String list, List<T> sorted, Function<T, String> keyOf, Wanted wanted) {
    String purpose = "marker " + call.account() + " " + list;
    List<T> rest = sorted;
    String marker = wanted.marker();
    if (marker != null) {
      String after =
          key.open(purpose, marker)
              .orElseThrow(() -> EntityErrors.validation("Invalid Marker: " + marker));
      rest = sorted.stream().filter(item -> keyOf.apply(item).compareTo(after) > 0).toList();
    }
    int size = wanted.maxItems() == null ? USUAL_PAGE : wanted.maxItems();
    if (rest.size() <= size) {
      return new Page<>(rest, null);
    }
    List<T> items = rest.subList(0, size);
    return new Page<>(items, key.seal(purpose, keyOf.apply(items.getLast())));
  }
}
