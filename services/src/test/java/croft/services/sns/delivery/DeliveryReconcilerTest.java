package croft.services.sns.delivery;

import static croft.services.sns.SnsFixture.attribute;
import static croft.services.sns.SnsFixture.queueArn;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.sns.ConfirmSubscriptionInput;
import croft.api.sns.PublishInput;
import croft.api.sns.SnsModel;
import croft.api.sns.UnsubscribeInput;
import croft.api.sqs.SendMessageRequest;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.cloudwatch.metric.Observation;
import croft.services.iam.IamFixture;
import croft.services.sns.SnsFixture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DeliveryReconcilerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Map<String, String> RAW = Map.of("RawMessageDelivery", "true");

  @TempDir Path directory;
  private SnsFixture sns;
  private Listener web;

  @BeforeEach
  void open() throws Exception {
    sns = new SnsFixture(directory);
    web = new Listener();
  }

  @AfterEach
  void close() {
    web.close();
    sns.close();
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static String body(SendMessageRequest request) {
    return Objects.requireNonNull(request.messageBody());
  }

  @Test
  void fansOutToQueuesInTheDocumentOrRaw() throws Exception {
    String topic = sns.topic("news");
    sns.subscribeQueue(topic, "wrapped", Map.of());
    sns.subscribeQueue(topic, "plain", RAW);
    String id =
        sns.publish(
            PublishInput.builder()
                .topicArn(topic)
                .message("hello")
                .subject("Greeting")
                .messageAttributes(Map.of("kind", attribute("String", "a"))));
    assertThat(sns.kept()).isEqualTo(3);
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactlyInAnyOrder("wrapped", "plain");
    assertThat(sns.kept()).isZero();
    for (SendMessageRequest request : sns.sent) {
      if (SnsFixture.queueName(request).equals("plain")) {
        assertThat(body(request)).isEqualTo("hello");
        assertThat(request.messageAttributesOrEmpty()).containsOnlyKeys("kind");
      } else {
        JsonNode document = json(body(request));
        assertThat(body(request)).startsWith("{\n  \"Type\" : \"Notification\",");
        assertThat(document.get("MessageId").asString()).isEqualTo(id);
        assertThat(document.get("Subject").asString()).isEqualTo("Greeting");
        assertThat(document.get("Timestamp").asString()).isEqualTo("2026-05-01T12:00:00.000Z");
        assertThat(document.at("/MessageAttributes/kind/Value").asString()).isEqualTo("a");
        assertSigned(document, "SHA1withRSA");
      }
    }
  }

  /** Checks the signature as subscribers do, from the certificate alone. */
  private void assertSigned(JsonNode document, String algorithm) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String name :
        new String[] {
          "Message",
          "MessageId",
          "Subject",
          "SubscribeURL",
          "Timestamp",
          "Token",
          "TopicArn",
          "Type"
        }) {
      if (document.has(name)) {
        text.append(name).append('\n').append(document.get(name).asString()).append('\n');
      }
    }
    assertThat(document.get("SigningCertURL").asString())
        .isEqualTo(SnsFixture.ENDPOINT + "/" + sns.signer.certificateName());
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    sns.signer.certificate().getBytes(StandardCharsets.UTF_8))));
    signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(Base64.getDecoder().decode(document.get("Signature").asString())))
        .isTrue();
  }

  @Test
  void queuesPoliciesDecideAndDeadLettersAreKept() throws Exception {
    String topic = sns.topic("news");
    sns.queuePolicies.put(
        "closed",
        IamFixture.document(
            "{'Effect':'Allow','Principal':{'Service':'sns.amazonaws.com'},'Action':'sqs:SendMessage',"
                + "'Resource':'*','Condition':{'ArnEquals':{'aws:SourceArn':'"
                + topic
                + "'}}}"));
    sns.subscribeQueue(
        topic, "closed", Map.of("RedrivePolicy", redrive("dead"), "RawMessageDelivery", "true"));
    sns.publish(topic, "one");
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactly("closed");
    String other = sns.topic("other");
    sns.subscribeQueue(other, "closed", Map.of("RedrivePolicy", redrive("dead")));
    sns.publish(other, "two");
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactly("closed", "dead");
    assertThat(json(body(sns.sent.get(1))).get("Message").asString()).isEqualTo("two");
    assertThat(sns.kept()).isZero();
  }

  private static String redrive(String queue) {
    return "{\"deadLetterTargetArn\":\"" + queueArn(queue) + "\"}";
  }

  @Test
  void queuesThatFailAreTriedAgainAndHoldUpNobody() throws Exception {
    String topic = sns.topic("news");
    sns.subscribeQueue(topic, "sick", RAW);
    sns.subscribeQueue(topic, "well", RAW);
    sns.refusals.put("sick", ServiceError.internal());
    sns.publish(topic, "one");
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactly("well");
    assertThat(sns.kept()).isEqualTo(2);
    sns.refusals.clear();
    sns.pass(Duration.ofSeconds(1));
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactly("well", "sick");
    assertThat(sns.kept()).isZero();
  }

  @Test
  void keepsMessagesOverARestart() throws Exception {
    String topic = sns.topic("news");
    sns.subscribeQueue(topic, "orders", RAW);
    sns.publish(topic, "one");
    sns.close();
    sns = new SnsFixture(directory);
    sns.deliver();
    assertThat(sns.queuesSent()).containsExactly("orders");
    assertThat(sns.kept()).isZero();
  }

  @Test
  void webServersConfirmAndThenHear() throws Exception {
    String topic = sns.topic("news", Map.of("SignatureVersion", "2"));
    String arn = sns.subscribe(topic, "http", web.url("/hook"), Map.of());
    sns.publish(topic, "unheard");
    sns.deliver();
    assertThat(web.received).hasSize(1);
    Listener.Received first = web.received.getFirst();
    JsonNode asked = json(first.body());
    assertThat(first.header("x-amz-sns-message-type")).isEqualTo("SubscriptionConfirmation");
    assertThat(first.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertSigned(asked, "SHA256withRSA");
    assertThat(asked.get("SubscribeURL").asString())
        .startsWith(SnsFixture.ENDPOINT + "/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns");
    confirm(topic, asked.get("Token").asString());
    sns.publish(topic, "heard");
    sns.deliver();
    Listener.Received second = web.received.getLast();
    assertThat(json(second.body()).get("Message").asString()).isEqualTo("heard");
    assertThat(second.header("x-amz-sns-subscription-arn")).isEqualTo(arn);
    assertSigned(json(second.body()), "SHA256withRSA");
    assertThat(web.received).hasSize(2);
    sns.as(
        Caller.anonymous(),
        SnsModel.UNSUBSCRIBE,
        UnsubscribeInput.builder().subscriptionArn(arn).build());
    sns.publish(topic, "unheard again");
    sns.deliver();
    assertThat(web.received.getLast().header("x-amz-sns-message-type"))
        .isEqualTo("UnsubscribeConfirmation");
    // Whoever did not mean it takes it back.
    confirm(topic, json(web.received.getLast().body()).get("Token").asString());
    sns.publish(topic, "back");
    sns.deliver();
    assertThat(json(web.received.getLast().body()).get("Message").asString()).isEqualTo("back");
  }

  private void confirm(String topic, String token) {
    sns.as(
        Caller.anonymous(),
        SnsModel.CONFIRM_SUBSCRIPTION,
        ConfirmSubscriptionInput.builder().topicArn(topic).token(token).build());
  }

  /** A subscription of the listener that is confirmed already. */
  private void hook(String topic, Map<String, String> attributes) throws Exception {
    sns.subscribe(topic, "http", web.url("/hook"), attributes);
    sns.deliver();
    confirm(topic, json(web.received.getLast().body()).get("Token").asString());
    web.received.clear();
    sns.pass(Duration.ofSeconds(1));
  }

  @Test
  void webServersAreTriedAgainByTheirPolicyAndGivenUp() throws Exception {
    String topic = sns.topic("news");
    hook(
        topic,
        Map.of(
            "RedrivePolicy",
            redrive("dead"),
            "RawMessageDelivery",
            "true",
            "DeliveryPolicy",
            "{\"healthyRetryPolicy\":{\"numRetries\":2,\"minDelayTarget\":5,\"maxDelayTarget\":5}}"));
    web.status = 503;
    sns.publish(topic, "one");
    sns.deliver();
    sns.deliver();
    assertThat(web.received).hasSize(1);
    sns.pass(Duration.ofSeconds(5));
    sns.deliver();
    assertThat(web.received).hasSize(2);
    assertThat(sns.sent).isEmpty();
    sns.pass(Duration.ofSeconds(5));
    sns.deliver();
    assertThat(web.received).hasSize(3);
    assertThat(web.received.getLast().header("x-amz-sns-rawdelivery")).isEqualTo("true");
    assertThat(sns.queuesSent()).containsExactly("dead");
    assertThat(body(sns.sent.getFirst())).isEqualTo("one");
    assertThat(sns.kept()).isZero();
    web.status = 404;
    sns.publish(topic, "two");
    sns.deliver();
    assertThat(web.received).hasSize(4);
    assertThat(sns.queuesSent()).containsExactly("dead", "dead");
  }

  @Test
  void webServersGetNoMoreThanTheyAskFor() throws Exception {
    String topic = sns.topic("news");
    hook(topic, Map.of("DeliveryPolicy", "{\"throttlePolicy\":{\"maxReceivesPerSecond\":3}}"));
    for (int i = 0; i < 7; i++) {
      sns.publish(topic, "message " + i);
    }
    sns.deliver();
    assertThat(web.received).hasSize(3);
    sns.deliver();
    assertThat(web.received).hasSize(3);
    sns.pass(Duration.ofSeconds(1));
    sns.deliver();
    assertThat(web.received).hasSize(6);
    sns.pass(Duration.ofSeconds(1));
    sns.deliver();
    assertThat(web.received).hasSize(7);
  }

  @Test
  void neverDeliversToCroftItself() throws Exception {
    String topic = sns.topic("news");
    for (String endpoint :
        List.of(
            "http://127.0.0.1:4566/_croft/accounts",
            "http://localhost:4566/",
            "http://169.254.169.254/latest")) {
      sns.subscribe(topic, "http", endpoint, Map.of());
    }
    assertThat(sns.kept()).isEqualTo(6);
    sns.deliver();
    assertThat(sns.kept()).isZero();
  }

  @Test
  void mailsAreWritten() throws Exception {
    String topic = sns.topic("news", Map.of("DisplayName", "The News"));
    sns.subscribe(topic, "email", "ann@example.org", Map.of());
    sns.subscribe(topic, "email-json", "bob@example.org", Map.of());
    sns.deliver();
    assertThat(sns.letters)
        .extracting(letter -> letter.to() + " " + letter.subject())
        .containsExactlyInAnyOrder(
            "ann@example.org AWS Notification - Subscription Confirmation",
            "bob@example.org AWS Notification - Subscription Confirmation");
    assertThat(sns.letters)
        .allMatch(letter -> letter.text().contains("Action=ConfirmSubscription"));
    assertThat(sns.letters).allMatch(letter -> letter.fromName().equals("The News"));
  }

  @Test
  void orderIsKeptWhereItIsPromised() throws Exception {
    String topic =
        sns.topic("news.fifo", Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true"));
    sns.subscribeQueue(topic, "orders.fifo", RAW);
    sns.refusals.put("orders.fifo", ServiceError.internal());
    for (int i = 0; i < 5; i++) {
      sns.publish(
          PublishInput.builder().topicArn(topic).message("m" + i).messageGroupId("g" + i % 2));
      sns.deliver();
    }
    sns.refusals.clear();
    sns.pass(Duration.ofSeconds(20));
    sns.deliver();
    assertThat(sns.sent)
        .extracting(SendMessageRequest::messageBody)
        .containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(sns.sent.getFirst().messageGroupId()).isEqualTo("g0");
    assertThat(sns.sent.getFirst().messageDeduplicationId()).hasSize(64);
  }

  @Test
  void useIsCounted() throws Exception {
    String topic = sns.topic("news");
    sns.subscribeQueue(topic, "well", RAW);
    sns.subscribeQueue(topic, "never", Map.of("FilterPolicy", "{\"a\":[\"b\"]}"));
    sns.subscribeQueue(topic, "gone", Map.of("RedrivePolicy", redrive("dead")));
    sns.refusals.put("gone", ServiceError.badRequest("QueueDoesNotExist", "gone"));
    sns.publish(topic, "12345");
    sns.publish(topic, "123");
    sns.deliver();
    sns.meter.reconcile();
    assertThat(sns.metrics)
        .allMatch(point -> point.metric().dimensions().equals(Map.of("TopicName", "news")))
        .extracting(point -> point.metric().name() + " " + point.observation())
        .containsExactlyInAnyOrder(
            "NumberOfMessagesPublished " + new Observation.Statistics(2, 2, 1, 1),
            "PublishSize " + new Observation.Statistics(2, 8, 3, 5),
            "NumberOfNotificationsFilteredOut " + new Observation.Statistics(2, 2, 1, 1),
            "NumberOfNotificationsDelivered " + new Observation.Statistics(2, 2, 1, 1),
            "NumberOfNotificationsFailed " + new Observation.Statistics(2, 2, 1, 1),
            "NumberOfNotificationsRedrivenToDlq " + new Observation.Statistics(2, 2, 1, 1));
    sns.metrics.clear();
    sns.meter.reconcile();
    assertThat(sns.metrics).isEmpty();
  }
}
