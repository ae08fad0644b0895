package croft.services.ec2.logfile;

import croft.agent.LogFiles.Seen;
import org.jspecify.annotations.Nullable;

/**
 * A file that is followed, as one look finds it.
 *
 * @param entry what the configuration says of it
 * @param seen how it stands; null when its name is another's, and it is somewhere else or gone
 */
record FollowedFile(CollectedFile entry, FilePosition position, @Nullable Seen seen) {

  FollowedFile with(FilePosition next) {
    return new FollowedFile(entry, next, seen);
  }

  /** Whether it is shorter than what was sent of it. */
  boolean wasTruncated() {
    return seen != null && seen.size() < position.offset();
  }
}
