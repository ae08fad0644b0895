package croft.agent;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Content;
import croft.drivers.compute.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at files of an instance and reads what was added to them, by the instance's own programs
 * and inside of its walls: a link leads where it leads for the instance, and what is no regular
 * file is never opened. One command finds all files, and one more reads all that changed.
 */
public final class LogFiles {
  /** Where the CloudWatch agent's configuration is. */
  static final String CONFIGURATION =
      "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json";

  private static final int NO_CONFIGURATION = 3;
  private static final int NO_TOOLS = 4;
  private static final int FILE_TYPE = 0xf000;
  private static final int REGULAR = 0x8000;

  /** What stands before a path is without spaces, but for the time: a day, a time, a zone. */
  private static final String FORMAT = "%f %d:%i %s %y %n";

  /** Prints the part of a file that is still the one that was seen, here or renamed beside. */
  private static final String SLICE =
      """
      slice() {
        [ -f "$5" ] || return 1
        {
          now=$(stat -L -c '%d:%i %s' /proc/self/fd/3) || return 1
          case $now in "$2 "*) ;; *) return 1 ;; esac
          printf '\\n%s %s %s %s\\n' "$mark" "$1" "${now#* }" "$5"
          dd bs=4096 skip=$(($3 / 4096)) count=$(($4 / 4096 + 2)) <&3 |
            tail -c +$(($3 % 4096 + 1)) | head -c "$4"
        } 3< "$5"
      }
      part() {
        slice "$@" && return
        renamed=$(find "${5%/*}/" -maxdepth 1 -type f -inum "${2#*:}" | head -n 1)
        [ -n "$renamed" ] && slice "$1" "$2" "$3" "$4" "$renamed" && return
        printf '\\n%s %s gone\\n' "$mark" "$1"
      }
      """;

  private final Duration timeout;
  private final Supplier<String> marks;

  /**
   * Reads within a time.
   *
   * @param marks makes words that no file contains by chance
   */
  public LogFiles(Duration timeout, Supplier<String> marks) {
    this.timeout = timeout;
    this.marks = marks;
  }

  /**
   * A regular file as it stands.
   *
   * @param identity {@code device:inode}
   * @param modified when, in UTC, in a text whose order is that of time
   */
  public record Seen(String path, String identity, long size, String modified) {}

  /**
   * What was found.
   *
   * @param configured whether the agent's configuration is still there
   * @param matches for each pattern, its regular files
   * @param known those of the known paths that are regular files
   */
  public record Listing(boolean configured, List<List<Seen>> matches, List<Seen> known) {}

  /** What to read of a file: {@code most} bytes from a place, wherever it was renamed to. */
  public record Wanted(String identity, long from, int most, String path) {}

  /**
   * What was read.
   *
   * @param path where the file is now
   * @param size how large the file was just before
   */
  public record Slice(String path, long size, Content bytes) {}

  /**
   * What was read of all.
   *
   * @param zone the instance's offset from UTC: {@code +0200}
   * @param hostName as the instance calls itself
   * @param slices as wanted; empty where that file is gone
   * @param answered how many of the wanted there was time for
   */
  public record Reading(String zone, String hostName, List<Optional<Slice>> slices, int answered) {}

  /**
   * Finds files.
   *
   * @param patterns absolute paths in which {@code *}, {@code ?} and {@code [..]} stand for parts
   *     of a name, and {@code **} for any folders
   * @param paths files that are looked at besides
   * @throws ComputeException UNSUPPORTED where the instance lacks a program that this takes
   */
  public Listing list(Shell shell, List<String> patterns, List<String> paths) {
    StringBuilder script = new StringBuilder();
    script.append("[ -f ").append(CONFIGURATION).append(" ] || exit 3\n");
    script.append(tools("stat"));
    script.append("exec 2> /dev/null\nIFS=\nexport TZ=UTC\n");
    for (int i = 0; i < patterns.size(); i++) {
      script.append(find(patterns.get(i), i));
    }
    for (String path : paths) {
      String format = quoted(patterns.size() + " " + FORMAT);
      script.append("stat -L -c " + format + " -- " + quoted(path) + "\n");
    }
    script.append("exit 0\n");
    CommandOutput output = run(shell, script.toString());
    if (output.exitStatus() == NO_CONFIGURATION) {
      return new Listing(false, List.of(), List.of());
    }
    if (!output.succeeded()) {
      throw new ComputeException(
          Reason.FAILED, "Files could not be listed: status " + output.exitStatus());
    }
    List<List<Seen>> found = new ArrayList<>();
    for (int i = 0; i <= patterns.size(); i++) {
      found.add(new ArrayList<>());
    }
    output.stdout().text().lines().forEach(line -> add(line, found));
    return new Listing(true, found.subList(0, patterns.size()), found.getLast());
  }

  private static String find(String pattern, int number) {
    String format = quoted(number + " " + FORMAT);
    if (!pattern.contains("**")) {
      // Without separators, an unquoted word is a pattern and nothing else.
      return "p=" + quoted(pattern) + "\nstat -L -c " + format + " -- $p\n";
    }
    String before = pattern.substring(0, pattern.indexOf("**"));
    String fixed = before.split("[*?\\[]", 2)[0];
    String root = fixed.substring(0, fixed.lastIndexOf('/') + 1);
    return "find "
        + quoted(root)
        + " -path /proc -prune -o -path /sys -prune -o -path "
        + quoted(pattern.replaceAll("\\*+", "*"))
        + " ! -type d -exec stat -L -c "
        + format
        + " -- {} +\n";
  }

  /** The pattern's number, mode, identity, size, day, time, zone, path. */
  private static void add(String line, List<List<Seen>> found) {
    String[] fields = line.split(" ", 8);
    if (fields.length < 8 || !fields[7].startsWith("/")) {
      return; // A name with a newline in it.
    }
    try {
      int number = Integer.parseInt(fields[0]);
      if ((Integer.parseInt(fields[1], 16) & FILE_TYPE) == REGULAR && number < found.size()) {
        String modified = fields[4] + " " + fields[5];
        found.get(number).add(new Seen(fields[7], fields[2], Long.parseLong(fields[3]), modified));
      }
    } catch (NumberFormatException e) {
      return; // Likewise.
    }
  }

  /** Reads parts of files; those there was no time for are left out at the end. */
  public Reading read(Shell shell, List<Wanted> wanted) {
    String mark = marks.get();
    StringBuilder script = new StringBuilder(tools("stat dd tail head"));
    script.append("mark=").append(quoted(mark)).append('\n');
    script.append("printf '%s %s\\n' \"$(date +%z)\" \"$(uname -n)\"\nexec 2> /dev/null\n");
    script.append(SLICE);
    for (int i = 0; i < wanted.size(); i++) {
      Wanted one = wanted.get(i);
      script.append(
          "part %d %s %d %d ".formatted(i, quoted(one.identity()), one.from(), one.most()));
      script.append(quoted(one.path())).append('\n');
    }
    script.append("exit 0\n");
    CommandOutput output = run(shell, script.toString());
    if (!output.succeeded() && output.exitStatus() != CommandOutput.TIMED_OUT) {
      throw new ComputeException(
          Reason.FAILED, "Files could not be read: status " + output.exitStatus());
    }
    boolean cut = !output.succeeded() || output.stdout().size() >= CommandOutput.LIMIT_BYTES;
    return parse(output.stdout().bytes(), mark, wanted.size(), cut);
  }

  /** What was printed; where it was cut off, the last slice is a part of what it should be. */
  static Reading parse(byte[] output, String mark, int wanted, boolean cut) {
    byte[] begin = ("\n" + mark + " ").getBytes(StandardCharsets.UTF_8);
    List<Optional<Slice>> slices = new ArrayList<>();
    int at = indexOf(output, begin, 0);
    String[] words = text(output, 0, at < 0 ? output.length : at).strip().split(" ", 2);
    while (at >= 0 && slices.size() < wanted) {
      int head = at + begin.length;
      int body = indexOf(output, new byte[] {'\n'}, head) + 1;
      if (body == 0) {
        break; // Ended by its timeout in the middle of a line.
      }
      int next = indexOf(output, begin, body);
      String[] fields = text(output, head, body - 1).split(" ", 3);
      slices.add(slice(fields, output, body, next < 0 ? output.length : next));
      at = next;
    }
    if (cut && !slices.isEmpty()) {
      slices.removeLast();
    }
    int answered = slices.size();
    while (slices.size() < wanted) {
      slices.add(Optional.empty());
    }
    return new Reading(words[0], words.length > 1 ? words[1] : "", slices, answered);
  }

  private static Optional<Slice> slice(String[] fields, byte[] output, int from, int to) {
    if (fields.length < 3) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(output, from, to);
    return Optional.of(new Slice(fields[2], Long.parseLong(fields[1]), Content.of(bytes)));
  }

  /** Adds a line to a file of the instance's, making its folder. */
  public void tell(Shell shell, String path, String line) {
    String folder = path.substring(0, path.lastIndexOf('/'));
    run(
        shell,
        "mkdir -p "
            + quoted(folder)
            + " && printf '%s\\n' "
            + quoted(line)
            + " >> "
            + quoted(path)
            + "\n");
  }

  private CommandOutput run(Shell shell, String script) {
    CommandOutput output =
        shell.run(Command.of("/bin/sh").withStdin(Content.text(script)).within(timeout));
    if (output.exitStatus() == NO_TOOLS) {
      throw new ComputeException(
          Reason.UNSUPPORTED, "The instance has no " + output.stdout().text().strip());
    }
    return output;
  }

  private static String tools(String names) {
    return "for t in " + names + "; do command -v $t > /dev/null || { echo $t; exit 4; }; done\n";
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i <= bytes.length - part.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
