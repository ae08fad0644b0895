package croft.services.sns.subscription;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.sns.SnsFixture.queueArn;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.sns.ConfirmSubscriptionInput;
import croft.api.sns.DeleteTopicInput;
import croft.api.sns.GetSubscriptionAttributesInput;
import croft.api.sns.ListSubscriptionsByTopicInput;
import croft.api.sns.ListSubscriptionsInput;
import croft.api.sns.SetSubscriptionAttributesInput;
import croft.api.sns.SnsModel;
import croft.api.sns.SubscribeInput;
import croft.api.sns.UnsubscribeInput;
import croft.base.Caller;
import croft.services.sns.SnsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionOperationsTest {
  @TempDir Path directory;
  private SnsFixture sns;
  private String topic = "";

  @BeforeEach
  void open() {
    sns = new SnsFixture(directory);
    topic = sns.topic("news");
  }

  @AfterEach
  void close() {
    sns.close();
  }

  private Map<String, String> attributes(String subscription) {
    return Objects.requireNonNull(
        sns.asRoot(
                SnsModel.GET_SUBSCRIPTION_ATTRIBUTES,
                GetSubscriptionAttributesInput.builder().subscriptionArn(subscription).build())
            .attributes());
  }

  private void set(String subscription, String name, String value) {
    sns.asRoot(
        SnsModel.SET_SUBSCRIPTION_ATTRIBUTES,
        SetSubscriptionAttributesInput.builder()
            .subscriptionArn(subscription)
            .attributeName(name)
            .attributeValue(value)
            .build());
  }

  private List<String> listed() {
    return sns
        .asRoot(
            SnsModel.LIST_SUBSCRIPTIONS_BY_TOPIC,
            ListSubscriptionsByTopicInput.builder().topicArn(topic).build())
        .subscriptionsOrEmpty()
        .stream()
        .map(one -> String.valueOf(one.subscriptionArn()))
        .toList();
  }

  @Test
  void aQueueOfTheAccountIsSubscribedAtOnceAndOnce() {
    String arn = sns.subscribeQueue(topic, "orders", Map.of("RawMessageDelivery", "true"));
    assertThat(arn).startsWith(topic + ":");
    assertThat(sns.subscribeQueue(topic, "orders", Map.of())).isEqualTo(arn);
    assertRefused(
        () -> sns.subscribeQueue(topic, "orders", Map.of("FilterPolicy", "{\"a\":[\"b\"]}")),
        "InvalidParameter",
        400,
        "Subscription already exists with different attributes");
    assertThat(attributes(arn))
        .containsEntry("PendingConfirmation", "false")
        .containsEntry("ConfirmationWasAuthenticated", "true")
        .containsEntry("Endpoint", queueArn("orders"))
        .containsEntry("RawMessageDelivery", "true")
        .containsEntry("SubscriptionPrincipal", "arn:aws:iam::123456789012:root");
    assertThat(listed()).containsExactly(arn);
    assertThat(
            sns.asRoot(SnsModel.LIST_SUBSCRIPTIONS, ListSubscriptionsInput.builder().build())
                .subscriptionsOrEmpty())
        .hasSize(1);
    assertRefused(
        () ->
            sns.as(
                Caller.anonymous(),
                SnsModel.UNSUBSCRIBE,
                UnsubscribeInput.builder().subscriptionArn(arn).build()),
        "AuthorizationError",
        403,
        "SNS:Unsubscribe");
    sns.asRoot(SnsModel.UNSUBSCRIBE, UnsubscribeInput.builder().subscriptionArn(arn).build());
    assertThat(listed()).isEmpty();
    assertRefused(() -> attributes(arn), "NotFound", 404, "Subscription does not exist");
  }

  @Test
  void aQueueOfAnotherAccountMustAgree() throws Exception {
    SubscribeInput request =
        SubscribeInput.builder()
            .topicArn(topic)
            .protocol("sqs")
            .endpoint("arn:aws:sqs:us-west-2:210987654321:theirs")
            .build();
    assertThat(sns.asRoot(SnsModel.SUBSCRIBE, request).subscriptionArn())
        .isEqualTo("pending confirmation");
    assertThat(listed()).containsExactly("PendingConfirmation");
    sns.deliver();
    assertThat(sns.sent.getFirst().queueUrl())
        .isEqualTo("https://sqs.us-west-2.amazonaws.com/210987654321/theirs");
    assertThat(sns.sent.getFirst().messageBody()).contains("SubscriptionConfirmation");
  }

  @Test
  void whatNobodyConfirmsGoes() throws Exception {
    sns.subscribe(topic, "http", "http://198.51.100.1/x", Map.of());
    sns.pass(Duration.ofHours(47));
    sns.upkeep.reconcile();
    assertThat(listed()).hasSize(1);
    sns.pass(Duration.ofHours(2));
    sns.upkeep.reconcile();
    assertThat(listed()).isEmpty();
    sns.deliver();
    assertThat(sns.kept()).isZero();
  }

  @Test
  void tokensMustBeRight() {
    sns.subscribe(topic, "email", "ann@example.org", Map.of());
    for (String token : List.of("", "0123")) {
      assertRefused(
          () ->
              sns.asRoot(
                  SnsModel.CONFIRM_SUBSCRIPTION,
                  ConfirmSubscriptionInput.builder().topicArn(topic).token(token).build()),
          "InvalidParameter",
          400,
          "Invalid token");
    }
  }

  @Test
  void attributesChangeTogetherWithTheirScope() {
    String arn = sns.subscribeQueue(topic, "orders", Map.of());
    assertRefused(
        () -> set(arn, "FilterPolicy", "{\"a\":{\"b\":[\"c\"]}}"),
        "InvalidParameter",
        400,
        "does not support nested");
    set(arn, "FilterPolicyScope", "MessageBody");
    set(arn, "FilterPolicy", "{\"a\":{\"b\":[\"c\"]}}");
    assertThat(attributes(arn)).containsEntry("FilterPolicyScope", "MessageBody");
    assertRefused(
        () -> set(arn, "FilterPolicyScope", "MessageAttributes"),
        "InvalidParameter",
        400,
        "does not support nested");
    set(arn, "FilterPolicy", "{}");
    assertThat(attributes(arn)).doesNotContainKeys("FilterPolicy");
    assertRefused(
        () -> set(arn, "DeliveryPolicy", "{}"), "InvalidParameter", 400, "does not support");
    assertRefused(() -> set(arn, "RawMessageDelivery", "x"), "InvalidParameter", 400, "[x]");
    assertRefused(() -> set(arn, "Colour", "red"), "InvalidParameter", 400, "AttributeName");
    assertRefused(
        () -> set(arn, "SubscriptionRoleArn", "x"),
        "UnsupportedOperation",
        400,
        "SubscriptionRoleArn");
    assertRefused(
        () -> set(arn, "RedrivePolicy", "{\"deadLetterTargetArn\":\"x\"}"),
        "InvalidParameter",
        400,
        "deadLetterTargetArn is an invalid arn");
    assertRefused(
        () ->
            set(
                arn,
                "RedrivePolicy",
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-west-2:210987654321:dead\"}"),
        "InvalidParameter",
        400,
        "account and region");
  }

  @ParameterizedTest
  @CsvSource({
    "lambda,arn:aws:lambda:us-west-2:123456789012:function:f,UnsupportedOperation,lambda",
    "sms,+15551234567,UnsupportedOperation,sms",
    "application,arn:aws:sns:x:1:endpoint/x,UnsupportedOperation,application",
    "firehose,arn:aws:firehose:x:1:x,UnsupportedOperation,firehose",
    "pigeon,home,InvalidParameter,does not support this protocol string: pigeon",
    "sqs,orders,InvalidParameter,SQS endpoint ARN",
    "sqs,arn:aws:sqs:us-west-2:123456789012:x.fifo,InvalidParameter,FIFO SQS Queues can not",
    "http,https://example.org/,InvalidParameter,must match the specified protocol",
    "https,https://,InvalidParameter,Endpoint Reason",
    "email,nobody,InvalidParameter,Email address"
  })
  void endpointsAreChecked(String protocol, String endpoint, String code, String words) {
    assertRefused(() -> sns.subscribe(topic, protocol, endpoint, Map.of()), code, 400, words);
  }

  @Test
  void passwordsOfEndpointsAreNotShown() {
    String arn = sns.subscribe(topic, "http", "http://ann:secret@198.51.100.1/x", Map.of());
    assertThat(attributes(arn)).containsEntry("Endpoint", "http://ann:****@198.51.100.1/x");
  }

  @Test
  void subscriptionsGoWithTheirTopic() throws Exception {
    sns.subscribeQueue(topic, "orders", Map.of());
    sns.publish(topic, "late");
    sns.asRoot(SnsModel.DELETE_TOPIC, DeleteTopicInput.builder().topicArn(topic).build());
    sns.deliver();
    assertThat(sns.sent).isEmpty();
    assertThat(sns.kept()).isZero();
    assertThat(sns.topic("news")).isEqualTo(topic);
    assertThat(listed()).isEmpty();
  }
}
