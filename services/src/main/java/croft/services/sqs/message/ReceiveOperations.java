package croft.services.sqs.message;

import static croft.services.operation.Binding.bind;

import croft.api.sqs.ReceiveMessageRequest;
import croft.api.sqs.ReceiveMessageResult;
import croft.api.sqs.SqsModel;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Places;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import croft.services.sqs.queue.QueueUse;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.SqsParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ReceiveMessage. */
public final class ReceiveOperations {
  private static final int MOST = 10;
  private static final int MOST_WAIT_SECONDS = 20;

  /** The longest a message is invisible. */
  static final int MOST_VISIBILITY_SECONDS = 43_200;

  private final SqsParts parts;
  private final Queues queues;
  private final Lines lines;
  private final Receiver receiver;
  private final Attempts attempts = new Attempts();

  public ReceiveOperations(SqsParts parts, Queues queues, Lines lines, Keeper keeper) {
    this.parts = parts;
    this.queues = queues;
    this.lines = lines;
    this.receiver = new Receiver(parts, queues, lines, keeper);
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            SqsModel.RECEIVE_MESSAGE,
            (call, request) -> queues.access(call, "sqs:ReceiveMessage", request.queueUrl()),
            this::receive));
  }

  private ReceiveMessageResult receive(Call call, ReceiveMessageRequest request) {
    Queue queue = queues.require(call, request.queueUrl());
    Shown shown =
        Shown.of(
            request.attributeNamesOrEmpty(),
            request.messageSystemAttributeNamesOrEmpty(),
            request.messageAttributeNamesOrEmpty());
    Receiver.Wanted wanted = wanted(queue, request);
    String attempt = Objects.requireNonNullElse(request.receiveRequestAttemptId(), "");
    if (!attempt.isEmpty() && !queue.isFifo()) {
      throw QueueErrors.invalid(
          "ReceiveRequestAttemptId",
          attempt,
          "The request include parameter that is not valid for this queue type.");
    }
    Map<Place, Message> received =
        attempt.isEmpty()
            ? receiver.receive(queue, wanted)
            : repeated(queue, attempt, wanted).orElseGet(() -> first(queue, attempt, wanted));
    parts.use().note(queue, QueueUse.Metric.RECEIVED, received.size());
    if (received.isEmpty()) {
      parts.use().note(queue, QueueUse.Metric.EMPTY, 1);
      return ReceiveMessageResult.builder().build();
    }
    List<croft.api.sqs.Message> messages = new ArrayList<>();
    received.forEach((place, message) -> messages.add(shown.of(queue, place, message)));
    return ReceiveMessageResult.builder().messages(messages).build();
  }

  private Optional<Map<Place, Message>> repeated(
      Queue queue, String attempt, Receiver.Wanted wanted) {
    Optional<Map<Place, Message>> again =
        attempts.again(
            queue, attempt, lines.of(queue), wanted.visibilityMillis(), parts.nowMillis());
    again.ifPresent(received ->
        parts
            .store()
            .write(tx -> {
              received.keySet().forEach(place -> Places.update(tx, place));
              return received;
            }));
    return again;
  }

  private Map<Place, Message> first(Queue queue, String attempt, Receiver.Wanted wanted) {
    Map<Place, Message> received = receiver.receive(queue, wanted);
    if (!received.isEmpty()) {
      attempts.remember(queue, attempt, received, parts.nowMillis());
    }
    return received;
  }

  private static Receiver.Wanted wanted(Queue queue, ReceiveMessageRequest request) {
    int most = number("MaxNumberOfMessages", request.maxNumberOfMessages(), 1, 1, MOST);
    int wait =
        number(
            "WaitTimeSeconds",
            request.waitTimeSeconds(),
            queue.waitSeconds(),
            0,
            MOST_WAIT_SECONDS);
    Integer visibility = request.visibilityTimeout();
    long millis =
        visibility == null
            ? queue.visibilityMillis()
            : 1000L * number("VisibilityTimeout", visibility, 0, 0, MOST_VISIBILITY_SECONDS);
    return new Receiver.Wanted(most, millis, wait);
  }

  private static int number(
      String parameter, @Nullable Integer given, int usual, int least, int most) {
    if (given == null) {
      return usual;
    }
    if (given < least || given > most) {
      throw QueueErrors.invalid(
          parameter, given, "Must be between " + least + " and " + most + ", if provided.");
    }
    return given;
  }
}
