package croft.services.sqs.message;

import croft.services.sqs.line.Content;
import croft.services.sqs.line.Deduplication;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.line.Place;
import croft.services.sqs.line.Spot;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.SqsParts;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps messages in queues: when it returns, they survive the end of the power. */
public final class Keeper {
  private static final String PURPOSE = "sqs message";

  private final SqsParts parts;
  private final Lines lines;

  public Keeper(SqsParts parts, Lines lines) {
    this.parts = parts;
    this.lines = lines;
  }

  /** Adds messages in this order; what it returns is in the same order. */
  List<Spot> keep(Queue queue, List<Draft> drafts) {
    return keep(queue, drafts, tx -> {});
  }

  /** Adds messages and does something else in the same transaction. */
  public List<Spot> keep(Queue queue, List<Draft> drafts, Consumer<Transaction> besides) {
    Line line = lines.of(queue);
    List<Spot> spots = line.reserve(drafts.stream().map(Draft::wanted).toList());
    boolean kept = false;
    try {
      List<Content> contents = new ArrayList<>();
      for (int i = 0; i < spots.size(); i++) {
        Place place = spots.get(i).place();
        if (place != null) {
          contents.add(content(place, drafts.get(i).message(), queue.encrypts()));
        }
      }
      parts
          .store()
          .write(tx -> {
            write(tx, spots, contents);
            besides.accept(tx);
            return spots;
          });
      kept = true;
    } finally {
      line.settle(spots, kept);
    }
    return spots;
  }

  private static void write(Transaction tx, List<Spot> spots, List<Content> contents) {
    contents.forEach(content -> tx.put(Content.TABLE, content));
    for (Spot spot : spots) {
      Place place = spot.place();
      if (place != null) {
        tx.put(Place.TABLE, place);
      }
      Deduplication row = spot.deduplication();
      if (row != null) {
        tx.put(Deduplication.TABLE, row);
      }
    }
  }

  /** The messages at places, those that are there. */
  public Map<Place, Message> messages(List<Place> places) {
    Map<Place, Content> found = new LinkedHashMap<>();
    parts
        .store()
        .read(tx -> {
          for (Place place : places) {
            tx.get(Content.TABLE, place.queueId(), place.id())
                .ifPresent(content -> found.put(place, content));
          }
          return places;
        });
    Map<Place, Message> messages = new LinkedHashMap<>();
    found.forEach((place, content) -> messages.put(place, message(content)));
    return messages;
  }

  private Content content(Place place, Message message, boolean sealed) {
    String text = parts.store().documents().write(message, Message.class);
    return new Content(
        place.queueId(), place.id(), sealed, sealed ? parts.sealing().seal(PURPOSE, text) : text);
  }

  private Message message(Content content) {
    String text =
        content.sealed()
            ? parts
                .sealing()
                .open(PURPOSE, content.text())
                .orElseThrow(
                    () -> new IllegalStateException("A message does not open: " + content.id()))
            : content.text();
    return parts.store().documents().read(text, Message.class);
  }
}
