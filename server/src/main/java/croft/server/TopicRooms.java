package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.cloudwatch.metric.MetricSink;
import croft.services.operation.ServiceRoom;
import croft.services.sns.SnsService;
import croft.services.sns.delivery.DeliveryParts;
import croft.services.sns.delivery.DeliveryReconciler;
import croft.services.sns.delivery.Envelope;
import croft.services.sns.delivery.TopicMeter;
import croft.services.sns.mail.MailFolder;
import croft.services.sns.mail.Mailer;
import croft.services.sns.mail.SmtpMailer;
import croft.services.sns.publish.DeduplicationUpkeep;
import croft.services.sns.signature.MessageSigner;
import croft.services.sns.subscription.SubscriptionUpkeep;
import croft.services.sns.topic.SnsParts;
import croft.store.Table;
import croft.wire.http.Headers;
import croft.wire.http.HttpHandler;
import croft.wire.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** SNS, put together: topics, and what delivers to queues, web servers and mailboxes. */
final class TopicRooms {
  /** What only deliveries of SNS have. */
  private static final String DELIVERY_HEADER = "x-amz-sns-message-type";

  private final ServiceRoom room;
  private final MessageSigner signer;
  private final AtomicReference<String> endpoint;

  private TopicRooms(ServiceRoom room, MessageSigner signer, AtomicReference<String> endpoint) {
    this.room = room;
    this.signer = signer;
    this.endpoint = endpoint;
  }

  /** Makes them, counting there, and has what delivers look once the runner is launched. */
  static TopicRooms of(WatchParts parts, MetricSink sink) {
    TopicMeter meter = new TopicMeter(sink, parts.time());
    SnsParts sns =
        new SnsParts(
            parts.store(),
            parts.ids(),
            parts.time(),
            parts.policies(),
            parts.pages(),
            parts.calls(),
            meter,
            (tx, subscriptionArn) ->
                parts.reconcilers().wakeAfter(tx, DeliveryReconciler.NAME, subscriptionArn));
    Path tls = parts.home().directory().resolve("tls");
    MessageSigner signer = new MessageSigner(tls, parts.random(), parts.wall());
    AtomicReference<String> endpoint =
        new AtomicReference<>("http://127.0.0.1:" + parts.config().port());
    parts.add(
        new DeliveryReconciler(
            new DeliveryParts(
                sns,
                new Envelope(endpoint::get, signer),
                mailer(parts),
                new TrustedAuthorities(tls.resolve("ca.pem"))::context)));
    parts.add(meter);
    parts.add(new SubscriptionUpkeep(sns));
    parts.add(new DeduplicationUpkeep(sns));
    return new TopicRooms(new SnsService(sns), signer, endpoint);
  }

  private static Mailer mailer(WatchParts parts) {
    return parts
        .config()
        .mail()
        .<Mailer>map(relay -> new SmtpMailer(relay, parts.wall()))
        .orElseGet(() -> new MailFolder(parts.config().home().resolve("mail"), parts.wall()));
  }

  static List<Table<?>> tables() {
    return SnsService.tables();
  }

  ServiceRoom room() {
    return room;
  }

  /** Tells where this Croft is asked, for links in messages: {@code http://127.0.0.1:4566}. */
  void servingAt(String base) {
    endpoint.set(base);
  }

  /**
   * The door with the certificate of messages. A delivery that finds its way to Croft itself ends
   * here: it could be published again by its own arrival.
   */
  HttpHandler before(HttpHandler all) {
    return request -> {
      if (request.headers().has(DELIVERY_HEADER)) {
        return text(403, "text/plain", "Croft takes no messages of topics.\n");
      }
      String path = request.rawPath();
      if (MessageSigner.isCertificatePath(path)) {
        return path.equals("/" + signer.certificateName())
            ? text(200, "application/x-pem-file", signer.certificate())
            : text(404, "text/plain", "There is no such certificate.\n");
      }
      return all.handle(request);
    };
  }

  private static HttpResponse text(int status, String type, String text) {
    return HttpResponse.of(status, Headers.of("Content-Type", type), text.getBytes(UTF_8));
  }
}
