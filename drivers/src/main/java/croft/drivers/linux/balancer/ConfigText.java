package croft.drivers.linux.balancer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of HAProxy's language, and what text must look like in them. */
final class ConfigText {
  private final List<String> lines = new ArrayList<>();

  void section(String line) {
    lines.add(line);
  }

  void add(String line) {
    lines.add("  " + line);
  }

  /** One word that means itself: nothing within single quotes is special. */
  static String word(String text) {
    return "'" + text.replace("'", "'\\''").replace("\n", "").replace("\r", "") + "'";
  }

  static String words(List<String> texts) {
    return texts.stream().map(ConfigText::word).collect(Collectors.joining(" "));
  }

  /** A literal within a log format, where the percent sign begins a variable. */
  static String literal(String text) {
    return text.replace("%", "%%");
  }

  /** A pattern whose {@code *} and {@code ?} stand for any letters and one, as an expression. */
  static String expression(String pattern) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      switch (letter) {
        case '*' -> all.append(".*");
        case '?' -> all.append('.');
        default -> {
          if ("\\.[]{}()+-^$|/&=".indexOf(letter) >= 0 && letter != '/' && letter != '=') {
            all.append('\\');
          }
          all.append(letter);
        }
      }
    }
    return all.toString();
  }

  /** The same, over the whole of a text. */
  static String whole(String pattern) {
    return "^" + expression(pattern) + "$";
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
