package croft.services.sns.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.sns.message.Message;
import croft.services.sns.retry.DeliveryPolicies;
import croft.services.sns.retry.HttpPolicy;
import croft.services.sns.subscription.SubscriptionAttributes;
import croft.services.sns.topic.TopicAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to web servers.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html">HTTP(S)
 * endpoints as subscribers</a>.
 */
final class HttpCarrier implements Carrier {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(15);
  private static final int TOO_MANY_REQUESTS = 429;

  private final Envelope envelope;
  private final Destinations destinations;
  private final HttpClient plain;
  private final Supplier<@Nullable SSLContext> trust;
  private volatile @Nullable Trusting trusting;

  private record Trusting(SSLContext context, HttpClient client) {}

  /**
   * Makes it.
   *
   * @param trust whose certificates are taken; null for whom this machine trusts
   */
  HttpCarrier(Envelope envelope, Destinations destinations, Supplier<@Nullable SSLContext> trust) {
    this.envelope = envelope;
    this.destinations = destinations;
    this.plain = builder().build();
    this.trust = trust;
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(TO_CONNECT);
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
    Outcome refusal = destinations.refusal(endpoint);
    if (refusal != null) {
      return refusal;
    }
    HttpClient client = "https".equals(endpoint.getScheme()) ? secure() : plain;
    return post(client, request(parcel, endpoint));
  }

  /** A client that trusts whom Croft trusts now. */
  private HttpClient secure() {
    SSLContext context = trust.get();
    if (context == null) {
      return plain;
    }
    Trusting known = trusting;
    if (known == null || !known.context().equals(context)) {
      known = new Trusting(context, builder().sslContext(context).build());
      trusting = known;
    }
    return known.client();
  }

  private static Outcome post(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      // An answer may be endless: nobody reads it.
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return outcome(answer.statusCode());
    } catch (IOException e) {
      return Outcome.later(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Outcome.arrived();
    }
    String reason = "The endpoint answered " + status;
    return status >= 500 || status == TOO_MANY_REQUESTS
        ? Outcome.later(reason)
        : Outcome.never(reason);
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
