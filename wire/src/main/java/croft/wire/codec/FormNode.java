package croft.wire.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dotted step of a form's parameter names: {@code Tag.1.Key=a} is three nodes deep. */
final class FormNode {
  private final @Nullable FormNode parent;
  private final String name;
  private final int depth;
  private @Nullable String value;
  private @Nullable Map<String, FormNode> children;

  private FormNode(@Nullable FormNode parent, String name, int depth) {
    this.parent = parent;
    this.name = name;
    this.depth = depth;
  }

  static FormNode root() {
    return new FormNode(null, "", 0);
  }

  /** The child of that name, made where there is none. */
  FormNode grow(String childName) {
    var known = children;
    if (known == null) {
      known = new LinkedHashMap<>();
      children = known;
    }
    FormNode child = known.get(childName);
    if (child == null) {
      child = new FormNode(this, childName, depth + 1);
      known.put(childName, child);
    }
    return child;
  }

  /** Sets the value; of a parameter given twice the last counts, as AWS has it. */
  void set(String text) {
    value = text;
  }

  @Nullable String value() {
    return value;
  }

  @Nullable FormNode child(String childName) {
    var known = children;
    return known == null ? null : known.get(childName);
  }

  Map<String, FormNode> children() {
    var known = children;
    return known == null ? Map.of() : known;
  }

  int depth() {
    return depth;
  }

  /** The parameter's whole name, such as {@code Tag.1.Key}. */
  String path() {
    FormNode above = parent;
    return above == null || above.parent == null ? name : above.path() + "." + name;
  }
}
