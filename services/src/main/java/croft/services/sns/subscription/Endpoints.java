package croft.services.sns.subscription;

import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicErrors;
import java.net.URI;
import java.util.regex.Pattern;

/** What endpoints of each protocol look like. */
final class Endpoints {
  private static final Pattern MAIL =
      Pattern.compile("[^\\s@<>,;:\"\\p{Cntrl}]{1,64}@[A-Za-z0-9.-]{1,253}");

  private Endpoints() {}

  /**
   * Passes when messages of a topic can go there.
   *
   * @throws ServiceError {@code InvalidParameter}, or {@code UnsupportedOperation} for a protocol
   *     that AWS has and Croft does not
   */
  static void check(Topic topic, String protocol, String endpoint) {
    switch (protocol) {
      case "sqs" -> checkQueue(topic, endpoint);
      case "http", "https" -> checkUrl(protocol, endpoint);
      case "email", "email-json" -> {
        if (!MAIL.matcher(endpoint).matches()) {
          throw TopicErrors.invalid("Email address");
        }
      }
      case "lambda", "sms", "application", "firehose" ->
          throw ServiceError.unsupported("The protocol " + protocol);
      default ->
          throw TopicErrors.invalid(
              "Amazon SNS does not support this protocol string: " + protocol);
    }
    if (topic.isFifo() && !protocol.equals("sqs")) {
      throw TopicErrors.invalid("Invalid parameter: Endpoint Reason: Please use FIFO SQS queue");
    }
  }

  private static void checkQueue(Topic topic, String endpoint) {
    Arn arn;
    try {
      arn = Arn.parse(endpoint);
    } catch (IllegalArgumentException notOne) {
      throw TopicErrors.invalid("SQS endpoint ARN");
    }
    if (!arn.service().equals("sqs")
        || arn.region().isEmpty()
        || !arn.account().matches("\\d{12}")
        || !arn.resource().matches("[A-Za-z0-9_-]{1,80}(\\.fifo)?")) {
      throw TopicErrors.invalid("SQS endpoint ARN");
    }
    if (!topic.isFifo() && endpoint.endsWith(".fifo")) {
      throw TopicErrors.invalid(
          "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS"
              + " topics");
    }
  }

  private static void checkUrl(String protocol, String endpoint) {
    if (!endpoint.startsWith(protocol + "://")) {
      throw TopicErrors.invalid("Endpoint must match the specified protocol");
    }
    try {
      if (URI.create(endpoint).getHost() == null) {
        throw TopicErrors.invalid("Endpoint Reason: no host");
      }
    } catch (IllegalArgumentException malformed) {
      throw TopicErrors.invalid("Endpoint Reason: not a URL");
    }
  }

  /** An endpoint as it may be shown: without a password. */
  static String shown(String endpoint) {
    return endpoint.replaceFirst("^(https?://[^:/@]*):[^/@]*@", "$1:****@");
  }
}
