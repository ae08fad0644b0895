package croft.services.logs.pattern;

/** A text in which {@code *} stands for any text. */
record Wildcard(String text) {

  boolean matches(String value) {
    int star = -1;
    int restart = 0;
    int i = 0;
    int j = 0;
    while (i < value.length()) {
      if (j < text.length() && text.charAt(j) == '*') {
        star = j++;
        restart = i;
      } else if (j < text.length() && text.charAt(j) == value.charAt(i)) {
        i++;
        j++;
      } else if (star >= 0) {
        j = star + 1;
        i = ++restart;
      } else {
        return false;
      }
    }
    while (j < text.length() && text.charAt(j) == '*') {
      j++;
    }
    return j == text.length();
  }
}
