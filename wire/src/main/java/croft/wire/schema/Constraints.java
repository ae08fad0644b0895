package croft.wire.schema;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model demands of a value. A null bound, pattern or value set demands nothing.
 *
 * @param minimum least length (strings, blobs, lists, maps) or least value (numbers)
 * @param maximum greatest length or value
 * @param pattern the regular expression the whole text must match
 * @param values the permitted texts of an enumeration, in the model's order
 */
public record Constraints(
    @Nullable BigDecimal minimum,
    @Nullable BigDecimal maximum,
    @Nullable TextPattern pattern,
    @Nullable Set<String> values) {

  public static final Constraints NONE = new Constraints(null, null, null, null);

  /**
   * Constraints as generated code writes them.
   *
   * @param regex the pattern, or null
   * @param values the permitted texts, one a line, or null
   */
  public static Constraints of(
      @Nullable String minimum,
      @Nullable String maximum,
      @Nullable String regex,
      @Nullable String values) {
    return new Constraints(
        minimum == null ? null : new BigDecimal(minimum),
        maximum == null ? null : new BigDecimal(maximum),
        regex == null ? null : new TextPattern(regex),
        values == null
            ? null
            : Collections.unmodifiableSet(
                new LinkedHashSet<>(Arrays.asList(values.split("\n", -1)))));
  }
}
