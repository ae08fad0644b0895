package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimestampFormatTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "%Y-%m-%d %H:%M:%S; 2026-01-01 10:11:12 started; 2026-01-01T10:11:12Z",
        "%Y-%m-%dT%H:%M:%S.%f%z; 2026-01-01T10:11:12.345+0200 x; 2026-01-01T08:11:12.345Z",
        "%H:%M:%S %y %b %-d; 12:52:00 17 Dec 27 x; 2017-12-27T12:52:00Z",
        "%-I:%-M:%-S %y %-m %-d; 1:2:3 18  3  8 - x; 2018-03-08T01:02:03Z",
        "%b %d %H:%M:%S; Aug  9 20:45:51 - Jun 18 22:33:07; 2025-08-09T20:45:51Z",
        "%b %-d %H:%M:%S; Jan 15 20:45:51; 2026-01-15T20:45:51Z",
        "%d/%b/%Y:%H:%M:%S %z; 1.2.3.4 - [31/Dec/2025:23:59:59 -0100] x; 2026-01-01T00:59:59Z",
        "%d %B %Y %I:%M %p; on 05 March 2025 12:07 AM; 2025-03-05T00:07:00Z",
        "%d %B %Y %I:%M %p; on 05 March 2025 12:07 pm; 2025-03-05T12:07:00Z",
        "%A %d %b %Y %H:%M:%S %Z; Monday 01 Dec 2025 01:02:03 PST; 2025-12-01T09:02:03Z",
        "[({%H:%M:%S %y %m %d})]$; ^[({12:52:00 25 12 27})]$ x; 2025-12-27T12:52:00Z",
      })
  void timesAreFoundInLines(String format, String line, Instant time) {
    assertThat(TimestampFormat.of(format).find(line, NOW, ZoneOffset.UTC))
        .isEqualTo(Optional.of(time));
  }

  @Test
  void aTimeWithoutZoneIsTheInstances() {
    assertThat(
            TimestampFormat.of("%Y-%m-%d %H:%M")
                .find("2025-05-05 12:00", NOW, ZoneOffset.of("+0200")))
        .isEqualTo(Optional.of(Instant.parse("2025-05-05T10:00:00Z")));
  }

  @Test
  void whatIsNoDateIsNone() {
    TimestampFormat format = TimestampFormat.of("%Y-%m-%d");
    assertThat(format.find("2025-13-45", NOW, ZoneOffset.UTC)).isEmpty();
    assertThat(format.find("nothing", NOW, ZoneOffset.UTC)).isEmpty();
    assertThat(TimestampFormat.of("%b %d").find("Foo 12", NOW, ZoneOffset.UTC)).isEmpty();
    // Letters of two months are no month.
    assertThat(TimestampFormat.of("%b %d").find("anf 12", NOW, ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void anUnknownLetterIsRefused() {
    assertThatThrownBy(() -> TimestampFormat.of("%Q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%Q is not supported");
    assertThatThrownBy(() -> TimestampFormat.of("%")).hasMessage("%  is not supported");
  }
}
