package croft.services.sns.publish;

import croft.services.sns.message.Delivery;
import croft.services.sns.topic.SnsParts;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.util.List;

/** Forgets which messages were published once their ids may mean others. */
public final class DeduplicationUpkeep implements Reconciler {
  private static final int BATCH = 1000;

  private final SnsParts parts;

  public DeduplicationUpkeep(SnsParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "sns-deduplication-upkeep";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    String before = Delivery.moment(parts.time().instant().minus(Publisher.SAME));
    List<Deduplication> old;
    do {
      old =
          parts
              .store()
              .read(tx ->
                  tx.findBetween(Deduplication.TABLE, Deduplication.BY_TIME, "", before, BATCH));
      List<Deduplication> batch = old;
      if (!batch.isEmpty()) {
        parts
            .store()
            .write(tx -> {
              batch.forEach(row -> tx.delete(Deduplication.TABLE, row.scope(), row.id()));
              return batch;
            });
      }
    } while (old.size() == BATCH);
  }
}
