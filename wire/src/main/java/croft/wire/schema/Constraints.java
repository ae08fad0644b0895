package croft.wire.schema;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model demands of a value. A null bound, pattern or value set demands nothing.
 *
 * @param minimum least length (strings, blobs, lists, maps) or least value (numbers)
 * @param maximum greatest length or value
 * @param pattern the regular expression the whole text must match
 * @param values the permitted texts of an enumeration
 */
public record Constraints(
    @Nullable BigDecimal minimum,
    @Nullable BigDecimal maximum,
    @Nullable Pattern pattern,
    @Nullable Set<String> values) {

  public static final Constraints NONE = new Constraints(null, null, null, null);
}
