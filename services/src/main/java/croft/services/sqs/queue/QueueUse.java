package croft.services.sqs.queue;

/** Hears what queues do, for their metrics. */
public interface QueueUse {
  /** What is counted, by CloudWatch's names. */
  enum Metric {
    SENT("NumberOfMessagesSent", "Count"),
    SIZE("SentMessageSize", "Bytes"),
    RECEIVED("NumberOfMessagesReceived", "Count"),
    EMPTY("NumberOfEmptyReceives", "Count"),
    DELETED("NumberOfMessagesDeleted", "Count");

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

  /** That was seen of a queue. */
  void note(Queue queue, Metric metric, double value);
}
