package croft.codegen.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member of a structure or union, an element, a key or a value.
 *
 * @param target the shape's name in {@link ApiModel#shapes()}
 * @param limits over those of the target, or null for the target's own
 */
public record MemberModel(
    String name, String target, Map<Trait, String> traits, @Nullable Limits limits) {
  public boolean has(Trait trait) {
    return traits.containsKey(trait);
  }
}
