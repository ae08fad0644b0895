package croft.services.cloudformation.event;

import croft.store.Table;
import java.time.Instant;

/**
 * Something that happened to a stack or one of its resources.
 *
 * @param stackId the stack's UUID
 * @param sequence grows with time: microseconds since the epoch, or one more than the last
 * @param type of the resource; {@code AWS::CloudFormation::Stack} for the stack itself
 * @param properties what a resource is made of, as JSON with secrets hidden; empty for none
 */
public record StackEvent(
    String stackId,
    long sequence,
    String eventId,
    String logicalId,
    String physicalId,
    String type,
    String status,
    String reason,
    String properties,
    String clientToken,
    Instant at) {

  /** By stack, in order. */
  public static final Table<StackEvent> TABLE =
      Table.of(
          "cloudformation_event",
          StackEvent.class,
          StackEvent::stackId,
          event -> "%017d".formatted(event.sequence()));
}
