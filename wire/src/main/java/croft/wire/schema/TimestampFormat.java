package croft.wire.schema;

/**
 * How a timestamp is written; {@link #DEFAULT} leaves it to the protocol and the place.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait">timestampFormat</a>.
 */
public enum TimestampFormat {
  DEFAULT,
  /** RFC 3339, for example {@code 1985-04-12T23:20:50.520Z}. */
  DATE_TIME,
  /** RFC 7231 IMF-fixdate, for example {@code Tue, 29 Apr 2014 18:30:38 GMT}. */
  HTTP_DATE,
  /** Seconds since the epoch, with an optional fraction. */
  EPOCH_SECONDS
}
