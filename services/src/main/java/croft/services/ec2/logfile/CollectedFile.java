package croft.services.ec2.logfile;

import com.google.re2j.Pattern;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the configuration's {@code collect_list}.
 *
 * @param key tells it from others in the same configuration, also after the others changed
 * @param pattern the path, with {@code *} and {@code **}
 * @param group the log group's name, with placeholders; null for one by the name of each file
 * @param stream the log stream's name, with placeholders
 * @param start what an event's first line looks like
 * @param local whether times without a zone are the instance's own, and not UTC
 * @param retentionDays of the group; 0 to leave it
 */
record CollectedFile(
    String key,
    String pattern,
    @Nullable String group,
    String stream,
    Optional<TimestampFormat> format,
    boolean local,
    Pattern start,
    Charset encoding,
    List<LineFilter> filters,
    int retentionDays,
    boolean fromBeginning,
    boolean all,
    @Nullable Pattern ignored) {

  private static final List<String> COMPRESSED =
      List.of(".tar", ".zst", ".gz", ".zip", ".bz2", ".rar");

  CollectedFile {
    filters = List.copyOf(filters);
  }

  /** What becomes of an event that matches, or of one that does not. */
  record LineFilter(boolean includes, Pattern pattern) {
    boolean passes(String message) {
      return pattern.matcher(message).find() == includes;
    }
  }

  /** Whether a file that the pattern matches is one to read. */
  boolean wants(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return COMPRESSED.stream().noneMatch(name::endsWith)
        && (ignored == null || !ignored.matcher(name).find());
  }

  boolean passes(String message) {
    return filters.stream().allMatch(filter -> filter.passes(message));
  }

  /** The name of the group for a file, placeholders unfilled. */
  String groupOf(String path) {
    return group == null ? plain(path) : group;
  }

  /** The name of the stream for a file: one's own for each where all are read into one group. */
  String streamOf(String path) {
    return all && group != null ? stream + "_" + plain(path).replace('/', '_') : stream;
  }

  /** With the characters that names of groups may have. */
  private static String plain(String path) {
    return path.replaceAll("[^.\\-_/#A-Za-z0-9]", "_");
  }
}
