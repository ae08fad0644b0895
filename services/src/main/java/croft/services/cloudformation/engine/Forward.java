package croft.services.cloudformation.engine;

import croft.base.ServiceError;
import croft.services.cloudformation.stack.ResourceStatus;
import croft.services.cloudformation.stack.Stack;
import croft.services.cloudformation.stack.StackResource;
import croft.services.cloudformation.stack.StackRevision;
import croft.services.cloudformation.stack.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One look at a stack that is created or updated: begins what is ready to begin, and goes on with
 * what is begun. A resource is ready when those it names are at the revision.
 */
final class Forward {
  private static final String REPLACING =
      "Requested update requires the creation of a new physical resource; hence creating one.";

  private final EngineParts parts;
  private final Rows rows;
  private final Stack stack;
  private final Blueprint blueprint;
  private final Requested requested;
  private final Recorder recorder;
  private final Making making;
  private final Evaluation evaluation;
  private final Sealed sealed;
  private final Hidden hidden;

  Forward(EngineParts parts, Rows rows, StackRevision revision, Blueprint blueprint) {
    this.parts = parts;
    this.rows = rows;
    this.stack = rows.stack();
    this.blueprint = blueprint;
    this.requested = new Requested(parts, stack);
    this.recorder = new Recorder(parts, stack);
    this.making = new Making(parts, requested, recorder);
    this.sealed = new Sealed(parts.sealing());
    this.hidden = Hidden.of(revision, sealed);
    this.evaluation = new Evaluation(blueprint, rows.resources(), revision, requested, sealed);
  }

  Evaluation evaluation() {
    return evaluation;
  }

  /** Whether every resource is as the template says. */
  boolean isThrough() {
    return blueprint.logicalIds().stream().allMatch(this::isThere);
  }

  private boolean isThere(String logicalId) {
    StackResource row = rows.resources().get(logicalId);
    return row != null && row.revision() == stack.revision() && row.status().isComplete();
  }

  /** Whether something came further. */
  boolean advance() throws InterruptedException {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (String logicalId : blueprint.logicalIds()) {
      StackResource row = rows.resources().get(logicalId);
      if (row != null && row.status().isWorking()) {
        tasks.add(() -> making.goOn(row, true));
      } else if (!isThere(logicalId)
          && blueprint.dependencies(logicalId).stream().allMatch(this::isThere)) {
        tasks.add(() -> begin(logicalId, row));
      }
    }
    return Parallel.any(tasks);
  }

  private boolean begin(String logicalId, @Nullable StackResource row) {
    Thing wanted;
    try {
      wanted = evaluation.thing(logicalId);
    } catch (ServiceError e) {
      failUnknown(logicalId, row, Reasons.of(e, blueprint.type(logicalId), ""));
      return true;
    }
    if (row == null || row.status() == ResourceStatus.DELETE_COMPLETE) {
      return create(logicalId, wanted);
    }
    return row.before() == null ? update(row, wanted) : true;
  }

  private void failUnknown(String logicalId, @Nullable StackResource row, String reason) {
    Thing thing = evaluation.unknown(logicalId);
    StackResource failing =
        row == null
            ? fresh(logicalId, thing, null, ResourceStatus.CREATE_IN_PROGRESS)
            : changed(row, row.thing(), ResourceStatus.UPDATE_IN_PROGRESS, "");
    making.fail(failing, reason);
  }

  private boolean create(String logicalId, Thing wanted) {
    StackResource row = fresh(logicalId, wanted, null, ResourceStatus.CREATE_IN_PROGRESS);
    return recorder.begin(row, shown(wanted)) && making.goOn(row, false);
  }

  private boolean update(StackResource row, Thing wanted) {
    Thing present = row.thing();
    ObjectNode before = sealed.open(stack.id(), present.properties());
    ObjectNode after = sealed.open(stack.id(), wanted.properties());
    boolean taggable = requested.type(wanted).schema().taggable();
    boolean same =
        present.type().equals(wanted.type())
            && before.equals(after)
            && (!taggable || present.stackTags().equals(wanted.stackTags()));
    Thing kept = wanted.made(present.physicalId(), present.remembered());
    if (same) {
      recorder.record(List.of(unchanged(row, kept)));
      return true;
    }
    boolean replaced =
        !present.type().equals(wanted.type())
            || !requested
                .type(wanted)
                .replacedBy(before, after, Requested.policies(wanted))
                .isEmpty();
    StackResource next =
        replaced
            ? changed(row, wanted, ResourceStatus.UPDATE_IN_PROGRESS, REPLACING)
            : changed(row, kept, ResourceStatus.UPDATE_IN_PROGRESS, "");
    return recorder.begin(next, shown(wanted)) && making.goOn(next, false);
  }

  private StackResource fresh(
      String logicalId, Thing thing, @Nullable Thing before, ResourceStatus status) {
    return new StackResource(
        stack.id(),
        logicalId,
        thing,
        before,
        status,
        "",
        stack.revision(),
        stack.revision(),
        parts.ids().hex(32),
        false,
        List.of(),
        recorder.now());
  }

  /** On its way to something else, and able to come back. */
  private StackResource changed(StackResource row, Thing to, ResourceStatus status, String reason) {
    List<String> former = new ArrayList<>(row.formerIds());
    if (!row.physicalId().isEmpty() && !former.contains(row.physicalId())) {
      former.add(row.physicalId());
    }
    return new StackResource(
        stack.id(),
        row.logicalId(),
        to,
        row.thing(),
        status,
        reason,
        row.born(),
        stack.revision(),
        parts.ids().hex(32),
        false,
        former,
        recorder.now());
  }

  private StackResource unchanged(StackResource row, Thing thing) {
    return new StackResource(
        stack.id(),
        row.logicalId(),
        thing,
        null,
        row.status(),
        row.reason(),
        row.born(),
        stack.revision(),
        row.token(),
        true,
        row.formerIds(),
        row.changed());
  }

  /** What an event may show: nothing of what is hidden. */
  private String shown(Thing thing) {
    ObjectNode properties = sealed.open(stack.id(), thing.properties());
    requested.type(thing).schema().properties().values().stream()
        .filter(property -> property.writeOnly())
        .forEach(property -> properties.remove(property.name()));
    return hidden.in(properties).toString();
  }
}
