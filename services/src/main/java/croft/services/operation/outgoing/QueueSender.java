package croft.services.operation.outgoing;

import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SqsApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends to queues as a service, which their policies must let in.
 *
 * @param service its principal: {@code sns.amazonaws.com}
 */
public record QueueSender(InnerCalls calls, Ids ids, InstantSource time, String service) {
  /** What passes, though it is told as the sender's fault. */
  private static final Set<String> PASSING =
      Set.of("OverLimit", "RequestThrottled", "ThrottlingException", "KmsThrottled");

  /**
   * Sends a message.
   *
   * @param message without the queue's URL
   * @param source the ARN of what it is sent for, as {@code aws:SourceArn} tells it
   * @param account whose that is
   */
  public Outcome send(Arn queue, SendMessageRequest message, String source, String account) {
    String url =
        "https://sqs.%s.amazonaws.com/%s/%s"
            .formatted(queue.region(), queue.account(), queue.resource());
    Call call =
        new Call(
                Caller.service(account, service),
                queue.region(),
                ids.uuid(),
                "",
                true,
                service,
                time.instant())
            .with(Map.of("aws:SourceArn", List.of(source), "aws:SourceAccount", List.of(account)));
    try {
      new SqsApi(calls.as(call)).sendMessage(message.toBuilder().queueUrl(url).build());
      return Outcome.arrived();
    } catch (ServiceError e) {
      String reason = e.code() + ": " + e.message();
      return e.isSenderFault() && !PASSING.contains(e.code())
          ? Outcome.never(reason)
          : Outcome.later(reason);
    }
  }
}
