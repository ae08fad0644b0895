package croft.services.autoscaling.notification;

import croft.api.sns.PublishInput;
import croft.api.sqs.GetQueueUrlRequest;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SqsApi;
import croft.base.Arn;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends notices; one that cannot be sent is tried a few times, and holds nothing else up. */
public final class NoticeSender {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(20);

  private final ScalingParts parts;

  public NoticeSender(ScalingParts parts) {
    this.parts = parts;
  }

  /** Sends what is due of a group. */
  public void send(Group group, Instant now) {
    List<NoticeRow> due =
        parts.store().read(tx -> tx.find(NoticeRow.TABLE, "group_key", group.key())).stream()
            .filter(row -> !now.isBefore(row.next()))
            .toList();
    for (NoticeRow notice : due) {
      boolean sent = sent(notice);
      parts
          .store()
          .write(tx -> {
            if (sent || notice.attempts() + 1 >= MOST_ATTEMPTS) {
              tx.delete(NoticeRow.TABLE, notice.scope(), notice.id());
            } else {
              tx.put(NoticeRow.TABLE, notice.later(now.plus(PAUSE)));
            }
            return true;
          });
    }
  }

  private boolean sent(NoticeRow notice) {
    try {
      deliver(notice);
      return true;
    } catch (ServiceError | IllegalArgumentException e) {
      LOG.warn("Telling {} failed: {}", notice.target(), e.getMessage());
      return false;
    }
  }

  private void deliver(NoticeRow notice) {
    Arn target = Arn.parse(notice.target());
    if (target.service().equals("sns")) {
      parts
          .cloud()
          .topics(notice.scope())
          .publish(
              PublishInput.builder()
                  .topicArn(notice.target())
                  .subject(notice.subject())
                  .message(notice.message())
                  .build());
      return;
    }
    SqsApi queues = parts.cloud().queues(notice.scope());
    String url =
        Objects.toString(
            queues
                .getQueueUrl(
                    GetQueueUrlRequest.builder()
                        .queueName(target.resource())
                        .queueOwnerAWSAccountId(target.account())
                        .build())
                .queueUrl(),
            "");
    queues.sendMessage(
        SendMessageRequest.builder().queueUrl(url).messageBody(notice.message()).build());
  }
}
