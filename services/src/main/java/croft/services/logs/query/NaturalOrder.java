package croft.services.logs.query;

import java.util.Comparator;

/**
 * AWS's natural order: what is no number before numbers, numbers by size; texts in chunks of digits
 * and others, digits by their number, others by Unicode.
 */
enum NaturalOrder implements Comparator<Value> {
  ASCENDING;

  @Override
  public int compare(Value one, Value other) {
    double first = one.number();
    double second = other.number();
    boolean firstIs = !Double.isNaN(first);
    boolean secondIs = !Double.isNaN(second);
    if (firstIs && secondIs) {
      return Double.compare(first, second);
    }
    if (firstIs != secondIs) {
      return firstIs ? 1 : -1;
    }
    return compare(one.text(), other.text());
  }

  static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int first = endOfDigits(one, i);
        int second = endOfDigits(other, j);
        int order = compareDigits(one.substring(i, first), other.substring(j, second));
        if (order != 0) {
          return order;
        }
        i = first;
        j = second;
      } else {
        int order = Character.compare(one.charAt(i++), other.charAt(j++));
        if (order != 0) {
          return order;
        }
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  private static int compareDigits(String one, String other) {
    String first = withoutZeros(one);
    String second = withoutZeros(other);
    int byLength = Integer.compare(first.length(), second.length());
    return byLength != 0 ? byLength : first.compareTo(second);
  }

  private static String withoutZeros(String digits) {
    int begin = 0;
    while (begin < digits.length() - 1 && digits.charAt(begin) == '0') {
      begin++;
    }
    return digits.substring(begin);
  }

  private static int endOfDigits(String text, int begin) {
    int end = begin;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }
}
