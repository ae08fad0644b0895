package croft.services.sqs.message;

import croft.services.sqs.line.Line;
import croft.services.sqs.line.Place;
import croft.services.sqs.queue.Queue;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was received by requests that carry an id, so that one which lost its answer gets the same
 * again. Forgotten with the process: the messages then come again after their visibility.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>,
 * ReceiveRequestAttemptId.
 */
final class Attempts {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int MOST = 10_000;

  /** The oldest first. */
  private final Map<Key, Attempt> attempts = new LinkedHashMap<>();

  private record Key(String queueId, String id) {}

  private record Attempt(Map<Place, Message> received, long atMillis) {}

  synchronized void remember(Queue queue, String id, Map<Place, Message> received, long now) {
    Iterator<Attempt> oldest = attempts.values().iterator();
    while (oldest.hasNext()
        && (oldest.next().atMillis() + KEPT.toMillis() <= now || attempts.size() >= MOST)) {
      oldest.remove();
    }
    Key key = new Key(queue.id(), id);
    attempts.remove(key);
    attempts.put(key, new Attempt(received, now));
  }

  private synchronized Optional<Attempt> find(Queue queue, String id, long now) {
    return Optional.ofNullable(attempts.get(new Key(queue.id(), id)))
        .filter(attempt -> attempt.atMillis() + KEPT.toMillis() > now);
  }

  /** What an attempt received, invisible anew; empty when something came of one of them since. */
  Optional<Map<Place, Message>> again(
      Queue queue, String id, Line line, long visibilityMillis, long now) {
    Optional<Attempt> attempt = find(queue, id, now);
    if (attempt.isEmpty()) {
      return Optional.empty();
    }
    Map<Place, Message> held = new LinkedHashMap<>();
    List<Map.Entry<Place, Message>> all = List.copyOf(attempt.get().received().entrySet());
    for (Map.Entry<Place, Message> one : all) {
      Place place = line.hide(one.getKey().order(), one.getKey().receives(), visibilityMillis);
      if (place == null) {
        return Optional.empty();
      }
      held.put(place, one.getValue());
    }
    return Optional.of(held);
  }
}
