package croft.services.sns.delivery;

import croft.base.Arn;
import croft.services.operation.outgoing.Outcome;
import croft.services.operation.outgoing.WebServers;
import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.message.Outbox;
import croft.services.sns.retry.DeliveryPolicies;
import croft.services.sns.retry.HttpPolicy;
import croft.services.sns.retry.RetrySchedule;
import croft.services.sns.subscription.Subscription;
import croft.services.sns.subscription.SubscriptionAttributes;
import croft.services.sns.subscription.Subscriptions;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicAttributes;
import croft.services.sns.topic.TopicUse;
import croft.services.sns.topic.TopicUse.Metric;
import croft.services.sns.topic.Topics;
import croft.store.Store;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is kept for subscriptions, each by itself: one that does not answer holds up nobody
 * else. What failed is tried again by its policy, and goes to the dead-letter queue in the end. A
 * crash between arrival and note makes a message arrive twice; none is lost.
 */
public final class DeliveryReconciler implements KeyedReconciler {
  public static final String NAME = "sns-deliveries";

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReconciler.class);
  private static final int BATCH = 16;

  /** Queues are Croft's own, and many at once are written together. */
  private static final int QUEUE_BATCH = 64;

  private static final int LARGEST = 256;
  private static final int MOST_DUE = 1000;

  /** What no ARN comes after. */
  private static final String AFTER_ARNS = "arn;";

  private static final int SUBSCRIPTIONS_AT_ONCE = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Store store;
  private final InstantSource time;
  private final TopicUse use;
  private final QueueCarrier queues;
  private final Carrier mail;
  private final Carrier web;

  /** When the subscriptions that may get only so much in a second last got something. */
  private final Map<String, Instant> throttled = new ConcurrentHashMap<>();

  public DeliveryReconciler(DeliveryParts parts) {
    this.store = parts.sns().store();
    this.time = parts.sns().time();
    this.use = parts.sns().use();
    this.queues = new QueueCarrier(parts.sns(), parts.envelope());
    this.mail = new MailCarrier(parts.mailer(), parts.envelope());
    this.web =
        new HttpCarrier(
            parts.envelope(), new WebServers(parts.envelope().endpoint(), parts.trust()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration period() {
    return SECOND;
  }

  @Override
  public int parallelism() {
    return SUBSCRIPTIONS_AT_ONCE;
  }

  @Override
  public Set<String> due() {
    List<Delivery> due =
        store.read(tx -> tx.findBetween(Delivery.TABLE, Delivery.BY_DUE, "", afterNow(), MOST_DUE));
    Set<String> subscriptions = new HashSet<>();
    due.forEach(delivery -> subscriptions.add(delivery.subscriptionArn()));
    // One that is far behind must not hide the others.
    return due.size() < MOST_DUE ? subscriptions : everyoneWaiting();
  }

  private Set<String> everyoneWaiting() {
    Set<String> subscriptions = new HashSet<>();
    String from = "";
    while (true) {
      String begin = from;
      List<Delivery> next =
          store.read(tx ->
              tx.findBetween(Delivery.TABLE, Delivery.BY_SUBSCRIPTION_DUE, begin, AFTER_ARNS, 1));
      if (next.isEmpty()) {
        return subscriptions;
      }
      subscriptions.add(next.getFirst().subscriptionArn());
      from = next.getFirst().subscriptionArn() + "}";
    }
  }

  private String afterNow() {
    return Delivery.moment(time.instant().plusMillis(1));
  }

  @Override
  public void reconcile(String subscriptionArn) throws InterruptedException {
    boolean more = true;
    while (more) {
      Optional<Subscription> subscription =
          store.read(tx -> Subscriptions.find(tx, subscriptionArn));
      Optional<Topic> topic =
          subscription.flatMap(one -> store.read(tx -> Topics.find(tx, Arn.parse(one.topicArn()))));
      if (subscription.isEmpty() || topic.isEmpty()) {
        forget(subscriptionArn);
        return;
      }
      more = lookOnce(subscription.get(), topic.get());
    }
  }

  /** What is kept for a subscription that is gone reaches nobody. */
  private void forget(String subscriptionArn) {
    throttled.remove(subscriptionArn);
    List<Delivery> batch;
    do {
      List<Delivery> some =
          store.read(tx -> tx.list(Delivery.TABLE, subscriptionArn, "", BATCH * BATCH));
      store.write(tx -> {
        some.forEach(delivery -> Outbox.letGo(tx, delivery));
        return some;
      });
      batch = some;
    } while (!batch.isEmpty());
  }

  /** One batch; whether there may be another one. */
  private boolean lookOnce(Subscription subscription, Topic topic) throws InterruptedException {
    int limit = receivesPerSecond(subscription, topic);
    Instant last = throttled.get(subscription.arn());
    if (limit > 0 && last != null && last.plus(SECOND).isAfter(time.instant())) {
      return false;
    }
    int usual = subscription.protocol().equals("sqs") ? QUEUE_BATCH : BATCH;
    List<Delivery> batch = next(subscription, topic, limit == 0 ? usual : Math.min(limit, LARGEST));
    if (batch.isEmpty()) {
      return false;
    }
    if (limit > 0) {
      throttled.put(subscription.arn(), time.instant());
    }
    Map<Delivery, Outcome> outcomes = new HashMap<>();
    if (topic.isFifo()) {
      inOrder(batch, subscription, topic, outcomes);
    } else {
      atOnce(batch, subscription, topic, outcomes);
    }
    note(outcomes, subscription, topic);
    return true;
  }

  /** The most messages a subscription may get in a second; 0 for any number. */
  private static int receivesPerSecond(Subscription subscription, Topic topic) {
    return subscription.protocol().startsWith("http")
        ? policy(subscription, topic).receivesPerSecond()
        : 0;
  }

  private static HttpPolicy policy(Subscription subscription, Topic topic) {
    return DeliveryPolicies.effective(
        topic.attribute(TopicAttributes.DELIVERY_POLICY),
        subscription.attribute(SubscriptionAttributes.DELIVERY_POLICY));
  }

  private List<Delivery> next(Subscription subscription, Topic topic, int most) {
    String arn = subscription.arn();
    if (!topic.isFifo()) {
      return store.read(tx ->
          tx.findBetween(
              Delivery.TABLE,
              Delivery.BY_SUBSCRIPTION_DUE,
              arn + "|",
              arn + "|" + afterNow(),
              most));
    }
    // In order: what waits to be tried again holds up what comes after it.
    Instant now = time.instant();
    List<Delivery> first = store.read(tx -> tx.list(Delivery.TABLE, arn, "", most));
    return first.stream().takeWhile(delivery -> !delivery.due().isAfter(now)).toList();
  }

  private void inOrder(
      List<Delivery> batch, Subscription subscription, Topic topic, Map<Delivery, Outcome> outcomes)
      throws InterruptedException {
    for (Delivery delivery : batch) {
      Outcome outcome = attempt(delivery, subscription, topic);
      outcomes.put(delivery, outcome);
      if (outcome instanceof Outcome.Failed failed && !failed.permanent()) {
        return;
      }
    }
  }

  private void atOnce(
      List<Delivery> batch, Subscription subscription, Topic topic, Map<Delivery, Outcome> outcomes)
      throws InterruptedException {
    if (batch.size() == 1) {
      outcomes.put(batch.getFirst(), attempt(batch.getFirst(), subscription, topic));
      return;
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Map<Delivery, Future<Outcome>> running = new HashMap<>();
      batch.forEach(delivery ->
          running.put(delivery, threads.submit(() -> attempt(delivery, subscription, topic))));
      for (Map.Entry<Delivery, Future<Outcome>> one : running.entrySet()) {
        outcomes.put(one.getKey(), one.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A delivery failed in an unforeseen way", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome attempt(Delivery delivery, Subscription subscription, Topic topic)
      throws InterruptedException {
    @Nullable Message message = Outbox.message(store, delivery).orElse(null);
    if (message == null) {
      return Outcome.never("The message is gone");
    }
    if (message.isNotification() && !subscription.confirmed()) {
      return Outcome.arrived();
    }
    Outcome outcome =
        carrier(delivery.protocol()).carry(new Parcel(delivery, message, subscription, topic));
    if (message.isNotification() && outcome instanceof Outcome.Arrived) {
      use.note(topic, Metric.DELIVERED, 1);
    }
    return outcome;
  }

  private Carrier carrier(String protocol) {
    return switch (protocol) {
      case "sqs" -> queues;
      case "http", "https" -> web;
      case "email", "email-json" -> mail;
      default -> throw new IllegalStateException("Nobody delivers by " + protocol);
    };
  }

  /** Writes down what came of a batch; what is given up goes to its last place before that. */
  private void note(Map<Delivery, Outcome> outcomes, Subscription subscription, Topic topic) {
    List<Delivery> done = new ArrayList<>();
    List<Delivery> again = new ArrayList<>();
    outcomes.forEach((delivery, outcome) -> {
      if (outcome instanceof Outcome.Failed failed) {
        Optional<Duration> pause =
            failed.permanent()
                ? Optional.empty()
                : schedule(subscription, topic).pauseAfter(delivery.failures() + 1);
        if (pause.isPresent()) {
          again.add(delivery.again(time.instant().plus(pause.get())));
          return;
        }
        Outcome last = giveUp(delivery, subscription, topic, failed.reason());
        if (last instanceof Outcome.Failed refused && !refused.permanent()) {
          again.add(delivery.again(time.instant().plus(RetrySchedule.QUEUES.longest())));
          return;
        }
      }
      done.add(delivery);
    });
    store.write(tx -> {
      done.forEach(delivery -> Outbox.letGo(tx, delivery));
      again.forEach(delivery -> tx.put(Delivery.TABLE, delivery));
      return outcomes;
    });
  }

  private static RetrySchedule schedule(Subscription subscription, Topic topic) {
    return switch (subscription.protocol()) {
      case "http", "https" -> policy(subscription, topic).retries();
      case "email", "email-json" -> RetrySchedule.MAIL;
      default -> RetrySchedule.QUEUES;
    };
  }

  private Outcome giveUp(Delivery delivery, Subscription subscription, Topic topic, String reason) {
    String queue = SubscriptionAttributes.deadLetters(subscription);
    @Nullable Message message = Outbox.message(store, delivery).orElse(null);
    LOG.info(
        "Message {} does not reach {} after {} attempts: {}{}",
        delivery.messageId(),
        subscription.arn(),
        delivery.failures() + 1,
        reason,
        queue == null ? "" : "; it goes to " + queue);
    if (message == null || !message.isNotification()) {
      return Outcome.arrived();
    }
    use.note(topic, Metric.FAILED, 1);
    if (queue == null) {
      return Outcome.arrived();
    }
    Outcome last = queues.send(new Parcel(delivery, message, subscription, topic), queue);
    use.note(topic, last instanceof Outcome.Arrived ? Metric.REDRIVEN : Metric.NOT_REDRIVEN, 1);
    if (last instanceof Outcome.Failed failed) {
      LOG.warn(
          "The dead-letter queue {} does not take message {}: {}",
          queue,
          delivery.messageId(),
          failed.reason());
    }
    return last;
  }
}
