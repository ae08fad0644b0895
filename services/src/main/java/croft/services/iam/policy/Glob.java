package croft.services.iam.policy;

import java.util.Arrays;

/**
 * A compiled wildcard pattern: {@code *} is any run of characters, {@code ?} any one. It is matched
 * as a set of live states, so the cost is at most length of text times length of pattern, whatever
 * the pattern.
 */
final class Glob {
  /** How far a wildcard reaches over the colons of an ARN. */
  enum Reach {
    /** Colons mean nothing. */
    TEXT,
    /**
     * A Resource element: within the first five parts a {@code *} stays inside its part unless it
     * ends it, then "it can expand to match beyond the colon boundaries".
     */
    RESOURCE,
    /** ArnLike: each of the six parts is matched by itself; the sixth may hold colons. */
    ARN_PARTS
  }

  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;
  private static final int PART_RUN = -3;
  private static final int PART_ONE = -4;
  private static final int COLONS_BEFORE_ARN_RESOURCE = 5;

  private final String prefix;
  private final int[] tokens;

  private Glob(String prefix, int[] tokens) {
    this.prefix = prefix;
    this.tokens = tokens;
  }

  boolean matches(String text) {
    if (!text.startsWith(prefix)) {
      return false;
    }
    if (tokens.length == 0) {
      return text.length() == prefix.length();
    }
    if (tokens.length == 1 && tokens[0] == ANY_RUN) {
      return true;
    }
    return simulate(text);
  }

  private boolean simulate(String text) {
    boolean[] live = new boolean[tokens.length + 1];
    boolean[] next = new boolean[tokens.length + 1];
    live[0] = true;
    passRuns(live);
    for (int at = prefix.length(); at < text.length(); at++) {
      if (!step(live, next, text.charAt(at))) {
        return false;
      }
      passRuns(next);
      boolean[] spent = live;
      live = next;
      next = spent;
      Arrays.fill(next, false);
    }
    return live[tokens.length];
  }

  private boolean step(boolean[] live, boolean[] next, char character) {
    boolean any = false;
    for (int state = 0; state < tokens.length; state++) {
      if (live[state] && accepts(tokens[state], character)) {
        next[isRun(tokens[state]) ? state : state + 1] = true;
        any = true;
      }
    }
    return any;
  }

  /** A run may match nothing: the state behind it is live as well. */
  private void passRuns(boolean[] live) {
    for (int state = 0; state < tokens.length; state++) {
      if (live[state] && isRun(tokens[state])) {
        live[state + 1] = true;
      }
    }
  }

  private static boolean isRun(int token) {
    return token == ANY_RUN || token == PART_RUN;
  }

  private static boolean accepts(int token, char character) {
    return switch (token) {
      case ANY_RUN, ANY_ONE -> true;
      case PART_RUN, PART_ONE -> character != ':';
      default -> token == character;
    };
  }

  /** Takes literal text and wildcards from left to right. */
  static final class Builder {
    private static final int STAR = -5;
    private static final int QUESTION = -6;

    private int[] raw = new int[32];
    private int size;

    Builder literal(String text) {
      for (int at = 0; at < text.length(); at++) {
        add(text.charAt(at));
      }
      return this;
    }

    Builder star() {
      if (size == 0 || raw[size - 1] != STAR) {
        add(STAR);
      }
      return this;
    }

    Builder question() {
      add(QUESTION);
      return this;
    }

    private void add(int token) {
      if (size == raw.length) {
        raw = Arrays.copyOf(raw, size * 2);
      }
      raw[size++] = token;
    }

    Glob build(Reach reach) {
      boolean everything = size == 1 && raw[0] == STAR;
      Reach applied = everything ? Reach.TEXT : reach;
      int colons = 0;
      int[] tokens = new int[size];
      for (int at = 0; at < size; at++) {
        boolean inParts = applied != Reach.TEXT && colons < COLONS_BEFORE_ARN_RESOURCE;
        tokens[at] = token(at, inParts, applied);
        if (raw[at] == ':') {
          colons++;
        }
      }
      int literals = 0;
      StringBuilder prefix = new StringBuilder();
      while (literals < size && tokens[literals] >= 0) {
        prefix.append((char) tokens[literals++]);
      }
      return new Glob(prefix.toString(), Arrays.copyOfRange(tokens, literals, size));
    }

    private int token(int at, boolean inParts, Reach reach) {
      int value = raw[at];
      if (value == STAR) {
        boolean endsPart = at + 1 == size || raw[at + 1] == ':';
        return inParts && !(reach == Reach.RESOURCE && endsPart) ? PART_RUN : ANY_RUN;
      }
      if (value == QUESTION) {
        return inParts ? PART_ONE : ANY_ONE;
      }
      return value;
    }
  }
}
