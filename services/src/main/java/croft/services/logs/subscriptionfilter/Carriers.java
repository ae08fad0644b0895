package croft.services.logs.subscriptionfilter;

import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SqsApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.logs.loggroup.LogsParts;
import croft.services.operation.Call;
import croft.services.operation.outgoing.Outcome;
import croft.services.operation.outgoing.WebServers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings messages to destinations: to queues as the service their policies name, to web servers by
 * POST.
 */
public final class Carriers {
  private static final String HOST = "logs.amazonaws.com";
  private static final Duration TO_ANSWER = Duration.ofSeconds(15);

  /** What passes, though it is told as the sender's fault. */
  private static final Set<String> PASSING =
      Set.of("OverLimit", "RequestThrottled", "ThrottlingException", "KmsThrottled");

  private final LogsParts parts;
  private final WebServers servers;

  public Carriers(LogsParts parts, WebServers servers) {
    this.parts = parts;
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
    Arn queue = Arn.parse(filter.destination());
    SendMessageRequest.Builder request =
        SendMessageRequest.builder()
            .queueUrl(
                "https://sqs.%s.amazonaws.com/%s/%s"
                    .formatted(queue.region(), queue.account(), queue.resource()))
            .messageBody(message);
    try {
      new SqsApi(parts.calls().as(call(filter, queue))).sendMessage(request.build());
      return Outcome.arrived();
    } catch (ServiceError e) {
      String reason = e.code() + ": " + e.message();
      return e.isSenderFault() && !PASSING.contains(e.code())
          ? Outcome.never(reason)
          : Outcome.later(reason);
    }
  }

  private Call call(SubscriptionFilter filter, Arn queue) {
    return new Call(
            Caller.service(filter.account(), HOST),
            queue.region(),
            parts.ids().uuid(),
            "",
            true,
            HOST,
            parts.time().instant())
        .with(
            Map.of(
                "aws:SourceArn", List.of(filter.groupArn() + ":*"),
                "aws:SourceAccount", List.of(filter.account())));
  }
}
