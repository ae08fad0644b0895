package croft.services.s3.object;

import org.jspecify.annotations.Nullable;

/**
 * Keys from one to another, in the order of their UTF-8 bytes.
 *
 * @param from the first key
 * @param exclusive whether keys begin only after it
 * @param below the key they end before, or null for no end
 */
public record KeyRange(String from, boolean exclusive, @Nullable String below) {

  /** The keys that begin with a prefix. */
  public static KeyRange of(String prefix) {
    return new KeyRange(prefix, false, after(prefix));
  }

  /** The same, but what comes after a key. */
  public KeyRange beginningAfter(String key) {
    return new KeyRange(key, true, below);
  }

  /** The same, but what comes from a key on. */
  public KeyRange beginningAt(String key) {
    return new KeyRange(key, false, below);
  }

  /** The least text greater than all that begin with a prefix; null when there is none. */
  public static @Nullable String after(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        // What follows D7FF in UTF-8 is E000: the surrogates between are no characters.
        int next = last == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : last + 1;
        return prefix.substring(0, end) + Character.toString(next);
      }
    }
    return null;
  }
}
