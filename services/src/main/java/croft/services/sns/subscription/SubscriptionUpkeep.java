package croft.services.sns.subscription;

import croft.services.sns.topic.SnsParts;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets go of subscriptions that nobody confirmed within two days. */
public final class SubscriptionUpkeep implements Reconciler {
  private static final Duration TIME_TO_CONFIRM = Duration.ofDays(2);
  private static final int BATCH = 1000;

  private final SnsParts parts;

  public SubscriptionUpkeep(SnsParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "sns-subscription-upkeep";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void reconcile() {
    Instant last = parts.time().instant().minus(TIME_TO_CONFIRM);
    String before = "%020d".formatted(Math.max(0, last.toEpochMilli()));
    List<Subscription> stale =
        parts
            .store()
            .read(tx ->
                tx.findBetween(Subscription.TABLE, Subscription.BY_PENDING, "", before, BATCH));
    for (Subscription subscription : stale) {
      parts
          .store()
          .write(tx -> {
            Subscriptions.find(tx, subscription.arn())
                .filter(now -> !now.confirmed() && now.createdAt().isBefore(last))
                .ifPresent(now -> tx.delete(Subscription.TABLE, now.topicArn(), now.id()));
            return subscription;
          });
    }
  }
}
