package croft.wire.constraint;

import croft.wire.schema.Member;
import org.jspecify.annotations.Nullable;

/**
 * One demand of the model that a value does not meet.
 *
 * @param path as AWS words it, such as {@code tags.1.member.key}
 * @param ec2Path as EC2 words it, such as {@code Tag.1.Key}
 * @param value as it is shown, {@code ***} if it is a secret; null when it is missing
 * @param kind what is wrong
 * @param demand in AWS's words, such as {@code Member must not be null}
 */
public record Violation(
    Member member, String path, String ec2Path, @Nullable String value, Kind kind, String demand) {

  /** What a value can do wrong. */
  public enum Kind {
    MISSING,
    LENGTH,
    RANGE,
    PATTERN,
    ENUMERATION,
    /** An element, key or value of the collection is wrong. */
    CONTENT
  }

  @Override
  public String toString() {
    String shown = value == null ? "null" : "'" + value + "'";
    return "Value " + shown + " at '" + path + "' failed to satisfy constraint: " + demand;
  }
}
