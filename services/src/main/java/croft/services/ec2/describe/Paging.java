package croft.services.ec2.describe;

import croft.base.ServiceError;
import croft.services.operation.Call;
import java.util.List;
import java.util.function.Function;
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
    if (maxResults != null && maxResults < 1) {
      throw ServiceError.badRequest(
          "InvalidParameterValue",
          "Value ( "
              + maxResults
              + " ) for parameter maxResults is invalid. Expecting a value"
              + " greater than or equal to 5.");
    }
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
}
