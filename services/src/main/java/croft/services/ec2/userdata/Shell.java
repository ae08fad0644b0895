package croft.services.ec2.userdata;

import java.util.Collection;
import java.util.stream.Collectors;

/** Builds POSIX shell text safely. */
final class Shell {
  private Shell() {}

  /** A word that the shell takes literally. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String quote(Collection<?> words) {
    return words.stream().map(w -> quote(String.valueOf(w))).collect(Collectors.joining(" "));
  }
}
