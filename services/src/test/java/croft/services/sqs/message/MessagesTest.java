package croft.services.sqs.message;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.sqs.ChangeMessageVisibilityRequest;
import croft.api.sqs.Message;
import croft.api.sqs.MessageAttributeValue;
import croft.api.sqs.PurgeQueueRequest;
import croft.api.sqs.ReceiveMessageRequest;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SendMessageResult;
import croft.api.sqs.SqsModel;
import croft.services.sqs.SqsFixture;
import croft.services.sqs.line.Content;
import croft.services.sqs.line.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages of a queue without order. */
final class MessagesTest {
  @TempDir Path directory;
  private SqsFixture sqs;

  @BeforeEach
  void open() {
    sqs = new SqsFixture(directory);
  }

  @AfterEach
  void close() {
    sqs.close();
  }

  private void restart() {
    sqs.close();
    sqs = new SqsFixture(directory, sqs.clock);
  }

  @Test
  void aMessageIsInvisibleUntilItIsDeletedOrItsTimeIsOver() {
    String url = sqs.queue("jobs", Map.of("VisibilityTimeout", "10"));
    SendMessageResult sent = sqs.send(url, "one");

    List<Message> first = sqs.receive(url);

    assertThat(first)
        .singleElement()
        .satisfies(message -> {
          assertThat(message.body()).isEqualTo("one");
          assertThat(message.messageId()).isEqualTo(sent.messageId());
          assertThat(message.md5OfBody())
              .isEqualTo(sent.md5OfMessageBody())
              .isEqualTo("f97c5d29941bfb1b2fdab0874906ab82");
          assertThat(message.attributesOrEmpty())
              .containsEntry("SenderId", SqsFixture.ACCOUNT)
              .containsEntry("ApproximateReceiveCount", "1")
              .containsEntry("SentTimestamp", "1777636800000")
              .containsEntry("ApproximateFirstReceiveTimestamp", "1777636800000");
        });
    assertThat(sqs.receive(url)).isEmpty();
    assertThat(sqs.counts(url)).containsExactly("0", "1", "0");
    sqs.pass(Duration.ofSeconds(9));
    assertThat(sqs.receive(url)).isEmpty();
    sqs.pass(Duration.ofSeconds(1));
    List<Message> second = sqs.receive(url);
    assertThat(second)
        .singleElement()
        .satisfies(message ->
            assertThat(message.attributesOrEmpty())
                .containsEntry("ApproximateReceiveCount", "2")
                .containsEntry("ApproximateFirstReceiveTimestamp", "1777636800000"));

    // The first handle is an old one: it deletes nothing.
    sqs.delete(url, first.getFirst());
    assertThat(sqs.counts(url)).containsExactly("0", "1", "0");
    sqs.delete(url, second.getFirst());
    assertThat(sqs.counts(url)).containsExactly("0", "0", "0");
    sqs.pass(Duration.ofSeconds(20));
    assertThat(sqs.receive(url)).isEmpty();
    assertThat(sqs.rows(Place.TABLE) + sqs.rows(Content.TABLE)).isZero();
  }

  @Test
  void nothingIsLostAndNothingComesTwiceWhenTheServerEnds() {
    String url = sqs.queue("jobs", Map.of("VisibilityTimeout", "30"));
    for (int i = 0; i < 20; i++) {
      sqs.send(url, "m" + i);
    }
    List<Message> held = sqs.receive(url);
    sqs.delete(url, held.getFirst());
    restart();

    assertThat(sqs.counts(url)).containsExactly("10", "9", "0");
    assertThat(sqs.bodies(url))
        .containsExactly("m10", "m11", "m12", "m13", "m14", "m15", "m16", "m17", "m18", "m19");
    assertThat(sqs.receive(url)).isEmpty();
    // A handle from before deletes after.
    sqs.delete(url, held.get(1));
    sqs.pass(Duration.ofSeconds(30));
    assertThat(sqs.bodies(url))
        .containsExactly("m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11");
  }

  @Test
  void whoWaitsHearsOfAMessageWhenItComes() throws InterruptedException {
    String url = sqs.queue("jobs");
    List<String> heard = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread waiting =
        Thread.startVirtualThread(() -> {
          begun.countDown();
          heard.addAll(
              SqsFixture.bodies(
                  sqs.receive(ReceiveMessageRequest.builder().queueUrl(url).waitTimeSeconds(20))));
        });
    begun.await();
    long before = System.nanoTime();
    sqs.send(url, "here");
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
    assertThat(heard).containsExactly("here");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void manyAtOnceGetEachMessageOnce() throws InterruptedException {
    String url = sqs.queue("jobs");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<String> twice = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int sender = t;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < 50; i++) {
              sqs.send(url, sender + "-" + i);
            }
          }));
      threads.add(
          Thread.startVirtualThread(() -> {
            while (seen.size() < 400) {
              for (Message message :
                  sqs.receive(ReceiveMessageRequest.builder().queueUrl(url).waitTimeSeconds(1))) {
                if (!seen.add(String.valueOf(message.body()))) {
                  synchronized (twice) {
                    twice.add(String.valueOf(message.body()));
                  }
                }
                sqs.delete(url, message);
              }
            }
          }));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
    assertThat(twice).isEmpty();
    assertThat(sqs.counts(url)).containsExactly("0", "0", "0");
    assertThat(sqs.rows(Content.TABLE)).isZero();
  }

  @Test
  void attributesAreDigestedAsClientsVerifyThem() {
    String url = sqs.queue("jobs");
    SendMessageResult sent =
        sqs.asRoot(
            SqsModel.SEND_MESSAGE,
            SendMessageRequest.builder()
                .queueUrl(url)
                .messageBody("b")
                .messageAttributes(
                    Map.of(
                        "colour.main", text("String", "red"),
                        "colour.other", text("String", "blue"),
                        "size", text("Number.int", "4"),
                        "raw",
                            MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(new byte[] {1, 2})
                                .build()))
                .build());
    assertThat(sent.md5OfMessageAttributes()).hasSize(32);
    Message all = sqs.receive(url).getFirst();
    assertThat(all.md5OfMessageAttributes()).isEqualTo(sent.md5OfMessageAttributes());
    assertThat(all.messageAttributesOrEmpty())
        .containsOnlyKeys("colour.main", "colour.other", "size", "raw");
    sqs.pass(Duration.ofSeconds(30));
    Message some =
        sqs.receive(
                ReceiveMessageRequest.builder()
                    .queueUrl(url)
                    .messageAttributeNames(List.of("colour.*")))
            .getFirst();
    assertThat(some.messageAttributesOrEmpty()).containsOnlyKeys("colour.main", "colour.other");
    assertThat(some.md5OfMessageAttributes()).isNotEqualTo(sent.md5OfMessageAttributes());
  }

  private static MessageAttributeValue text(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  @Test
  void aDelayPassesBeforeAMessageIsSeen() {
    String url = sqs.queue("later", Map.of("DelaySeconds", "5"));
    sqs.send(url, "late");
    sqs.asRoot(
        SqsModel.SEND_MESSAGE,
        SendMessageRequest.builder().queueUrl(url).messageBody("now").delaySeconds(0).build());
    assertThat(sqs.counts(url)).containsExactly("1", "0", "1");
    assertThat(sqs.bodies(url)).containsExactly("now");
    restart();
    assertThat(sqs.counts(url)).containsExactly("0", "1", "1");
    sqs.pass(Duration.ofSeconds(5));
    assertThat(sqs.bodies(url)).containsExactly("late");
  }

  @Test
  void visibilityIsChangedWhileAMessageIsHeld() {
    String url = sqs.queue("jobs");
    sqs.send(url, "one");
    Message message = sqs.receive(url).getFirst();
    hide(url, message, 100);
    sqs.pass(Duration.ofSeconds(60));
    assertThat(sqs.receive(url)).isEmpty();
    restart();
    assertThat(sqs.receive(url)).isEmpty();
    hide(url, message, 0);
    assertThat(sqs.bodies(url)).containsExactly("one");
  }

  private void hide(String url, Message message, int seconds) {
    sqs.asRoot(
        SqsModel.CHANGE_MESSAGE_VISIBILITY,
        ChangeMessageVisibilityRequest.builder()
            .queueUrl(url)
            .receiptHandle(message.receiptHandle())
            .visibilityTimeout(seconds)
            .build());
  }

  @Test
  void whatIsPastItsRetentionGoes() {
    String url = sqs.queue("short", Map.of("MessageRetentionPeriod", "60"));
    sqs.send(url, "old");
    sqs.pass(Duration.ofSeconds(59));
    sqs.send(url, "new");
    sqs.pass(Duration.ofSeconds(1));
    assertThat(sqs.bodies(url)).containsExactly("new");
    assertThat(sqs.rows(Content.TABLE)).isEqualTo(1);
    sqs.pass(Duration.ofSeconds(60));
    sqs.upkeep.reconcile();
    assertThat(sqs.counts(url)).containsExactly("0", "0", "0");
    assertThat(sqs.rows(Content.TABLE)).isZero();
  }

  @Test
  void aPurgedQueueIsEmptyAlsoAfterARestart() {
    String url = sqs.queue("jobs");
    for (int i = 0; i < 5; i++) {
      sqs.send(url, "m" + i);
    }
    sqs.asRoot(SqsModel.PURGE_QUEUE, PurgeQueueRequest.builder().queueUrl(url).build());
    assertThat(sqs.receive(url)).isEmpty();
    sqs.send(url, "after");
    restart();
    assertThat(sqs.bodies(url)).containsExactly("after");
    sqs.upkeep.reconcile();
    assertThat(sqs.rows(Content.TABLE)).isEqualTo(1);
    sqs.pass(Duration.ofMinutes(2));
    sqs.upkeep.reconcile();
    assertThat(sqs.bodies(url)).containsExactly("after");
  }
}
