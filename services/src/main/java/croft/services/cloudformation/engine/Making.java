package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.cloudformation.signal.CreationPolicy;
import croft.services.cloudformation.signal.SignalRow;
import croft.services.cloudformation.signal.Signals;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.Thing;
import croft.services.resource.HalfMadeException;
import croft.services.resource.Made;
import croft.services.resource.NotYetException;
import croft.services.resource.Progress;
import croft.services.resource.ResourceRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and changes single resources. Each method does what is next for one, as far as it goes
 * without waiting, and says whether it came further.
 */
final class Making {
  private static final Logger LOG = LoggerFactory.getLogger(Making.class);
  private static final String INITIATED = "Resource creation Initiated";

  private final EngineParts parts;
  private final Requested requested;
  private final Recorder recorder;
  private final Sealed sealed;

  Making(EngineParts parts, Requested requested, Recorder recorder) {
    this.parts = parts;
    this.requested = requested;
    this.recorder = recorder;
    this.sealed = new Sealed(parts.sealing());
  }

  /**
   * Goes on with one that is being made or changed.
   *
   * @param repeated whether its call may have been made already
   */
  boolean goOn(StackResource row, boolean repeated) {
    try {
      if (row.acted()) {
        return stabilize(row, List.of());
      }
      return isCreation(row) ? create(row, repeated) : update(row, repeated);
    } catch (NotYetException e) {
      LOG.debug("{} of {} is not yet ready: {}", row.logicalId(), row.stackId(), e.getMessage());
      return false;
    } catch (HalfMadeException e) {
      Thing known = made(row, e.made());
      fail(row.acted(known), Reasons.of(e.error(), row.type(), row.token()));
      return true;
    } catch (ServiceError e) {
      fail(row, Reasons.of(e, row.type(), row.token()));
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{} of stack {} failed", row.logicalId(), row.stackId(), e);
      fail(row, "Internal Failure: the server's log has the details");
      return true;
    }
  }

  /** A first thing, or one in another's place: neither has a physical id before. */
  private static boolean isCreation(StackResource row) {
    return row.before() == null || row.thing().physicalId().isEmpty();
  }

  private boolean create(StackResource row, boolean repeated) {
    Made made = requested.type(row.thing()).create(requested.about(row, row.thing(), repeated));
    StackResource acted = row.acted(made(row, made));
    // What is made is known before anything else can go wrong.
    recorder.record(acted, List.of(acted.with(acted.status(), INITIATED, acted.changed())));
    return stabilizeAfter(acted);
  }

  private boolean update(StackResource row, boolean repeated) {
    Thing before = Objects.requireNonNull(row.before());
    requested.type(row.thing()).update(requested.change(row, before, row.thing(), repeated));
    StackResource acted = row.acted(row.thing());
    recorder.record(List.of(acted));
    return stabilizeAfter(acted);
  }

  private boolean stabilizeAfter(StackResource acted) {
    try {
      stabilize(acted, List.of());
    } catch (NotYetException e) {
      LOG.debug("{} is not yet ready: {}", acted.logicalId(), e.getMessage());
    } catch (ServiceError e) {
      fail(acted, Reasons.of(e, acted.type(), acted.token()));
    }
    return true;
  }

  private Thing made(StackResource row, Made made) {
    return row.thing().made(made.physicalId(), sealed.seal(row.stackId(), made.remembered()));
  }

  /** Looks whether it is ready, and whether the signals it waits for came. */
  private boolean stabilize(StackResource row, List<String> lines) {
    ResourceRequest request =
        row.before() == null || row.isReplacement()
            ? requested.about(row, row.thing(), true)
            : requested.change(row, row.before(), row.thing(), true);
    switch (requested.type(row.thing()).stabilize(request)) {
      case Progress.Pending pending -> {
        return pending(row, pending);
      }
      case Progress.Done done -> {
        if (!isSignalled(row)) {
          return false;
        }
      }
    }
    ResourceStatus end =
        row.status() == ResourceStatus.CREATE_IN_PROGRESS
            ? ResourceStatus.CREATE_COMPLETE
            : ResourceStatus.UPDATE_COMPLETE;
    StackResource complete = row.with(end, "", recorder.now());
    recorder.record(complete, List.of(complete), lines);
    return true;
  }

  private boolean pending(StackResource row, Progress.Pending pending) {
    if (pending.remembered() == null && pending.events().isEmpty()) {
      return false;
    }
    Thing thing =
        pending.remembered() == null
            ? row.thing()
            : row.thing().made(row.physicalId(), sealed.seal(row.stackId(), pending.remembered()));
    recorder.record(row.acted(thing), List.of(), pending.events());
    return true;
  }

  private boolean isSignalled(StackResource row) {
    Optional<CreationPolicy> policy =
        row.status() == ResourceStatus.CREATE_IN_PROGRESS
            ? CreationPolicy.in(requested.about(row, row.thing(), true).policies())
            : Optional.empty();
    if (policy.isEmpty()) {
      return true;
    }
    List<SignalRow> came = new Signals(parts.store()).of(row);
    Instant begun = row.changed();
    return policy.get().isSatisfied(came, begun, recorder.now());
  }

  void fail(StackResource row, String reason) {
    ResourceStatus end =
        row.status() == ResourceStatus.CREATE_IN_PROGRESS
            ? ResourceStatus.CREATE_FAILED
            : ResourceStatus.UPDATE_FAILED;
    // What made nothing has nothing to be looked for: its call has returned.
    StackResource failed = row.acted(row.thing()).with(end, reason, recorder.now());
    recorder.record(failed, List.of(failed));
  }
}
