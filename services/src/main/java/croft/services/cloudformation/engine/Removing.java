package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Thing;
import croft.services.resource.Made;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes single things, as far as it goes without waiting. */
final class Removing {
  private static final Logger LOG = LoggerFactory.getLogger(Removing.class);

  /** What came of a removal. */
  sealed interface Removal {
    record Gone() implements Removal {}

    record Kept() implements Removal {}

    record Waiting() implements Removal {}

    record Failed(String reason) implements Removal {}
  }

  /** How long something else may hold a thing that is to go; AWS gives up after as long. */
  private static final Duration LONGEST_HELD = Duration.ofMinutes(20);

  private final Requested requested;
  private final Sealed sealed;
  private final InstantSource time;

  Removing(EngineParts parts, Requested requested) {
    this.requested = requested;
    this.sealed = new Sealed(parts.sealing());
    this.time = parts.time();
  }

  /**
   * Removes what stands behind a row, or what a row's leftover is.
   *
   * @param policy Delete, Retain or Snapshot
   */
  Removal remove(StackResource row, Thing thing, String policy) {
    if (policy.equals("Retain")) {
      return new Removal.Kept();
    }
    try {
      Optional<Thing> known = known(row, thing);
      if (known.isEmpty()) {
        return new Removal.Gone();
      }
      ResourceType type = requested.type(known.get());
      ResourceRequest request = requested.about(row, known.get(), true);
      if (policy.equals("Snapshot") && type.snapshot(request) instanceof Progress.Pending) {
        return new Removal.Waiting();
      }
      return switch (type.delete(request)) {
        case Progress.Done done -> new Removal.Gone();
        case Progress.Pending pending -> new Removal.Waiting();
      };
    } catch (NotYetException e) {
      LOG.debug("{} cannot go yet: {}", row.logicalId(), e.getMessage());
      return Duration.between(row.changed(), time.instant()).compareTo(LONGEST_HELD) < 0
          ? new Removal.Waiting()
          : new Removal.Failed(String.valueOf(e.getMessage()));
    } catch (ServiceError e) {
      return new Removal.Failed(Reasons.of(e, thing.type(), row.token()));
    } catch (RuntimeException e) {
      LOG.warn("{} of stack {} cannot be removed", row.logicalId(), row.stackId(), e);
      return new Removal.Failed("Internal Failure: the server's log has the details");
    }
  }

  /**
   * The thing with its physical id. One whose creation was cut off between the call and its record
   * is found by asking for it again, as its type knows it.
   */
  private Optional<Thing> known(StackResource row, Thing thing) {
    if (!thing.physicalId().isEmpty()) {
      return Optional.of(thing);
    }
    if (row.acted()) {
      return Optional.empty();
    }
    Made made = requested.type(thing).create(requested.about(row, thing, true));
    return Optional.of(
        thing.made(made.physicalId(), sealed.seal(row.stackId(), made.remembered())));
  }

  /** Rows by what must go first: those that name a row stand before it. */
  static boolean isFree(StackResource row, List<StackResource> left) {
    return left.stream()
        .noneMatch(other ->
            !other.logicalId().equals(row.logicalId())
                && other.thing().dependsOn().contains(row.logicalId()));
  }
}
