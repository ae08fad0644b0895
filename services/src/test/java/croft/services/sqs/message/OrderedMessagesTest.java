package croft.services.sqs.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.sqs.DeleteMessageRequest;
import croft.api.sqs.Message;
import croft.api.sqs.ReceiveMessageRequest;
import croft.api.sqs.SendMessageBatchRequest;
import croft.api.sqs.SendMessageBatchRequestEntry;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SendMessageResult;
import croft.api.sqs.SqsModel;
import croft.base.ServiceError;
import croft.services.sqs.SqsFixture;
import croft.services.sqs.line.Deduplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages of a queue with order. */
final class OrderedMessagesTest {
  @TempDir Path directory;
  private SqsFixture sqs;
  private String url = "";

  @BeforeEach
  void open() {
    sqs = new SqsFixture(directory);
    url = sqs.queue("orders.fifo", Map.of("FifoQueue", "true", "VisibilityTimeout", "30"));
  }

  @AfterEach
  void close() {
    sqs.close();
  }

  private List<Message> some(int most) {
    return sqs.receive(ReceiveMessageRequest.builder().queueUrl(url).maxNumberOfMessages(most));
  }

  @Test
  void aGroupWaitsForThoseThatAreHeld() {
    sqs.send(url, "a", "1", "a1");
    sqs.send(url, "a", "2", "a2");
    sqs.send(url, "b", "3", "b1");
    sqs.send(url, "a", "4", "a3");

    List<Message> first = some(1);
    assertThat(SqsFixture.bodies(first)).containsExactly("a1");
    assertThat(SqsFixture.bodies(some(10))).containsExactly("b1");
    assertThat(some(10)).isEmpty();
    sqs.delete(url, first.getFirst());
    assertThat(SqsFixture.bodies(some(10))).containsExactly("a2", "a3");
    sqs.pass(Duration.ofSeconds(30));
    assertThat(SqsFixture.bodies(some(10))).containsExactly("a2", "a3", "b1");
  }

  @Test
  void theOrderAndWhatIsHeldOutliveTheServer() {
    for (int i = 0; i < 6; i++) {
      sqs.send(url, "g" + i % 2, "d" + i, "m" + i);
    }
    List<Message> held = some(1);
    sqs.close();
    sqs = new SqsFixture(directory, sqs.clock);

    assertThat(SqsFixture.bodies(some(10))).containsExactly("m1", "m3", "m5");
    sqs.delete(url, held.getFirst());
    assertThat(SqsFixture.bodies(some(10))).containsExactly("m2", "m4");
  }

  @Test
  void theSameMessageIsKeptOnceForFiveMinutes() {
    SendMessageResult first = sqs.send(url, "a", "same", "one");
    SendMessageResult second = sqs.send(url, "a", "same", "two");
    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.sequenceNumber()).isEqualTo(first.sequenceNumber()).hasSize(20);
    sqs.delete(url, some(1).getFirst());
    sqs.close();
    sqs = new SqsFixture(directory, sqs.clock);
    sqs.pass(Duration.ofSeconds(299));
    assertThat(sqs.send(url, "a", "same", "three").messageId()).isEqualTo(first.messageId());
    assertThat(some(10)).isEmpty();
    sqs.pass(Duration.ofSeconds(1));
    SendMessageResult fourth = sqs.send(url, "a", "same", "four");
    assertThat(fourth.messageId()).isNotEqualTo(first.messageId());
    assertThat(Objects.requireNonNull(fourth.sequenceNumber()))
        .isGreaterThan(Objects.requireNonNull(first.sequenceNumber()));
    assertThat(SqsFixture.bodies(some(10))).containsExactly("four");
    sqs.pass(Duration.ofMinutes(6));
    sqs.upkeep.reconcile();
    assertThat(sqs.rows(Deduplication.TABLE)).isZero();
  }

  @Test
  void bodiesOrGroupsMayMakeMessagesTheSame() {
    url =
        sqs.queue(
            "content.fifo",
            Map.of(
                "FifoQueue", "true",
                "ContentBasedDeduplication", "true",
                "DeduplicationScope", "messageGroup",
                "FifoThroughputLimit", "perMessageGroupId"));
    for (String group : List.of("a", "b", "a")) {
      sqs.asRoot(
          SqsModel.SEND_MESSAGE,
          SendMessageRequest.builder()
              .queueUrl(url)
              .messageBody("same")
              .messageGroupId(group)
              .build());
    }
    List<Message> received = some(10);
    assertThat(received).hasSize(2);
    assertThat(received.getFirst().attributesOrEmpty())
        .containsEntry("MessageGroupId", "a")
        .containsEntry(
            "MessageDeduplicationId",
            "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5");
  }

  @Test
  void aBatchMayRepeatItself() {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id("e" + i)
              .messageBody("m" + i)
              .messageGroupId("g")
              .messageDeduplicationId("d" + i / 2)
              .build());
    }
    var result =
        sqs.asRoot(
            SqsModel.SEND_MESSAGE_BATCH,
            SendMessageBatchRequest.builder().queueUrl(url).entries(entries).build());
    assertThat(Objects.requireNonNull(result.successful()))
        .extracting(entry -> entry.sequenceNumber())
        .doesNotContainNull()
        .hasSize(4);
    assertThat(SqsFixture.bodies(some(10))).containsExactly("m0", "m2");
  }

  @Test
  void manySendersOfTheSameKeepOneMessage() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            String id = String.valueOf(sqs.send(url, "g", "same", "body").messageId());
            synchronized (ids) {
              ids.add(id);
            }
          }));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(ids).hasSize(20).allMatch(ids.getFirst()::equals);
    assertThat(sqs.counts(url)).containsExactly("1", "0", "0");
  }

  @Test
  void anAttemptIsAnsweredAlikeUntilSomethingCameOfIt() {
    sqs.send(url, "a", "1", "a1");
    ReceiveMessageRequest.Builder attempt =
        ReceiveMessageRequest.builder().queueUrl(url).receiveRequestAttemptId("try");
    List<Message> first = sqs.receive(attempt);
    sqs.pass(Duration.ofSeconds(20));
    List<Message> second = sqs.receive(attempt);
    assertThat(second).hasSize(1);
    assertThat(second.getFirst().receiptHandle()).isEqualTo(first.getFirst().receiptHandle());
    sqs.pass(Duration.ofSeconds(20));
    assertThat(some(10)).isEmpty();
    sqs.delete(url, second.getFirst());
    assertThat(sqs.receive(attempt)).isEmpty();
  }

  @Test
  void whatIsNoLongerHeldIsNotDeleted() {
    sqs.send(url, "a", "1", "a1");
    Message message = some(1).getFirst();
    sqs.pass(Duration.ofSeconds(30));
    assertThatThrownBy(() ->
            sqs.asRoot(
                SqsModel.DELETE_MESSAGE,
                DeleteMessageRequest.builder()
                    .queueUrl(url)
                    .receiptHandle(message.receiptHandle())
                    .build()))
        .isInstanceOf(ServiceError.class)
        .hasMessageContaining("The receipt handle has expired.");
    assertThat(some(10)).hasSize(1);
  }

  @Test
  void whatOrderNeedsIsAskedFor() {
    assertThatThrownBy(() -> sqs.send(url, "body"))
        .hasMessage("The request must contain the parameter MessageGroupId.");
    assertThatThrownBy(() ->
            sqs.asRoot(
                SqsModel.SEND_MESSAGE,
                SendMessageRequest.builder()
                    .queueUrl(url)
                    .messageBody("b")
                    .messageGroupId("g")
                    .build()))
        .hasMessageContaining("ContentBasedDeduplication enabled");
    assertThatThrownBy(() ->
            sqs.asRoot(
                SqsModel.SEND_MESSAGE,
                SendMessageRequest.builder()
                    .queueUrl(url)
                    .messageBody("b")
                    .messageGroupId("g")
                    .messageDeduplicationId("d")
                    .delaySeconds(3)
                    .build()))
        .hasMessageContaining("Value 3 for parameter DelaySeconds is invalid.");
  }
}
