package croft.drivers.linux.balancer;

import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.Check;
import croft.drivers.balancer.ServerReading.State;
import croft.drivers.balancer.TrafficReading;
import croft.drivers.balancer.TrafficReading.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the answer of {@code show stat}: a table whose first line names its columns. */
final class Readings {
  /** Names of counters; the others say what is now. */
  private static final Pattern COUNTED =
      Pattern.compile("stot|bin|bout|econ|eresp|ereq|dreq|conn_tot|req_tot|hrsp_.*");

  private static final String SESSIONS = "stot";

  private final List<Map<String, String>> rows = new ArrayList<>();

  Readings(String answer) {
    String[] lines = answer.split("\n", -1);
    String[] names = lines[0].replaceFirst("^# ", "").split(",", -1);
    for (int i = 1; i < lines.length; i++) {
      String[] values = lines[i].split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int j = 0; j < names.length && j < values.length; j++) {
        row.put(names[j], values[j]);
      }
      if (row.containsKey("svname")) {
        rows.add(row);
      }
    }
  }

  private static String text(Map<String, String> row, String name) {
    return row.getOrDefault(name, "");
  }

  private static long number(Map<String, String> row, String name) {
    String value = text(row, name);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }

  List<ServerReading> servers() {
    Map<String, Long> sessions = new HashMap<>();
    for (Map<String, String> row : rows) {
      sessions.merge(place(row), number(row, "scur"), Long::sum);
    }
    List<ServerReading> readings = new ArrayList<>();
    for (Map<String, String> row : rows) {
      String server = text(row, "svname");
      String pool = text(row, "pxname");
      if (!server.equals("FRONTEND")
          && !server.equals("BACKEND")
          && ZonePools.whole(pool).equals(pool)) {
        readings.add(
            new ServerReading(
                pool,
                server,
                state(text(row, "status")),
                check(text(row, "check_status")),
                (int) number(row, "check_code"),
                sessions.getOrDefault(place(row), 0L)));
      }
    }
    return readings;
  }

  private static String place(Map<String, String> row) {
    return ZonePools.whole(text(row, "pxname")) + "/" + text(row, "svname");
  }

  private static State state(String status) {
    if (status.startsWith("UP")) {
      return State.UP;
    }
    if (status.startsWith("MAINT")) {
      return State.DISABLED;
    }
    return status.startsWith("no check") ? State.UNCHECKED : State.DOWN;
  }

  /** A star before the word says that the look is still under way. */
  private static Check check(String word) {
    String done = word.replace("* ", "");
    return switch (done) {
      case "L4OK", "L6OK", "L7OK", "L7OKC" -> Check.PASSED;
      case "L4TOUT", "L6TOUT", "L7TOUT" -> Check.TIMEOUT;
      case "L7STS" -> Check.WRONG_ANSWER;
      case "L4CON", "L6RSP", "L7RSP", "SOCKERR" -> Check.REFUSED;
      default -> Check.NONE;
    };
  }

  List<TrafficReading> traffic() {
    Map<String, TrafficReading> readings = new LinkedHashMap<>();
    for (Map<String, String> row : rows) {
      String pool = ZonePools.whole(text(row, "pxname"));
      String server = text(row, "svname");
      Kind kind =
          switch (server) {
            case "FRONTEND" -> Kind.LISTENER;
            case "BACKEND" -> Kind.POOL;
            default -> Kind.SERVER;
          };
      String id = kind == Kind.SERVER ? pool + "/" + server : pool;
      readings.merge(
          kind + id,
          new TrafficReading(kind, id, counters(row)),
          (one, other) -> new TrafficReading(kind, id, beside(one, other)));
    }
    return List.copyOf(readings.values());
  }

  private static Map<String, Long> counters(Map<String, String> row) {
    Map<String, Long> counters = new HashMap<>();
    row.forEach((name, value) -> {
      if (value.matches("[0-9]{1,18}")) {
        counters.put(name, Long.parseLong(value));
      }
    });
    return counters;
  }

  /** Of two that count at the same time: what stands there adds up, times are means over both. */
  private static Map<String, Long> beside(TrafficReading one, TrafficReading other) {
    Map<String, Long> counters = sum(one, other);
    long both = one.count(SESSIONS) + other.count(SESSIONS);
    for (String name : List.of("scur", "qcur")) {
      counters.put(name, one.count(name) + other.count(name));
    }
    for (String name : List.of("qtime", "ctime", "rtime", "ttime")) {
      long weighed =
          one.count(name) * one.count(SESSIONS) + other.count(name) * other.count(SESSIONS);
      counters.put(name, both == 0 ? 0 : weighed / both);
    }
    return counters;
  }

  /** Counters of the same thing together; of what stands there now, the newer. */
  static Map<String, Long> sum(TrafficReading older, TrafficReading newer) {
    Map<String, Long> counters = new HashMap<>(newer.counters());
    older
        .counters()
        .forEach((name, value) -> {
          if (COUNTED.matcher(name).matches()) {
            counters.merge(name, value, Long::sum);
          }
        });
    return counters;
  }
}
