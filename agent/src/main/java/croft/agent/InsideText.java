package croft.agent;

import croft.agent.InsideReport.FileSystem;
import croft.agent.InsideReport.Inodes;
import croft.agent.InsideReport.Interface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what {@link InsideLook}'s script prints: sections of the kernel's and df's own texts. */
final class InsideText {
  private static final String CONFIGURATION = "\n-- configuration --\n";
  private static final Pattern HEAD = Pattern.compile("(?m)^-- ([a-z]+) --$");
  private static final int KILO = 1024;

  private final Map<String, List<String>> sections = new HashMap<>();

  private InsideText(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (HEAD.matcher(line).matches()) {
        lines = new ArrayList<>();
        sections.put(line.substring(3, line.length() - 3), lines);
      } else if (!line.isBlank()) {
        lines.add(line.strip());
      }
    }
  }

  static InsideReport read(String text) {
    int mark = text.indexOf(CONFIGURATION);
    String before = mark < 0 ? "" : text.substring(0, mark);
    String configuration = mark < 0 ? text : text.substring(mark + CONFIGURATION.length());
    InsideText inside = new InsideText(before);
    return new InsideReport(
        configuration.strip(),
        inside.fileSystems(),
        inside.lines("host").stream().findFirst().orElse(""),
        inside.counters(),
        inside.interfaces(),
        inside.processes());
  }

  private List<String> lines(String section) {
    return sections.getOrDefault(section, List.of());
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    for (String file : List.of("cpu", "memory", "swap", "meminfo")) {
      for (String line : lines(file)) {
        String[] fields = line.split(" +", 3);
        if (fields.length > 1 && isNumber(fields[1])) {
          long unit = fields.length > 2 && fields[2].equals("kB") ? KILO : 1;
          String name = fields[0].replace(":", "");
          counters.put(file + "." + name, Long.parseLong(fields[1]) * unit);
        }
      }
    }
    return counters;
  }

  /** Device, type, blocks, used, available, part, place. */
  private List<FileSystem> fileSystems() {
    Map<String, Inodes> inodes = inodes();
    List<FileSystem> systems = new ArrayList<>();
    for (String line : lines("disks")) {
      String[] fields = line.split(" +", 7);
      if (fields.length == 7 && areNumbers(fields, 2, 4)) {
        systems.add(
            new FileSystem(
                fields[0].replaceFirst("^/dev/", ""),
                fields[1],
                fields[6],
                Long.parseLong(fields[2]) * KILO,
                Long.parseLong(fields[3]) * KILO,
                Long.parseLong(fields[4]) * KILO,
                inodes.getOrDefault(fields[6], new Inodes(0, 0))));
      }
    }
    return systems;
  }

  /** Device, inodes, used, free, part, place. */
  private Map<String, Inodes> inodes() {
    Map<String, Inodes> inodes = new HashMap<>();
    for (String line : lines("inodes")) {
      String[] fields = line.split(" +", 6);
      if (fields.length == 6 && areNumbers(fields, 1, 3)) {
        inodes.put(fields[5], new Inodes(Long.parseLong(fields[2]), Long.parseLong(fields[3])));
      }
    }
    return inodes;
  }

  private List<Interface> interfaces() {
    List<Interface> interfaces = new ArrayList<>();
    for (String line : lines("net")) {
      int colon = line.indexOf(':');
      String[] fields = line.substring(colon + 1).strip().split(" +", -1);
      if (colon > 0 && fields.length >= 16 && areNumbers(fields, 0, 15)) {
        long[] numbers = new long[16];
        for (int i = 0; i < 16; i++) {
          numbers[i] = Long.parseLong(fields[i]);
        }
        interfaces.add(
            new Interface(
                line.substring(0, colon).strip(),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[8],
                numbers[9],
                numbers[10],
                numbers[11]));
      }
    }
    return interfaces;
  }

  /** Of proc(5)'s stat, behind a name that may hold anything: the state, and the threads. */
  private Map<String, Long> processes() {
    Map<String, Long> processes = new HashMap<>();
    for (String line : lines("processes")) {
      String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", 20);
      if (fields.length > 18 && fields[0].length() == 1 && isNumber(fields[17])) {
        processes.merge(fields[0], 1L, Long::sum);
        processes.merge("threads", Long.parseLong(fields[17]), Long::sum);
      }
    }
    return processes;
  }

  private static boolean areNumbers(String[] fields, int from, int to) {
    for (int i = from; i <= to; i++) {
      if (!isNumber(fields[i])) {
        return false;
      }
    }
    return true;
  }

  /** One that fits into a long, also in kilobytes. */
  private static boolean isNumber(String text) {
    return text.matches("\\d{1,15}");
  }
}
