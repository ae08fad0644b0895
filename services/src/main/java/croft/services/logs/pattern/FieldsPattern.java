package croft.services.logs.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fields between spaces: {@code [ip, user, ..., status = 4*, bytes > 1000]}. What stands in quotes
 * or brackets is one field.
 */
final class FieldsPattern implements FilterPattern {
  private final List<Field> before;

  /** Null where there is no ellipsis: then there are as many fields as names. */
  private final @Nullable List<Field> after;

  /**
   * A field and what is asked of it: one of the lists, all of what is in it.
   *
   * @param asked empty to ask nothing
   */
  record Field(String name, List<List<Comparison>> asked) {
    Field {
      asked = List.copyOf(asked);
    }

    boolean holds(String value) {
      return asked.isEmpty()
          || asked.stream().anyMatch(all -> all.stream().allMatch(one -> one.holds(value)));
    }
  }

  FieldsPattern(List<Field> before, @Nullable List<Field> after) {
    this.before = List.copyOf(before);
    this.after = after == null ? null : List.copyOf(after);
  }

  @Override
  public boolean matches(String message) {
    return fields(message) != null;
  }

  @Override
  public Optional<Map<String, String>> extract(String message) {
    return Optional.ofNullable(fields(message));
  }

  @Override
  public Optional<String> value(String message, String reference) {
    Map<String, String> fields = fields(message);
    return fields == null ? Optional.empty() : Optional.ofNullable(fields.get(reference));
  }

  /** The fields by name, with the dollar; null when they are not as asked. */
  private @Nullable Map<String, String> fields(String message) {
    List<String> values = split(message);
    List<Field> last = after == null ? List.of() : after;
    int named = before.size() + last.size();
    if (values.size() < named || (after == null && values.size() > named)) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    boolean holds =
        put(before, values.subList(0, before.size()), fields)
            && put(last, values.subList(values.size() - last.size(), values.size()), fields);
    return holds ? fields : null;
  }

  private static boolean put(List<Field> some, List<String> values, Map<String, String> fields) {
    for (int i = 0; i < some.size(); i++) {
      if (!some.get(i).holds(values.get(i))) {
        return false;
      }
      fields.put("$" + some.get(i).name(), values.get(i));
    }
    return true;
  }

  static List<String> split(String message) {
    List<String> values = new ArrayList<>();
    int at = 0;
    while (at < message.length()) {
      char first = message.charAt(at);
      if (Character.isWhitespace(first)) {
        at++;
        continue;
      }
      char closing = first == '"' ? '"' : first == '[' ? ']' : ' ';
      int close = closing == ' ' ? -1 : message.indexOf(closing, at + 1);
      if (close >= 0) {
        values.add(message.substring(at + 1, close));
        at = close + 1;
      } else {
        int end = at;
        while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
          end++;
        }
        values.add(message.substring(at, end));
        at = end;
      }
    }
    return values;
  }
}
