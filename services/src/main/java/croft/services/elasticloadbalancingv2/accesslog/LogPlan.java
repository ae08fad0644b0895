package croft.services.elasticloadbalancingv2.accesslog;

import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets.Writer;
import croft.services.elasticloadbalancingv2.loadbalancer.LogPlace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a balancer's log is written.
 *
 * @param resource the balancer as lines name it: {@code app/NAME/ID}; a classic one's name
 * @param minutes between two files
 * @param node the address that files are named after
 * @param names ARNs by what lines name: pools, and certificates as {@code LISTENER/CERTIFICATE}
 */
public record LogPlan(
    Form form,
    Writer writer,
    LogPlace place,
    String resource,
    int minutes,
    String node,
    Map<String, String> names) {
  private static final DateTimeFormatter DAY = format("yyyy/MM/dd");
  private static final DateTimeFormatter MINUTE = format("yyyyMMdd'T'HHmm'Z'");

  public LogPlan {
    names = Map.copyOf(names);
  }

  /** Whose lines they are. */
  public enum Form {
    APPLICATION,
    NETWORK,
    CLASSIC
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** An ARN, or {@code -}. */
  String name(String key) {
    return names.getOrDefault(key, "-");
  }

  /** This plan with the names of an earlier one, for lines that are older than it. */
  LogPlan remembering(LogPlan earlier) {
    Map<String, String> all = new HashMap<>(earlier.names);
    all.putAll(names);
    return new LogPlan(form, writer, place, resource, minutes, node, all);
  }

  /** When the interval ends that a moment is in. */
  Instant endOfInterval(Instant now) {
    long seconds = minutes * 60L;
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds + seconds);
  }

  /**
   * The key of a file.
   *
   * @param end of its interval
   * @param unique letters and digits
   */
  String key(Instant end, String unique) {
    String address = form == Form.NETWORK ? "" : node + "_";
    return place.folder(writer)
        + "elasticloadbalancing/"
        + writer.region()
        + "/"
        + DAY.format(end)
        + "/"
        + String.join(
            "_",
            writer.account(),
            "elasticloadbalancing",
            writer.region(),
            resource.replace('/', '.'),
            MINUTE.format(end),
            address + unique)
        + (form == Form.CLASSIC ? ".log" : ".log.gz");
  }
}
