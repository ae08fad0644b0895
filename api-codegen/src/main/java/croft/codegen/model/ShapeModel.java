package croft.codegen.model;

import java.util.List;
import java.util.Map;

/**
 * A shape.
 *
 * @param members of a structure or union; the element of a list; key and value of a map
 */
public record ShapeModel(
    String name, Kind kind, List<MemberModel> members, Limits limits, Map<Trait, String> traits) {
  public boolean has(Trait trait) {
    return traits.containsKey(trait);
  }

  /** A structure without members, for operations that have no input or output. */
  public static ShapeModel empty(String name) {
    return new ShapeModel(name, Kind.STRUCTURE, List.of(), Limits.NONE, Map.of(Trait.UNIT, ""));
  }
}
