package croft.services.cloudformation.engine;

import croft.services.cloudformation.event.Events.Told;
import croft.services.cloudformation.stack.Leftover;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import java.time.Instant;
import java.util.List;

/** Writes down what becomes of a stack's resources, with the events that tell of it. */
final class Recorder {
  private final EngineParts parts;
  private final Stack stack;

  /** For one look at a stack. */
  Recorder(EngineParts parts, Stack stack) {
    this.parts = parts;
    this.stack = stack;
  }

  Instant now() {
    return parts.time().instant();
  }

  /**
   * Writes what is about to be done, unless somebody meanwhile asked for something else of the
   * stack.
   *
   * @param properties for the event, as JSON
   * @return whether to do it
   */
  boolean begin(StackResource resource, String properties) {
    return parts
        .store()
        .write(tx -> {
          Stack present = tx.get(Stack.TABLE, stack.scope(), stack.id()).orElseThrow();
          boolean same =
              present.status() == stack.status()
                  && present.work().begun().equals(stack.work().begun());
          if (same) {
            tx.put(StackResource.TABLE, resource);
            parts.events().tell(tx, stack, resource, properties);
          }
          return same;
        });
  }

  /** Writes what was done, telling of each of these. */
  void record(StackResource resource, List<StackResource> told) {
    parts
        .store()
        .write(tx -> {
          tx.put(StackResource.TABLE, resource);
          told.forEach(one -> parts.events().tell(tx, stack, one, ""));
          return null;
        });
  }

  /** Writes it without a word. */
  void record(List<StackResource> quiet) {
    if (!quiet.isEmpty()) {
      parts
          .store()
          .write(tx -> {
            quiet.forEach(resource -> tx.put(StackResource.TABLE, resource));
            return null;
          });
    }
  }

  /** Writes what was done, and lines of its type's own about it. */
  void record(StackResource resource, List<StackResource> told, List<String> lines) {
    parts
        .store()
        .write(tx -> {
          tx.put(StackResource.TABLE, resource);
          for (String line : lines) {
            parts
                .events()
                .tell(tx, stack, resource.with(resource.status(), line, resource.changed()), "");
          }
          told.forEach(one -> parts.events().tell(tx, stack, one, ""));
          return null;
        });
  }

  /** A leftover's removal went so far. */
  void tell(Leftover leftover, ResourceStatus status, String reason) {
    parts
        .store()
        .write(tx -> {
          if (!status.isWorking()) {
            tx.delete(Leftover.TABLE, stack.id(), leftover.key());
          }
          parts
              .events()
              .tell(
                  tx,
                  stack,
                  new Told(
                      leftover.logicalId(),
                      leftover.thing().physicalId(),
                      leftover.thing().type(),
                      status.name(),
                      reason,
                      ""));
          return null;
        });
  }
}
