package croft.services.logs.block;

import croft.store.Table;

/**
 * A stream or group that was deleted and whose blocks are still to be removed.
 *
 * @param group the group's key
 * @param stream the stream's key; 0 for all of the group
 */
public record Removal(long group, long stream) {

  /** By the keys of group and stream. */
  public static final Table<Removal> TABLE =
      Table.of(
          "logs_removal",
          Removal.class,
          removal -> Long.toString(removal.group),
          removal -> Long.toString(removal.stream));
}
