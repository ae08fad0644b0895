package croft.services.sns.topic;

/** Hears of what topics do, to count it. */
@FunctionalInterface
public interface TopicUse {
  /** Counts nothing. */
  TopicUse UNCOUNTED = (topic, metric, value) -> {};

  /** What is counted, by CloudWatch's names. */
  enum Metric {
    PUBLISHED("NumberOfMessagesPublished", "Count"),
    SIZE("PublishSize", "Bytes"),
    FILTERED_OUT("NumberOfNotificationsFilteredOut", "Count"),
    DELIVERED("NumberOfNotificationsDelivered", "Count"),
    FAILED("NumberOfNotificationsFailed", "Count"),
    REDRIVEN("NumberOfNotificationsRedrivenToDlq", "Count"),
    NOT_REDRIVEN("NumberOfNotificationsFailedToRedriveToDlq", "Count");

    private final String spelling;
    private final String unit;

    Metric(String spelling, String unit) {
      this.spelling = spelling;
      this.unit = unit;
    }

    public String spelling() {
      return spelling;
    }

    public String unit() {
      return unit;
    }
  }

  /** That was seen of a topic. */
  void note(Topic topic, Metric metric, double value);
}
