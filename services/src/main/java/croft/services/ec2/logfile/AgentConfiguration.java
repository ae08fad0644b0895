package croft.services.ec2.logfile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import croft.services.ec2.logfile.CollectedFile.LineFilter;
import croft.services.operation.expression.BoundedPattern;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the CloudWatch agent's configuration says of files of logs. Source: the section "logs" of
 * the page "Manually create or edit the CloudWatch agent configuration file". The file is its
 * owner's word: what cannot be honoured is a fault to tell, and leaves the rest working.
 *
 * @param region where the logs go; null for the instance's own
 * @param flush how long files may wait
 * @param faults what is not honoured, in words
 */
record AgentConfiguration(
    List<CollectedFile> files, @Nullable String region, Duration flush, List<String> faults) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_FILES = 200;
  private static final int LONGEST = 2048;
  private static final int FLUSH_SECONDS = 5;
  private static final int LONGEST_FLUSH_SECONDS = 3600;

  private static final String ASCII = "A line\n";
  private static final byte[] ASCII_BYTES = ASCII.getBytes(StandardCharsets.US_ASCII);

  /** The first character is none of white space: what is indented belongs to the line before. */
  private static final Pattern START = Pattern.compile("^[\\S]");

  private static final Set<Integer> RETENTIONS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  AgentConfiguration {
    files = List.copyOf(files);
    faults = List.copyOf(faults);
  }

  /** Something that is not honoured. */
  private static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    FaultException(String message) {
      super(message);
    }
  }

  static AgentConfiguration parse(String text) {
    JsonNode whole;
    try {
      whole = MAPPER.readTree(text);
    } catch (JacksonException e) {
      return new AgentConfiguration(
          List.of(), null, Duration.ofSeconds(FLUSH_SECONDS), List.of("The file is no JSON"));
    }
    JsonNode logs = whole.path("logs");
    List<CollectedFile> files = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    if (!logs.path("credentials").isMissingNode()
        || !whole.path("agent").path("credentials").isMissingNode()) {
      faults.add("credentials are not supported: logs go by the role of the instance's profile");
      return new AgentConfiguration(files, null, Duration.ofSeconds(FLUSH_SECONDS), faults);
    }
    Map<String, Integer> seen = new HashMap<>();
    for (JsonNode entry : logs.path("logs_collected").path("files").path("collect_list")) {
      String path = entry.path("file_path").asString("");
      try {
        if (files.size() == MOST_FILES) {
          throw new FaultException("more than " + MOST_FILES + " entries are not supported");
        }
        int number = seen.merge(path, 1, Integer::sum);
        files.add(file(entry, path, number, logs));
      } catch (FaultException e) {
        faults.add("file_path " + path + ": " + e.getMessage());
      }
    }
    String region = whole.path("agent").path("region").asString("");
    return new AgentConfiguration(files, region.isEmpty() ? null : region, flush(logs), faults);
  }

  private static Duration flush(JsonNode logs) {
    int seconds = logs.path("force_flush_interval").asInt(FLUSH_SECONDS);
    return Duration.ofSeconds(Math.clamp(seconds, FLUSH_SECONDS, LONGEST_FLUSH_SECONDS));
  }

  private static CollectedFile file(JsonNode entry, String path, int number, JsonNode logs)
      throws FaultException {
    if (!path.startsWith("/") || path.length() > LONGEST) {
      throw new FaultException("is no absolute path");
    }
    if (entry.path("auto_removal").asBoolean(false)) {
      throw new FaultException("auto_removal is not supported");
    }
    boolean all = entry.path("publish_multi_logs").asBoolean(false);
    String group = entry.path("log_group_name").asString("");
    String stream = entry.path("log_stream_name").asString("");
    String usual = logs.path("log_stream_name").asString("{instance_id}");
    Optional<TimestampFormat> format = format(entry);
    return new CollectedFile(
        number + ":" + path,
        path,
        group.isEmpty() ? (all ? null : groupByPath(path)) : group,
        stream.isEmpty() ? usual : stream,
        format,
        !entry.path("timezone").asString("Local").equalsIgnoreCase("UTC"),
        start(entry, format),
        encoding(entry.path("encoding").asString("utf-8")),
        filters(entry),
        retention(entry),
        entry.path("from_beginning").asBoolean(true),
        all,
        ignored(entry));
  }

  /** The path up to its last dot. */
  private static String groupByPath(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') ? path.substring(0, dot) : path;
  }

  private static Optional<TimestampFormat> format(JsonNode entry) throws FaultException {
    String format = entry.path("timestamp_format").asString("");
    if (format.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TimestampFormat.of(format));
    } catch (IllegalArgumentException e) {
      throw new FaultException("timestamp_format: " + e.getMessage());
    }
  }

  private static Pattern start(JsonNode entry, Optional<TimestampFormat> format)
      throws FaultException {
    String start = entry.path("multi_line_start_pattern").asString("");
    if (start.isEmpty()) {
      return START;
    }
    if (!start.equals("{timestamp_format}") && !start.equals("{timestamp_regex}")) {
      return pattern("multi_line_start_pattern", start);
    }
    return format
        .map(TimestampFormat::pattern)
        .orElseThrow(() -> new FaultException("multi_line_start_pattern: no timestamp_format"));
  }

  private static List<LineFilter> filters(JsonNode entry) throws FaultException {
    List<LineFilter> filters = new ArrayList<>();
    for (JsonNode filter : entry.path("filters")) {
      String type = filter.path("type").asString("");
      if (!type.equals("include") && !type.equals("exclude")) {
        throw new FaultException("filters: the type is include or exclude");
      }
      Pattern expression = pattern("filters", filter.path("expression").asString(""));
      filters.add(new LineFilter(type.equals("include"), expression));
    }
    return filters;
  }

  private static int retention(JsonNode entry) throws FaultException {
    int days = entry.path("retention_in_days").asInt(-1);
    if (days > 0 && !RETENTIONS.contains(days)) {
      throw new FaultException("retention_in_days: " + days + " is none of the allowed values");
    }
    return Math.max(days, 0);
  }

  private static @Nullable Pattern ignored(JsonNode entry) throws FaultException {
    String ignored = entry.path("blacklist").asString("");
    return ignored.isEmpty() ? null : pattern("blacklist", ignored);
  }

  private static Pattern pattern(String name, String expression) throws FaultException {
    if (expression.length() > LONGEST) {
      throw new FaultException(name + ": longer than " + LONGEST + " characters");
    }
    try {
      return BoundedPattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new FaultException(name + ": " + e.getMessage());
    }
  }

  /** One in which plain letters and a newline are ASCII's: lines are told by bytes. */
  private static Charset encoding(String name) throws FaultException {
    if (name.equalsIgnoreCase("utf_8")) {
      return StandardCharsets.UTF_8;
    }
    try {
      Charset found = Charset.forName(name);
      if (found.canEncode() && Arrays.equals(ASCII.getBytes(found), ASCII_BYTES)) {
        return found;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new FaultException("encoding " + name + " is not supported");
    }
    throw new FaultException("encoding " + name + " is not supported");
  }
}
