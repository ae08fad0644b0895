package croft.services.sns.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.operation.outgoing.Outcome;
import croft.services.operation.outgoing.WebServers;
import croft.services.sns.message.Message;
import croft.services.sns.retry.DeliveryPolicies;
import croft.services.sns.retry.HttpPolicy;
import croft.services.sns.subscription.SubscriptionAttributes;
import croft.services.sns.topic.TopicAttributes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;

/**
 * Posts messages to web servers.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html">HTTP(S)
 * endpoints as subscribers</a>.
 */
final class HttpCarrier implements Carrier {
  private static final Duration TO_ANSWER = Duration.ofSeconds(15);

  private final Envelope envelope;
  private final WebServers servers;

  HttpCarrier(Envelope envelope, WebServers servers) {
    this.envelope = envelope;
    this.servers = servers;
  }

  /** What is in force for a subscriber. */
  static HttpPolicy policy(Parcel parcel) {
    return DeliveryPolicies.effective(
        parcel.topic().attribute(TopicAttributes.DELIVERY_POLICY),
        parcel.subscription().attribute(SubscriptionAttributes.DELIVERY_POLICY));
  }

  @Override
  public Outcome carry(Parcel parcel) throws InterruptedException {
    URI endpoint = URI.create(parcel.delivery().endpoint());
    return servers.post(request(parcel, endpoint));
  }

  private HttpRequest request(Parcel parcel, URI endpoint) {
    Message message = parcel.message();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withoutUser(endpoint))
            .timeout(TO_ANSWER)
            .header("x-amz-sns-message-type", message.type().spelling())
            .header("x-amz-sns-message-id", message.id())
            .header("x-amz-sns-topic-arn", message.topicArn())
            .header("Content-Type", policy(parcel).contentType())
            .header("User-Agent", "Amazon Simple Notification Service Agent")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    parcel.isRaw() ? parcel.body() : envelope.document(parcel)));
    if (message.type() != Message.Type.SUBSCRIPTION_CONFIRMATION) {
      request.header("x-amz-sns-subscription-arn", parcel.delivery().subscriptionArn());
    }
    if (parcel.isRaw()) {
      request.header("x-amz-sns-rawdelivery", "true");
    }
    String user = endpoint.getUserInfo();
    if (user != null) {
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
    }
    return request.build();
  }

  private static URI withoutUser(URI endpoint) {
    String text = endpoint.toString().split("#", 2)[0];
    String user = endpoint.getRawUserInfo();
    return URI.create(
        user == null ? text : text.replaceFirst(java.util.regex.Pattern.quote(user + "@"), ""));
  }
}
