package croft.wire.http;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} header, made once a second. SDKs correct their clocks by it. */
final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private record Made(long epochSecond, String text) {}

  private final InstantSource clock;
  private volatile Made last = new Made(Long.MIN_VALUE, "");

  HttpDate(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    long second = Math.floorDiv(clock.millis(), 1000L);
    Made made = last;
    if (made.epochSecond() != second) {
      made = new Made(second, FORMAT.format(clock.instant()));
      last = made;
    }
    return made.text();
  }
}
