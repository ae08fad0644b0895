package croft.services.sns.publish;

import static croft.services.iam.IamFixture.assertRefused;
import static croft.services.sns.SnsFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.sns.BatchResultErrorEntry;
import croft.api.sns.MessageAttributeValue;
import croft.api.sns.PublishBatchInput;
import croft.api.sns.PublishBatchRequestEntry;
import croft.api.sns.PublishBatchResponse;
import croft.api.sns.PublishInput;
import croft.api.sns.PublishResponse;
import croft.api.sns.SnsModel;
import croft.api.sqs.SendMessageRequest;
import croft.services.sns.SnsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishOperationsTest {
  private static final Map<String, String> RAW = Map.of("RawMessageDelivery", "true");

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

  private void refused(UnaryOperator<PublishInput.Builder> change, String code, String words) {
    PublishInput.Builder request = PublishInput.builder().topicArn(topic).message("m");
    assertRefused(() -> sns.publish(change.apply(request)), code, 400, words);
  }

  @Test
  void messagesAreChecked() {
    refused(request -> request.message(""), "InvalidParameter", "Empty message");
    refused(request -> request.message("x".repeat(262_145)), "InvalidParameter", "too long");
    refused(request -> request.message("é".repeat(131_073)), "InvalidParameter", "too long");
    refused(request -> request.subject("x".repeat(100)), "InvalidParameter", "Subject");
    refused(request -> request.subject("two\nlines"), "InvalidParameter", "Subject");
    refused(request -> request.subject("Grüße"), "InvalidParameter", "Subject");
    refused(request -> request.messageStructure("xml"), "InvalidParameter", "MessageStructure");
    refused(request -> request.messageStructure("json"), "InvalidParameter", "failed to parse");
    refused(
        request -> request.messageStructure("json").message("{\"sqs\":\"x\"}"),
        "InvalidParameter",
        "No default entry in JSON message body");
    refused(request -> request.messageGroupId("g"), "InvalidParameter", "MessageGroupId");
    refused(request -> request.topicArn(null), "InvalidParameter", "TopicArn");
    refused(request -> request.phoneNumber("+1555"), "UnsupportedOperation", "PhoneNumber");
    refused(
        request -> request.topicArn(null).targetArn("arn:aws:sns:us-west-2:1:endpoint/GCM/app/1"),
        "UnsupportedOperation",
        "platform endpoint");
    sns.publish(PublishInput.builder().targetArn(topic).message("x".repeat(262_144)));
  }

  private void attributeRefused(String name, MessageAttributeValue value, String words) {
    refused(
        request -> request.messageAttributes(Map.of(name, value)), "ParameterValueInvalid", words);
  }

  @Test
  void attributesAreChecked() {
    attributeRefused("a", attribute("", "x"), "non-empty message attribute type");
    attributeRefused("a", attribute("Colour", "x"), "invalid message attribute type");
    attributeRefused("a", attribute("String", ""), "non-empty message attribute value");
    attributeRefused("a", attribute("Number", "many"), "value to number");
    attributeRefused("a", attribute("String.Array", "x"), "must be an array");
    attributeRefused("a", attribute("Binary", "x"), "non-empty message attribute value");
    attributeRefused("AWS.a", attribute("String", "x"), "is not valid");
    attributeRefused("a..b", attribute("String", "x"), "is not valid");
  }

  @Test
  void protocolsMayHaveMessagesOfTheirOwn() throws Exception {
    sns.subscribeQueue(topic, "orders", RAW);
    sns.publish(
        PublishInput.builder()
            .topicArn(topic)
            .messageStructure("json")
            .message("{\"default\":\"for all\",\"sqs\":\"for queues\",\"email\":\"for people\"}"));
    sns.deliver();
    assertThat(sns.sent.getFirst().messageBody()).isEqualTo("for queues");
  }

  @Test
  void filtersDecideWhoHears() throws Exception {
    sns.subscribeQueue(topic, "all", RAW);
    sns.subscribeQueue(
        topic,
        "some",
        Map.of("FilterPolicy", "{\"kind\":[\"a\"],\"n\":[{\"numeric\":[\">\",2]}]}"));
    sns.subscribeQueue(topic, "tagged", Map.of("FilterPolicy", "{\"tags\":[\"x\"]}"));
    sns.subscribeQueue(
        topic,
        "bodies",
        Map.of("FilterPolicyScope", "MessageBody", "FilterPolicy", "{\"b\":{\"c\":[1]}}"));
    publish("m", Map.of("kind", attribute("String", "a"), "n", attribute("Number", "3")));
    assertThat(sns.queuesSent()).containsExactlyInAnyOrder("all", "some");
    sns.sent.clear();
    publish("m", Map.of("tags", attribute("String.Array", "[\"w\",\"x\"]")));
    assertThat(sns.queuesSent()).containsExactlyInAnyOrder("all", "tagged");
    sns.sent.clear();
    publish("{\"b\":{\"c\":1}}", Map.of());
    assertThat(sns.queuesSent()).containsExactlyInAnyOrder("all", "bodies");
  }

  private void publish(String message, Map<String, MessageAttributeValue> attributes)
      throws Exception {
    sns.publish(
        PublishInput.builder().topicArn(topic).message(message).messageAttributes(attributes));
    sns.deliver();
  }

  @Test
  void fifoTopicsNumberMessagesAndKnowThemAgain() throws Exception {
    String fifo = sns.topic("news.fifo", Map.of("FifoTopic", "true"));
    sns.subscribeQueue(fifo, "orders.fifo", RAW);
    assertRefused(
        () -> sns.publish(fifo, "m"),
        "InvalidParameter",
        400,
        "MessageGroupId parameter is required");
    PublishInput.Builder request =
        PublishInput.builder().topicArn(fifo).message("m").messageGroupId("g");
    assertRefused(() -> sns.publish(request), "InvalidParameter", 400, "ContentBasedDeduplication");
    request.messageDeduplicationId("d");
    PublishResponse first = sns.asRoot(SnsModel.PUBLISH, request.build());
    assertThat(first.sequenceNumber()).isEqualTo("10000000000000000000");
    PublishResponse again = sns.asRoot(SnsModel.PUBLISH, request.build());
    assertThat(again).isEqualTo(first);
    sns.pass(Duration.ofMinutes(4));
    sns.deduplicationUpkeep.reconcile();
    assertThat(sns.asRoot(SnsModel.PUBLISH, request.build())).isEqualTo(first);
    sns.pass(Duration.ofMinutes(2));
    sns.deduplicationUpkeep.reconcile();
    PublishResponse other = sns.asRoot(SnsModel.PUBLISH, request.build());
    assertThat(other.sequenceNumber()).isEqualTo("10000000000000000001");
    sns.deliver();
    assertThat(sns.sent)
        .extracting(SendMessageRequest::messageDeduplicationId)
        .containsExactly("d", "d");
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  private PublishBatchResponse batch(PublishBatchRequestEntry... entries) {
    return sns.asRoot(
        SnsModel.PUBLISH_BATCH,
        PublishBatchInput.builder()
            .topicArn(topic)
            .publishBatchRequestEntries(Arrays.asList(entries))
            .build());
  }

  @Test
  void batchesTellOfEachEntry() throws Exception {
    sns.subscribeQueue(topic, "orders", RAW);
    PublishBatchResponse response = batch(entry("a", "one"), entry("b", ""), entry("c", "three"));
    assertThat(response.successfulOrEmpty()).extracting(one -> one.id()).containsExactly("a", "c");
    assertThat(response.failedOrEmpty())
        .containsExactly(
            BatchResultErrorEntry.builder()
                .id("b")
                .code("InvalidParameter")
                .message("Invalid parameter: Empty message")
                .senderFault(true)
                .build());
    sns.deliver();
    assertThat(sns.sent)
        .extracting(SendMessageRequest::messageBody)
        .containsExactlyInAnyOrder("one", "three");
  }

  @Test
  void batchesAreChecked() {
    assertRefused(() -> batch(), "EmptyBatchRequest", 400, "doesn't contain any entries");
    assertRefused(
        () -> batch(entry("a", "m"), entry("a", "m")), "BatchEntryIdsNotDistinct", 400, "same Id");
    assertRefused(() -> batch(entry("a b", "m")), "InvalidBatchEntryId", 400, "specification");
    assertRefused(
        () -> batch(entry("a", "x".repeat(200_000)), entry("b", "x".repeat(200_000))),
        "BatchRequestTooLong",
        400,
        "more than the limit");
    PublishBatchRequestEntry[] eleven = new PublishBatchRequestEntry[11];
    Arrays.setAll(eleven, i -> entry("e" + i, "m"));
    assertRefused(() -> batch(eleven), "TooManyEntriesInBatchRequest", 400, "more entries");
  }
}
