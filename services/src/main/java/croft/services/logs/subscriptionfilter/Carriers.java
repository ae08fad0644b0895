package croft.services.logs.subscriptionfilter;

import croft.api.sqs.SendMessageRequest;
import croft.base.Arn;
import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.outgoing.Outcome;
import croft.services.operation.outgoing.QueueSender;
import croft.services.operation.outgoing.WebServers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * Brings messages to destinations: to queues as the service their policies name, to web servers by
 * POST.
 */
public final class Carriers {
  private static final String HOST = "logs.amazonaws.com";
  private static final Duration TO_ANSWER = Duration.ofSeconds(15);

  private final QueueSender queues;
  private final WebServers servers;

  public Carriers(LogsParts parts, WebServers servers) {
    this.queues = new QueueSender(parts.calls(), parts.ids(), parts.time(), HOST);
    this.servers = servers;
  }

  /** Whether a destination is one of these: a queue's ARN, an address of a web server. */
  static boolean isWeb(String destination) {
    return destination.startsWith("http://") || destination.startsWith("https://");
  }

  /** Whether a destination is a queue's ARN. */
  static boolean isQueue(String destination) {
    return destination.startsWith("arn:aws:sqs:");
  }

  /** What AWS would call such a destination. */
  static String kind(String destination) {
    return isQueue(destination) ? "SQS queue" : "HTTP endpoint";
  }

  Outcome carry(SubscriptionFilter filter, String message) throws InterruptedException {
    return isQueue(filter.destination()) ? send(filter, message) : post(filter, message);
  }

  private Outcome post(SubscriptionFilter filter, String message) throws InterruptedException {
    return servers.post(
        HttpRequest.newBuilder(URI.create(filter.destination()))
            .timeout(TO_ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Amazon CloudWatch Logs")
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build());
  }

  private Outcome send(SubscriptionFilter filter, String message) {
    return queues.send(
        Arn.parse(filter.destination()),
        SendMessageRequest.builder().messageBody(message).build(),
        filter.groupArn() + ":*",
        filter.account());
  }
}
