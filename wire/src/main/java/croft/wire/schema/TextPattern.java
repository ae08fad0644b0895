package croft.wire.schema;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A regular expression the whole text must match, compiled at its first use. */
public final class TextPattern {
  private final String regex;
  private volatile @Nullable Pattern compiled;

  public TextPattern(String regex) {
    this.regex = regex;
  }

  /** The expression as the model has it. */
  public String regex() {
    return regex;
  }

  public boolean matches(String text) {
    Pattern known = compiled;
    if (known == null) {
      known = Pattern.compile(regex);
      compiled = known;
    }
    return known.matcher(text).matches();
  }

  @Override
  public String toString() {
    return regex;
  }
}
