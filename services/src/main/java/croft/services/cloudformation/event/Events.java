package croft.services.cloudformation.event;

import croft.base.Ids;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down what happens. */
public final class Events {
  /** The type under which a stack tells of itself. */
  public static final String STACK = "AWS::CloudFormation::Stack";

  private final Ids ids;
  private final InstantSource time;
  private final AtomicLong last = new AtomicLong();

  public Events(Ids ids, InstantSource time) {
    this.ids = ids;
    this.time = time;
  }

  /** Of a stack: its status and reason as they are. */
  public void tell(Transaction tx, Stack stack) {
    String name = stack.name();
    tx.put(
        StackEvent.TABLE,
        event(
            stack, new Told(name, stack.arn(), STACK, stack.status().name(), stack.reason(), "")));
  }

  /**
   * Of a resource: its status as it is.
   *
   * @param properties JSON with secrets hidden; empty for none
   */
  public void tell(Transaction tx, Stack stack, StackResource resource, String properties) {
    tx.put(
        StackEvent.TABLE,
        event(
            stack,
            new Told(
                resource.logicalId(),
                resource.physicalId(),
                resource.type(),
                resource.status().name(),
                resource.reason(),
                properties)));
  }

  /** What an event says, whoever it is about. */
  public record Told(
      String logicalId,
      String physicalId,
      String type,
      String status,
      String reason,
      String properties) {}

  /** Of anything else of a stack, such as a leftover that goes. */
  public void tell(Transaction tx, Stack stack, Told told) {
    tx.put(StackEvent.TABLE, event(stack, told));
  }

  private StackEvent event(Stack stack, Told told) {
    Instant now = time.instant();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    return new StackEvent(
        stack.id(),
        last.updateAndGet(before -> Math.max(before + 1, micros)),
        ids.uuid(),
        told.logicalId(),
        told.physicalId(),
        told.type(),
        told.status(),
        told.reason(),
        told.properties(),
        stack.work().clientToken(),
        now);
  }
}
