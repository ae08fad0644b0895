package croft.services.logs.query;

/** Texts that are numbers. */
final class Numbers {
  private static final int LONGEST = 64;

  private Numbers() {}

  /** The number a text is; NaN when it is none. */
  static double parse(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST) {
      return Double.NaN;
    }
    boolean whole = length < 16;
    long number = 0;
    for (int i = 0; i < length; i++) {
      char letter = text.charAt(i);
      if (letter >= '0' && letter <= '9') {
        number = number * 10 + (letter - '0');
      } else if ("+-.eE".indexOf(letter) >= 0) {
        whole = false;
      } else {
        return Double.NaN;
      }
    }
    return whole ? number : parseSlowly(text);
  }

  private static double parseSlowly(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
