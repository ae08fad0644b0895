package croft.services.sqs.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.sqs.CancelMessageMoveTaskRequest;
import croft.api.sqs.ListDeadLetterSourceQueuesRequest;
import croft.api.sqs.ListMessageMoveTasksRequest;
import croft.api.sqs.ListMessageMoveTasksResultEntry;
import croft.api.sqs.Message;
import croft.api.sqs.SqsModel;
import croft.api.sqs.StartMessageMoveTaskRequest;
import croft.base.ServiceError;
import croft.services.sqs.SqsFixture;
import croft.services.sqs.line.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that were received too often, and tasks that move them back. */
final class DeadLettersTest {
  @TempDir Path directory;
  private SqsFixture sqs;
  private String dead = "";
  private String jobs = "";

  @BeforeEach
  void open() {
    sqs = new SqsFixture(directory);
    dead = sqs.queue("dead");
    jobs =
        sqs.queue("jobs", Map.of("RedrivePolicy", redrive("dead", "2"), "VisibilityTimeout", "10"));
  }

  @AfterEach
  void close() {
    sqs.close();
  }

  private static String redrive(String queue, String count) {
    return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%s\"}"
        .formatted(SqsFixture.queueArn(queue), count);
  }

  private void receiveTooOften() {
    for (int i = 0; i < 3; i++) {
      sqs.receive(jobs);
      sqs.pass(Duration.ofSeconds(10));
    }
  }

  @Test
  void aMessageReceivedTooOftenIsADeadLetter() {
    String id = sqs.send(jobs, "poison").messageId();
    receiveTooOften();

    assertThat(sqs.counts(jobs)).containsExactly("0", "0", "0");
    assertThat(sqs.receive(dead))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.messageId()).isEqualTo(id);
          assertThat(message.attributesOrEmpty())
              .containsEntry("DeadLetterQueueSourceArn", SqsFixture.queueArn("jobs"))
              .containsEntry("SentTimestamp", "1777636800000");
        });
    assertThat(sqs.rows(Place.TABLE)).isEqualTo(1);
    assertThat(
            sqs.asRoot(
                    SqsModel.LIST_DEAD_LETTER_SOURCE_QUEUES,
                    ListDeadLetterSourceQueuesRequest.builder().queueUrl(dead).build())
                .queueUrlsOrEmpty())
        .containsExactly(jobs);
  }

  @Test
  void thoseBehindADeadLetterAreReceived() {
    sqs.send(jobs, "poison");
    sqs.receive(jobs);
    sqs.pass(Duration.ofSeconds(10));
    sqs.receive(jobs);
    sqs.pass(Duration.ofSeconds(10));
    sqs.send(jobs, "good");
    assertThat(sqs.bodies(jobs)).containsExactly("good");
    assertThat(sqs.bodies(dead)).containsExactly("poison");
  }

  @Test
  void deadLettersGoBackWhereTheyCameFrom() throws Exception {
    for (int i = 0; i < 25; i++) {
      sqs.send(jobs, "m" + i);
    }
    for (int i = 0; i < 3; i++) {
      while (!sqs.receive(jobs).isEmpty()) {
        // Until all of them are held.
      }
      sqs.pass(Duration.ofSeconds(10));
    }
    assertThat(sqs.counts(dead)).containsExactly("25", "0", "0");

    start(StartMessageMoveTaskRequest.builder().sourceArn(SqsFixture.queueArn("dead")));
    assertThatThrownBy(() ->
            start(StartMessageMoveTaskRequest.builder().sourceArn(SqsFixture.queueArn("dead"))))
        .hasMessageContaining("There is already a task running.");
    sqs.move();

    assertThat(sqs.counts(dead)).containsExactly("0", "0", "0");
    assertThat(sqs.counts(jobs)).containsExactly("25", "0", "0");
    assertThat(task().status()).isEqualTo("COMPLETED");
    assertThat(task().approximateNumberOfMessagesMoved()).isEqualTo(25);
    assertThat(task().approximateNumberOfMessagesToMove()).isEqualTo(25);
    Message again = sqs.receive(jobs).getFirst();
    assertThat(again.attributesOrEmpty()).containsEntry("ApproximateReceiveCount", "1");
  }

  @Test
  void aTaskWithALimitTakesItsTimeAndMayBeStopped() throws Exception {
    for (int i = 0; i < 10; i++) {
      sqs.send(dead, "m" + i);
    }
    String other = sqs.queue("other");
    String handle =
        start(
            StartMessageMoveTaskRequest.builder()
                .sourceArn(SqsFixture.queueArn("dead"))
                .destinationArn(SqsFixture.queueArn("other"))
                .maxNumberOfMessagesPerSecond(2));
    sqs.move();
    assertThat(sqs.counts(other)).containsExactly("2", "0", "0");
    sqs.pass(Duration.ofSeconds(1));
    sqs.move();
    assertThat(sqs.counts(other)).containsExactly("4", "0", "0");
    assertThat(task().taskHandle()).isEqualTo(handle);
    assertThat(
            sqs.asRoot(
                    SqsModel.CANCEL_MESSAGE_MOVE_TASK,
                    CancelMessageMoveTaskRequest.builder().taskHandle(handle).build())
                .approximateNumberOfMessagesMoved())
        .isEqualTo(4);
    sqs.pass(Duration.ofSeconds(1));
    sqs.move();
    assertThat(task().status()).isEqualTo("CANCELLED");
    assertThat(sqs.counts(other)).containsExactly("4", "0", "0");
    assertThat(sqs.counts(dead)).containsExactly("6", "0", "0");
  }

  private String start(StartMessageMoveTaskRequest.Builder request) {
    return Objects.requireNonNull(
        sqs.asRoot(SqsModel.START_MESSAGE_MOVE_TASK, request.build()).taskHandle());
  }

  private ListMessageMoveTasksResultEntry task() {
    return Objects.requireNonNull(
            sqs.asRoot(
                    SqsModel.LIST_MESSAGE_MOVE_TASKS,
                    ListMessageMoveTasksRequest.builder()
                        .sourceArn(SqsFixture.queueArn("dead"))
                        .build())
                .results())
        .getFirst();
  }

  @Test
  void onlyDeadLettersAreMoved() {
    assertThatThrownBy(() ->
            start(StartMessageMoveTaskRequest.builder().sourceArn(SqsFixture.queueArn("jobs"))))
        .hasMessage("Source queue must be configured as a Dead Letter Queue.");
    assertThatThrownBy(() ->
            start(StartMessageMoveTaskRequest.builder().sourceArn(SqsFixture.queueArn("none"))))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"));
  }

  @Test
  void policiesThatCannotBeObeyedAreRefused() {
    sqs.queue("ordered.fifo", Map.of("FifoQueue", "true"));
    sqs.queue("private", Map.of("RedriveAllowPolicy", "{\"redrivePermission\":\"denyAll\"}"));
    for (List<String> one :
        List.of(
            List.of(redrive("none", "2"), "does not exist"),
            List.of(redrive("ordered.fifo", "2"), "same type"),
            List.of(redrive("private", "2"), "does not allow"),
            List.of(redrive("dead", "0"), "from 1 to 1000"),
            List.of("{\"maxReceiveCount\":1}", "must contain both"))) {
      assertThatThrownBy(() -> sqs.queue("fresh", Map.of("RedrivePolicy", one.get(0))))
          .hasMessageContaining(one.get(1));
    }
    assertThatThrownBy(() -> sqs.queue("fresh", Map.of("RedrivePolicy", "no")))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("InvalidAttributeValue"));
  }
}
