package croft.services.ec2.describe;

import croft.base.ServiceError;
import croft.services.operation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cuts a sorted list into pages whose tokens cannot be read, forged or used by another caller. */
public final class Paging {
  private static final int MOST_RESULTS = 1000;

  private final Tokens tokens;

  /** Seals and opens the position a token stands for. */
  public interface Tokens {
    String seal(String purpose, String position);

    /**
     * The position.
     *
     * @throws ServiceError when the token was not sealed for that purpose
     */
    String open(String purpose, String token);
  }

  public Paging(Tokens tokens) {
    this.tokens = tokens;
  }

  /** One page; {@code nextToken} is null at the end. */
  public record Page<T>(List<T> items, @Nullable String nextToken) {}

  /**
   * The page after a token's position.
   *
   * @param sorted by key, ascending
   * @throws ServiceError {@code InvalidParameterValue} for a page size out of range
   */
  public <T> Page<T> page(
      Call call,
      List<T> sorted,
      Function<T, String> key,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {
    if (maxResults == null && nextToken == null) {
      return new Page<>(sorted, null);
    }
    checkSize(maxResults);
    int size = maxResults == null ? MOST_RESULTS : Math.min(maxResults, MOST_RESULTS);
    List<T> rest = sorted;
    if (nextToken != null) {
      String after = tokens.open(call.scope(), nextToken);
      rest = sorted.stream().filter(item -> key.apply(item).compareTo(after) > 0).toList();
    }
    if (rest.size() <= size) {
      return new Page<>(rest, null);
    }
    List<T> items = rest.subList(0, size);
    return new Page<>(items, tokens.seal(call.scope(), key.apply(items.getLast())));
  }

  /** Rows after a position, in the order of their keys: the next few of a table. */
  @FunctionalInterface
  public interface Source<T> {
    List<T> after(String position, int limit);
  }

  /**
   * The page after a token's position, of rows that are read as far as the page goes.
   *
   * @param passes which rows are shown
   * @throws ServiceError {@code InvalidParameterValue} for a page size out of range
   */
  public <T> Page<T> page(
      Call call, Source<T> source, Predicate<T> passes, Function<T, String> key, Cut cut) {
    checkSize(cut.maxResults());
    int size = cut.maxResults() == null ? MOST_RESULTS : Math.min(cut.maxResults(), MOST_RESULTS);
    String position = cut.nextToken() == null ? "" : tokens.open(call.scope(), cut.nextToken());
    List<T> found = new ArrayList<>();
    // One more than asked for tells whether there is another page.
    int chunk = size + 1;
    while (true) {
      List<T> rows = source.after(position, chunk);
      for (T row : rows) {
        if (passes.test(row)) {
          found.add(row);
        }
        if (found.size() > size) {
          List<T> items = found.subList(0, size);
          return new Page<>(items, tokens.seal(call.scope(), key.apply(items.getLast())));
        }
      }
      if (rows.size() < chunk) {
        return new Page<>(found, null);
      }
      position = key.apply(rows.getLast());
    }
  }

  /**
   * Which page is asked for.
   *
   * @param maxResults or null for as many as a page can have
   * @param nextToken or null for the first
   */
  public record Cut(@Nullable Integer maxResults, @Nullable String nextToken) {
    /** Whether everything is asked for at once. */
    public boolean isWhole() {
      return maxResults == null && nextToken == null;
    }
  }

  /**
   * Passes unless both ids and a page size are given, which EC2 does not take together.
   *
   * @param parameter the ids' name in EC2's message, such as {@code instancesSet}
   * @throws ServiceError {@code InvalidParameterCombination}
   */
  public static void notWithIds(String parameter, List<String> ids, @Nullable Integer maxResults) {
    if (!ids.isEmpty() && maxResults != null) {
      throw ServiceError.badRequest(
          "InvalidParameterCombination",
          "The parameter " + parameter + " cannot be used with the parameter maxResults");
    }
  }

  /**
   * Passes when a page size is within the range an operation documents.
   *
   * @throws ServiceError {@code InvalidParameterValue}
   */
  public static void within(int least, int most, @Nullable Integer maxResults) {
    if (maxResults != null && (maxResults < least || maxResults > most)) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ( "
              + maxResults
              + " ) for parameter maxResults is invalid. Expecting a value "
              + (maxResults < least
                  ? "greater than or equal to " + least
                  : "less than or equal to " + most)
              + ".");
    }
  }

  private static void checkSize(@Nullable Integer maxResults) {
    within(1, Integer.MAX_VALUE, maxResults);
  }
}
