package croft.services.cloudformation.stack;

import croft.store.Table;

/**
 * A thing that has no place in its stack any more, and is removed when the operation is through:
 * replaced by another, or made by an update that was taken back.
 *
 * @param stackId the stack's UUID
 */
public record Leftover(String stackId, String logicalId, Thing thing) {

  /** By stack, and logical and physical id. */
  public static final Table<Leftover> TABLE =
      Table.of("cloudformation_leftover", Leftover.class, Leftover::stackId, Leftover::key);

  public String key() {
    return logicalId + "/" + thing.physicalId();
  }
}
