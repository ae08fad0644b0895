package croft.services.sqs.message;

import croft.base.ServiceError;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Places;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.Queues;
import croft.services.sqs.queue.Redrive;
import croft.services.sqs.queue.SqsParts;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes messages out of queues for a while. That they were taken is kept before anyone gets them,
 * so that a message is no one else's after the server's end either. Those that were received too
 * often go to the dead letters instead, and those past their retention go.
 */
final class Receiver {
  private final SqsParts parts;
  private final Queues queues;
  private final Lines lines;
  private final Keeper keeper;

  /** What is wanted. */
  record Wanted(int most, long visibilityMillis, long waitSeconds) {}

  /** A queue of dead letters and how often its source's messages are received before. */
  private record Dead(Queue queue, int mostReceives) {}

  Receiver(SqsParts parts, Queues queues, Lines lines, Keeper keeper) {
    this.parts = parts;
    this.queues = queues;
    this.lines = lines;
    this.keeper = keeper;
  }

  /** Messages with the places they are taken from, in order; none when none came in time. */
  Map<Place, Message> receive(Queue queue, Wanted wanted) {
    Line line = lines.of(queue);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wanted.waitSeconds());
    while (true) {
      List<Place> taken = take(line, wanted, deadline - System.nanoTime());
      if (taken.isEmpty()) {
        return Map.of();
      }
      Map<Place, Message> received = sort(queue, line, taken);
      // All of them may have been dead or old: those behind them are looked at as well.
      if (!received.isEmpty()) {
        return received;
      }
    }
  }

  private static List<Place> take(Line line, Wanted wanted, long nanos) {
    try {
      return line.take(wanted.most(), wanted.visibilityMillis(), nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceError("ServiceUnavailable", 503, "The server is going down.");
    }
  }

  private Map<Place, Message> sort(Queue queue, Line line, List<Place> taken) {
    boolean done = false;
    try {
      Map<Place, Message> messages = keeper.messages(taken);
      long keptSince = parts.nowMillis() - queue.retentionMillis();
      Optional<Dead> dead = dead(queue);
      Map<Place, Message> live = new LinkedHashMap<>();
      List<Place> gone = new ArrayList<>();
      List<Draft> letters = new ArrayList<>();
      for (Place place : taken) {
        Message message = messages.get(place);
        if (message == null || place.sentAtMillis() <= keptSince) {
          gone.add(place);
        } else if (dead.isPresent() && place.receives() > dead.get().mostReceives()) {
          gone.add(place);
          letters.add(letter(queue, place, message));
        } else {
          live.put(place, message);
        }
      }
      keep(dead.map(Dead::queue), letters, live.keySet(), gone);
      line.left(gone.stream().map(Place::order).toList(), true);
      done = true;
      return live;
    } finally {
      if (!done) {
        line.putBack(taken);
      }
    }
  }

  private Optional<Dead> dead(Queue queue) {
    return Redrive.of(queue)
        .flatMap(redrive ->
            queues.find(redrive.target()).map(found -> new Dead(found, redrive.mostReceives())));
  }

  /** In a queue without order a dead letter keeps the time it was sent; in one with, it has not. */
  private Draft letter(Queue source, Place place, Message message) {
    long now = parts.nowMillis();
    return new Draft(
        message.deadIn(source.arn().toString()),
        null,
        source.isFifo() ? now : place.sentAtMillis(),
        place.receives() - 1,
        place.firstReceivedAtMillis(),
        now);
  }

  private void keep(
      Optional<Queue> dead, List<Draft> letters, Iterable<Place> live, List<Place> gone) {
    if (dead.isPresent() && !letters.isEmpty()) {
      keeper.keep(dead.get(), letters, tx -> write(tx, live, gone));
    } else {
      parts
          .store()
          .write(tx -> {
            write(tx, live, gone);
            return gone;
          });
    }
  }

  private static void write(Transaction tx, Iterable<Place> live, List<Place> gone) {
    live.forEach(place -> tx.put(Place.TABLE, place));
    gone.forEach(place -> Places.delete(tx, place.queueId(), place.order()));
  }
}
