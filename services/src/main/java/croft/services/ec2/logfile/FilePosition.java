package croft.services.ec2.logfile;

import croft.store.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a file of an instance was sent. A file is told by its inode, whatever its name, and by
 * the bytes before the place: an inode that another file got, or a file that was written anew, does
 * not have them.
 *
 * @param scope the instance's account and region
 * @param file the key of the configuration's entry
 * @param identity {@code device:inode}, as the instance sees them
 * @param name the path it was found by: its events go where that says, also once it is renamed
 * @param path where it was last
 * @param offset up to here it was sent, or left out
 * @param tail a digest of the last bytes before the offset
 * @param skipping what is left out from the offset on
 * @param retiredAt since when its name is another file's; null while it is its own
 */
record FilePosition(
    String scope,
    String instanceId,
    String file,
    String identity,
    String name,
    String path,
    long offset,
    String tail,
    Skipping skipping,
    @Nullable Instant retiredAt) {

  static final Table<FilePosition> TABLE =
      Table.of("ec2_log_file", FilePosition.class, FilePosition::scope, FilePosition::id)
          .index("instance_id", FilePosition::instanceId);

  /** What follows an event that was too long. */
  enum Skipping {
    NOTHING,
    /** The rest of its lines. */
    EVENT,
    /** The rest of a line, and of its lines. */
    LINE
  }

  String id() {
    return instanceId + "/" + identity + "/" + file;
  }

  FilePosition at(long nextOffset, String nextTail, Skipping next) {
    return new FilePosition(
        scope, instanceId, file, identity, name, path, nextOffset, nextTail, next, retiredAt);
  }

  FilePosition named(String nextIdentity, String nextPath, @Nullable Instant retired) {
    return new FilePosition(
        scope, instanceId, file, nextIdentity, name, nextPath, offset, tail, skipping, retired);
  }
}
