package croft.services.sns.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.services.sns.message.Message;
import croft.services.sns.signature.MessageSigner;
import croft.services.sns.topic.TopicAttributes;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document around a message, with its signature.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">Amazon SNS
 * message and JSON formats</a>.
 *
 * @param endpoint where this Croft is asked, as {@code http://127.0.0.1:4566}
 */
public record Envelope(Supplier<String> endpoint, MessageSigner signer) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

  /** The document. */
  String document(Parcel parcel) {
    Message message = parcel.message();
    String version =
        parcel.topic().attributes().getOrDefault(TopicAttributes.SIGNATURE_VERSION, "1");
    Map<String, String> signed = signed(parcel);
    ObjectNode document = MAPPER.createObjectNode();
    document.put("Type", message.type().spelling());
    document.put("MessageId", message.id());
    if (!message.sequenceNumber().isEmpty()) {
      document.put("SequenceNumber", message.sequenceNumber());
    }
    for (String name : new String[] {"Token", "TopicArn", "Subject", "Message", "SubscribeURL"}) {
      if (signed.containsKey(name)) {
        document.put(name, signed.get(name));
      }
    }
    document.put("Timestamp", time(message.publishedAt()));
    document.put("SignatureVersion", version);
    document.put("Signature", signer.sign(text(signed), version));
    document.put("SigningCertURL", endpoint.get() + "/" + signer.certificateName());
    if (message.isNotification()) {
      document.put("UnsubscribeURL", unsubscribeUrl(parcel));
    }
    if (!message.attributes().isEmpty()) {
      ObjectNode attributes = document.putObject("MessageAttributes");
      new TreeMap<>(message.attributes())
          .forEach((name, attribute) ->
              attributes
                  .putObject(name)
                  .put("Type", attribute.type())
                  .put("Value", attribute.value()));
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
  }

  /** What the signature is of, in the order of the names. */
  private Map<String, String> signed(Parcel parcel) {
    Message message = parcel.message();
    Map<String, String> parts = new TreeMap<>();
    parts.put("Message", parcel.body());
    parts.put("MessageId", message.id());
    parts.put("Timestamp", time(message.publishedAt()));
    parts.put("TopicArn", message.topicArn());
    parts.put("Type", message.type().spelling());
    if (message.isNotification()) {
      if (!message.subject().isEmpty()) {
        parts.put("Subject", message.subject());
      }
    } else {
      parts.put("SubscribeURL", subscribeUrl(message));
      parts.put("Token", message.token());
    }
    return parts;
  }

  private static String text(Map<String, String> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach((name, value) -> text.append(name).append('\n').append(value).append('\n'));
    return text.toString();
  }

  private static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Where a subscription is confirmed. */
  String subscribeUrl(Message message) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("Action", "ConfirmSubscription");
    query.put("TopicArn", message.topicArn());
    query.put("Token", message.token());
    return url(query);
  }

  /** Where a subscription is ended. */
  String unsubscribeUrl(Parcel parcel) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("Action", "Unsubscribe");
    query.put("SubscriptionArn", parcel.delivery().subscriptionArn());
    return url(query);
  }

  private String url(Map<String, String> query) {
    StringBuilder url = new StringBuilder(endpoint.get()).append("/");
    query.put("Version", "2010-03-31");
    query.forEach((name, value) ->
        url.append(url.indexOf("?") < 0 ? '?' : '&')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, UTF_8)));
    return url.toString();
  }
}
