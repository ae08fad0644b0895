package croft.codegen.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The modelled constraints of a shape or member.
 *
 * @param minimum least length or value, as a decimal number
 * @param maximum greatest length or value, as a decimal number
 * @param pattern the regular expression the whole text must match
 * @param values the values of an enumeration, empty if it is none
 */
public record Limits(
    @Nullable String minimum,
    @Nullable String maximum,
    @Nullable String pattern,
    List<String> values) {
  public static final Limits NONE = new Limits(null, null, null, List.of());
}
