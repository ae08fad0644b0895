package croft.services.s3.content;

import croft.store.Table;
import java.time.Instant;

/**
 * How far the scrubber came, so that a restart does not begin anew.
 *
 * @param afterId the last content it looked at
 * @param begins when the round begins, or began
 */
record ScrubPosition(String afterId, Instant begins) {
  static final String ID = "contents";
  static final Table<ScrubPosition> TABLE =
      Table.of("s3_scrub", ScrubPosition.class, row -> "", row -> ID);
}
