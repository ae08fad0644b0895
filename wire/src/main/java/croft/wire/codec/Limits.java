package croft.wire.codec;

/**
 * How large a request may be before it is refused.
 *
 * @param bodyBytes a body held in memory, as sent; streamed bodies are not held and not limited
 * @param inflatedBytes a body after its {@code Content-Encoding: gzip} was taken off
 * @param depth how far documents may nest
 * @param parameters how many form parameters one call may have
 */
public record Limits(int bodyBytes, int inflatedBytes, int depth, int parameters) {
  private static final int MEBIBYTE = 1024 * 1024;

  /** Room for the largest documented request (a CloudFormation template of 1 MiB) many times. */
  public static final Limits DEFAULT = new Limits(16 * MEBIBYTE, 32 * MEBIBYTE, 128, 20_000);
}
