package croft.services.sns.retry;

import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryScheduleTest {
  private static List<Long> seconds(@Nullable String topic, @Nullable String own) {
    return DeliveryPolicies.effective(topic, own).retries().pauses().stream()
        .map(Duration::toSeconds)
        .toList();
  }

  @Test
  void usuallyTriesThreeTimesAfterTwentySeconds() {
    assertThat(seconds(null, null)).containsExactly(20L, 20L, 20L);
  }

  @Test
  void queuesAreTriedForTwentyThreeDays() {
    Duration all = RetrySchedule.QUEUES.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(RetrySchedule.QUEUES.pauses()).hasSize(100_015);
    assertThat(all.toDays()).isEqualTo(23);
  }

  @Test
  void mailsAreTriedForSixHours() {
    Duration all = RetrySchedule.MAIL.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(RetrySchedule.MAIL.pauses()).hasSize(50);
    assertThat(all.toHours()).isBetween(6L, 7L);
  }

  @ParameterizedTest
  @CsvSource({
    "linear,1 10 20 30 40 50 60 70 80 90 100",
    "geometric,1 1 4 9 16 25 36 49 64 81 100",
    "arithmetic,1 6 12 20 28 38 48 59 72 85 100"
  })
  void pausesGrow(String function, String expected) {
    List<Long> pauses =
        seconds(
            null,
            "{\"healthyRetryPolicy\":{\"minDelayTarget\":1,\"maxDelayTarget\":100,\"numRetries\":11,"
                + "\"backoffFunction\":\""
                + function
                + "\"}}");
    assertThat(pauses)
        .containsExactlyElementsOf(
            java.util.Arrays.stream(expected.split(" ", -1)).map(Long::valueOf).toList());
  }

  @Test
  void phasesComeInTheirOrder() {
    assertThat(
            seconds(
                null,
                "{\"healthyRetryPolicy\":{\"minDelayTarget\":2,\"maxDelayTarget\":50,"
                    + "\"numRetries\":7,\"numNoDelayRetries\":2,\"numMinDelayRetries\":1,"
                    + "\"numMaxDelayRetries\":2,\"backoffFunction\":\"exponential\"}}"))
        .containsExactly(0L, 0L, 2L, 2L, 50L, 50L, 50L);
  }

  @Test
  void topicsMayForbidSubscriptionsToSayOtherwise() {
    String three = "{\"defaultHealthyRetryPolicy\":{\"numRetries\":1}";
    String own = "{\"healthyRetryPolicy\":{\"numRetries\":5}}";
    assertThat(seconds("{\"http\":" + three + "}}", null)).hasSize(1);
    assertThat(seconds("{\"http\":" + three + "}}", own)).hasSize(5);
    assertThat(seconds("{\"http\":" + three + ",\"disableSubscriptionOverrides\":true}}", own))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          x                                             | failed to parse JSON
          {"healthy":{}}                                | unexpected property healthy
          {"healthyRetryPolicy":{"numRetries":101}}     | numRetries must be a whole number from 0 to 100
          {"healthyRetryPolicy":{"minDelayTarget":30}}  | minDelayTarget must be a whole number from 1 to 20
          {"healthyRetryPolicy":{"numNoDelayRetries":4}} | numNoDelayRetries must be
          {"healthyRetryPolicy":{"backoffFunction":"x"}} | backoffFunction must be one of
          {"healthyRetryPolicy":{"maxDelayTarget":3600}} | the total time of retries
          {"throttlePolicy":{"maxReceivesPerSecond":0}} | maxReceivesPerSecond must be
          {"requestPolicy":{"headerContentType":"a/b"}} | unsupported headerContentType a/b
          """)
  void saysWhatIsWrong(String policy, String words) {
    assertRefused(() -> DeliveryPolicies.ofSubscription(policy), "InvalidParameter", 400, words);
  }
}
