package croft.services.resource;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that services tell in pages. */
public final class Pages {
  private Pages() {}

  /**
   * One page.
   *
   * @param next where the next begins; null or empty for the last
   */
  public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** All items of all pages; the first is asked for with null. */
  public static <T> List<T> all(PageSource<T> source) {
    List<T> all = new ArrayList<>();
    String next = null;
    do {
      Page<T> page = source.page(next);
      all.addAll(page.items());
      next = page.next();
    } while (next != null && !next.isEmpty());
    return all;
  }

  /** Where pages come from. */
  @FunctionalInterface
  public interface PageSource<T> {
    Page<T> page(@Nullable String next);
  }
}
