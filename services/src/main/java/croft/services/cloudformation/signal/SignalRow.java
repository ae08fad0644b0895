package croft.services.cloudformation.signal;

import croft.store.Table;
import java.time.Instant;

/**
 * A signal that came for a resource.
 *
 * @param stackId the stack's UUID
 * @param uniqueId tells it from other signals, such as an instance's id: a second one under it
 *     replaces the first
 * @param data what came with it, for wait conditions
 */
public record SignalRow(
    String stackId,
    String logicalId,
    String uniqueId,
    boolean success,
    String reason,
    String data,
    Instant at) {

  /** By stack, and logical and unique id. */
  public static final Table<SignalRow> TABLE =
      Table.of("cloudformation_signal", SignalRow.class, SignalRow::stackId, SignalRow::key);

  public String key() {
    return logicalId + "/" + uniqueId;
  }
}
