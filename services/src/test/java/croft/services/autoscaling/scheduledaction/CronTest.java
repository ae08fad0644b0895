package croft.services.autoscaling.scheduledaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *|UTC|2026-05-01T12:01:00Z|2026-05-01T12:15:00Z",
        "0 9 * * MON-FRI|UTC|2026-05-01T12:00:00Z|2026-05-04T09:00:00Z",
        "0 9 * * 1|Europe/Berlin|2026-05-01T12:00:00Z|2026-05-04T07:00:00Z",
        "30 2 1 1,6 *|UTC|2026-05-01T12:00:00Z|2026-06-01T02:30:00Z",
        "0 0 13 * FRI|UTC|2026-05-02T00:00:00Z|2026-05-08T00:00:00Z",
        "0 0 * * 7|UTC|2026-05-01T12:00:00Z|2026-05-03T00:00:00Z"
      })
  void findsTheNextTime(String expression, String zone, Instant after, Instant next) {
    assertThat(Cron.parse(expression).orElseThrow().after(after, ZoneId.of(zone))).contains(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *"})
  void refusesWhatIsNoExpression(String text) {
    assertThat(Cron.parse(text)).isEmpty();
  }

  @Test
  void aDayThatNeverComesHasNoTime() {
    assertThat(
            Cron.parse("0 0 31 2 *")
                .orElseThrow()
                .after(Instant.parse("2026-05-01T12:00:00Z"), ZoneId.of("UTC")))
        .isEmpty();
  }
}
