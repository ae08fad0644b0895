package croft.drivers.network;

import java.util.regex.Pattern;

/** Ids become names of files, sets and chains: they are checked once, here. */
final class Names {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private Names() {}

  static void check(String what, String id) {
    if (!SAFE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          what + " must be letters, digits, '-' or '_', at most 100, was: " + id);
    }
  }
}
