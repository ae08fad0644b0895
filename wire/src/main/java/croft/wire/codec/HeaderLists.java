package croft.wire.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists in one header field: items parted by commas, those with commas or quotes quoted.
 *
 * <p>Source: RFC 9110, 5.6.1 and 5.6.4.
 */
final class HeaderLists {
  private HeaderLists() {}

  /**
   * The items of all the field's values.
   *
   * @param dates whether items are HTTP dates, which have a comma each
   */
  static List<String> split(List<String> values, boolean dates) {
    List<String> items = new ArrayList<>();
    for (String value : values) {
      int from = 0;
      while (from <= value.length()) {
        from = item(value, from, dates, items);
      }
    }
    return items;
  }

  /** Takes one item and gives the position after its comma. */
  private static int item(String value, int from, boolean dates, List<String> items) {
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    boolean dateComma = dates;
    int i = from;
    for (; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\' && i + 1 < value.length()) {
        item.append(value.charAt(++i));
      } else if (c == '"' && (quoted || item.toString().isBlank())) {
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        if (!dateComma) {
          break;
        }
        dateComma = false;
        item.append(c);
      } else {
        item.append(c);
      }
    }
    String text = wasQuoted ? item.toString() : item.toString().strip();
    if (wasQuoted || !text.isEmpty()) {
      items.add(wasQuoted ? text.stripLeading() : text);
    }
    return i + 1;
  }

  static String join(List<String> items, boolean quoting) {
    StringBuilder joined = new StringBuilder();
    for (String item : items) {
      if (!joined.isEmpty()) {
        joined.append(", ");
      }
      boolean quote = quoting && (item.indexOf(',') >= 0 || item.indexOf('"') >= 0);
      joined.append(quote ? '"' + item.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : item);
    }
    return joined.toString();
  }
}
