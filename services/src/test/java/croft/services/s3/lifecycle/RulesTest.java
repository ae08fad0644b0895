package croft.services.s3.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.s3.lifecycle.Rule.Expiration;
import croft.services.s3.lifecycle.Rule.Filter;
import croft.services.s3.lifecycle.Rule.Noncurrent;
import croft.services.s3.lifecycle.Rules.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
  private static final Instant MADE = Instant.parse("2026-03-10T10:30:00Z");
  private static final Filter ALL = new Filter("", Map.of(), null, null);

  private static Rules expiring(Filter filter, Expiration expiration) {
    return new Rules(List.of(new Rule("r", filter, expiration, null, null)));
  }

  private static Version current(String key, long sizeBytes) {
    return new Version(key, sizeBytes, MADE, true, false, 0, true);
  }

  private static boolean due(Rules rules, Version version, String now) {
    return rules.isDue(version, () -> Map.of("temporary", "yes"), Instant.parse(now));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-13T23:59:59Z, false",
    "2026-03-14T00:00:00Z, true",
    "2027-01-01T00:00:00Z, true"
  })
  void daysAreRoundedUpToTheNextMidnight(String now, boolean due) {
    Rules rules = expiring(ALL, new Expiration(3, null, false));
    assertThat(due(rules, current("a", 1), now)).isEqualTo(due);
  }

  @Test
  void aMidnightIsNotRoundedFurther() {
    assertThat(Ages.due(Instant.parse("2026-03-10T00:00:00Z"), 1))
        .isEqualTo("2026-03-11T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "logs/a, 50, true",
    "log, 50, false",
    "logs/a, 10, false",
    "logs/a, 11, true",
    "logs/a, 100, false"
  })
  void everyPartOfAFilterMustHold(String key, long size, boolean due) {
    Filter filter = new Filter("logs/", Map.of("temporary", "yes"), 10L, 100L);
    Rules rules = expiring(filter, new Expiration(1, null, false));
    assertThat(due(rules, current(key, size), "2026-04-01T00:00:00Z")).isEqualTo(due);
  }

  @Test
  void tagsAreLookedUpOnlyWhereARuleAsks() {
    Rules untagged = expiring(ALL, new Expiration(1, null, false));
    assertThat(
            untagged.isDue(
                current("a", 1),
                () -> {
                  throw new AssertionError("looked up");
                },
                Instant.parse("2026-04-01T00:00:00Z")))
        .isTrue();
    Filter other = new Filter("", Map.of("temporary", "no"), null, null);
    assertThat(
            due(
                expiring(other, new Expiration(1, null, false)),
                current("a", 1),
                "2026-04-01T00:00:00Z"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"2026-05-31T23:59:59Z, false", "2026-06-01T00:00:00Z, true"})
  void datesHoldFromThenOn(String now, boolean due) {
    Rules rules = expiring(ALL, new Expiration(null, Instant.parse("2026-06-01T00:00:00Z"), false));
    assertThat(due(rules, current("a", 1), now)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2, true", "5, true"})
  void newerNoncurrentVersionsStay(int newer, boolean due) {
    Rules rules = new Rules(List.of(new Rule("r", ALL, null, new Noncurrent(1, 2), null)));
    Version version = new Version("a", 1, MADE, false, false, newer, false);
    assertThat(due(rules, version, "2026-04-01T00:00:00Z")).isEqualTo(due);
    assertThat(due(rules, current("a", 1), "2026-04-01T00:00:00Z")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true, , true", "true, 3, true", "false, 3, true", "false, 300, false"})
  void aMarkerOverNothingGoes(boolean markers, @Nullable Integer days, boolean due) {
    Rules rules = expiring(ALL, new Expiration(days, null, markers));
    Version alone = new Version("a", 0, MADE, true, true, 0, true);
    Version hiding = new Version("a", 0, MADE, true, true, 0, false);
    assertThat(due(rules, alone, "2026-04-01T00:00:00Z")).isEqualTo(due);
    assertThat(due(rules, hiding, "2026-04-01T00:00:00Z")).isFalse();
  }

  @Test
  void uploadsAreAbortedByTheEarliestRule() {
    Rules rules =
        new Rules(
            List.of(
                new Rule("late", ALL, null, null, 7),
                new Rule("early", new Filter("tmp/", Map.of(), null, null), null, null, 2)));
    assertThat(rules.isUploadDue("tmp/a", MADE, Instant.parse("2026-03-13T00:00:00Z"))).isTrue();
    assertThat(rules.isUploadDue("a", MADE, Instant.parse("2026-03-13T00:00:00Z"))).isFalse();
    assertThat(rules.abortion("tmp/a", MADE))
        .contains(new Rules.Expiry(Instant.parse("2026-03-13T00:00:00Z"), "early"));
  }

  @Test
  void tellsWhenAnObjectExpires() {
    Rules rules = expiring(ALL, new Expiration(3, null, false));
    assertThat(rules.expiry("a", 1, MADE, Map.of()))
        .contains(new Rules.Expiry(Instant.parse("2026-03-14T00:00:00Z"), "r"));
    assertThat(new Rules(List.of()).expiry("a", 1, MADE, Map.of())).isEmpty();
  }
}
