package croft.services.operation.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression becomes. RE2/J keeps a repeated part as often as it
 * is repeated, nested ones by their product, and the time of a match grows with the program: so
 * this must be known before one is compiled. An estimate that is not below.
 */
final class PatternSize {
  private static final double MOST_COUNT = 1e6;

  private final String text;
  private int at;

  /** Sizes of the groups that are open; the last is the innermost. */
  private final Deque<Double> open = new ArrayDeque<>();

  private double size;
  private double last;

  private PatternSize(String text) {
    this.text = text;
  }

  static double of(String text) {
    PatternSize size = new PatternSize(text);
    while (size.at < text.length()) {
      size.step();
    }
    double all = size.size;
    for (double outer : size.open) {
      all += outer;
    }
    return all;
  }

  private void step() {
    char letter = text.charAt(at++);
    switch (letter) {
      case '\\' -> escape();
      case '[' -> letters();
      case '(' -> {
        open.push(size);
        size = 0;
        last = 0;
        skipName();
      }
      case ')' -> {
        double inside = size + 2;
        size = open.isEmpty() ? 0 : open.pop();
        atom(inside);
      }
      case '{' -> repetition();
      default -> atom(1);
    }
  }

  /** A group's name is no step. */
  private void skipName() {
    int begin = text.startsWith("?P<", at) ? at + 3 : text.startsWith("?<", at) ? at + 2 : -1;
    int close = begin < 0 ? -1 : text.indexOf('>', begin);
    if (close >= 0 && text.substring(begin, close).chars().allMatch(Character::isLetterOrDigit)) {
      at = close + 1;
    }
  }

  private void atom(double much) {
    last = much;
    size += much;
  }

  private void escape() {
    char escaped = at < text.length() ? text.charAt(at++) : ' ';
    if (escaped == 'Q') {
      int end = text.indexOf("\\E", at);
      int behind = end < 0 ? text.length() : end;
      atom(1);
      size += behind - at;
      at = end < 0 ? behind : end + 2;
      return;
    }
    boolean braced = "pPx".indexOf(escaped) >= 0 && at < text.length() && text.charAt(at) == '{';
    int close = braced ? text.indexOf('}', at) : -1;
    if (close >= 0) {
      at = close + 1;
    }
    atom(1);
  }

  /** A class of letters is one step of the program. */
  private void letters() {
    atom(1);
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    boolean first = true;
    while (at < text.length() && (first || text.charAt(at) != ']')) {
      first = false;
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
      if (named >= 0) {
        at = named + 2;
      } else {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
  }

  private void repetition() {
    int close = text.indexOf('}', at);
    String[] counts = close < 0 ? new String[0] : text.substring(at, close).split(",", -1);
    boolean counted = counts.length == 1 || counts.length == 2;
    double most = 1;
    for (String count : counts) {
      counted &= count.chars().allMatch(Character::isDigit);
      double number = counted && !count.isEmpty() ? Math.min(MOST_COUNT, number(count)) : 0;
      most = Math.max(most, number + 1);
    }
    if (!counted) {
      atom(1);
      return;
    }
    size += last * most - last;
    last *= most;
    at = close + 1;
  }

  private static double number(String digits) {
    return digits.length() > 6 ? MOST_COUNT : Integer.parseInt(digits);
  }
}
