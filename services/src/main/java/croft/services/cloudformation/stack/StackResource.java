package croft.services.cloudformation.stack;

import croft.store.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a stack.
 *
 * @param stackId the stack's UUID
 * @param thing what it is, or shall be while its status is one of progress
 * @param before what it was before the operation under way changed it; null when it did not
 * @param born the revision that brought it into the stack
 * @param revision the revision it was last brought to
 * @param token names the attempt at making or changing it
 * @param acted whether the call that makes or changes it has returned, so that only its effect is
 *     awaited
 * @param formerIds physical ids behind this logical id before, replaced or kept
 * @param changed when its status last changed
 */
public record StackResource(
    String stackId,
    String logicalId,
    Thing thing,
    @Nullable Thing before,
    ResourceStatus status,
    String reason,
    int born,
    int revision,
    String token,
    boolean acted,
    List<String> formerIds,
    Instant changed) {

  /** By stack and logical id. */
  public static final Table<StackResource> TABLE =
      Table.of(
              "cloudformation_resource",
              StackResource.class,
              StackResource::stackId,
              StackResource::logicalId)
          .index(
              "physical_id",
              one -> one.thing().physicalId().isEmpty() ? null : one.thing().physicalId());

  public StackResource {
    formerIds = List.copyOf(formerIds);
  }

  public String type() {
    return thing.type();
  }

  public String physicalId() {
    return thing.physicalId();
  }

  /** Whether what stands behind it is to be another thing than before, in a new place. */
  public boolean isReplacement() {
    return before != null && !before.physicalId().equals(thing.physicalId());
  }

  public StackResource with(ResourceStatus next, String why, Instant now) {
    return new StackResource(
        stackId, logicalId, thing, before, next, why, born, revision, token, acted, formerIds, now);
  }

  /** Its call has returned. */
  public StackResource acted(Thing as) {
    return new StackResource(
        stackId, logicalId, as, before, status, reason, born, revision, token, true, formerIds,
        changed);
  }

  /** Brought to a revision. */
  public StackResource at(int reached) {
    return new StackResource(
        stackId, logicalId, thing, before, status, reason, born, reached, token, acted, formerIds,
        changed);
  }

  /** With nothing to go back to: the operation that changed it is settled. */
  public StackResource settled() {
    return new StackResource(
        stackId, logicalId, thing, null, status, reason, born, revision, token, true, formerIds,
        changed);
  }

  /** Its call is to be made once more. */
  public StackResource again(ResourceStatus next, Instant now) {
    return new StackResource(
        stackId, logicalId, thing, before, next, "", born, revision, token, false, formerIds, now);
  }
}
