package croft.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.drivers.linux.network.LinuxNetworkConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Croft has on the host outside its directory: mounts, processes, control groups, network
 * devices, nftables tables, loop devices. Other Crofts on the machine do not count.
 */
record HostTraces(Path data) {
  private static final Pattern TAG = Pattern.compile("\"tag\"\\s*:\\s*\"([^\"]+)\"");

  private static final String BACKING_FILES =
      "cat /sys/block/loop*/loop/backing_file 2>/dev/null; true";

  /** The part of the names of devices and tables that belongs to this Croft; asked while it is. */
  String networkTag() {
    Path networks = LinuxNetworkConfig.in(data.resolve("networks")).directory();
    try (var files = Files.walk(networks)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found =
            TAG.matcher(file.toString().endsWith(".json") ? Files.readString(file) : "");
        if (found.find()) {
          return found.group(1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("no tag under " + networks);
  }

  /** Every trace found, told so that a failing test shows it. */
  List<String> find(String networkTag) {
    List<String> traces = new ArrayList<>();
    keep(traces, "mount", lines("cat", "/proc/self/mountinfo"), data.toString());
    keep(traces, "loop device", lines("sh", "-c", BACKING_FILES), data.toString());
    keep(traces, "process", lines("ps", "-eo", "pid,args"), data.toString());
    keep(traces, "device", lines("ip", "-o", "link"), "cr" + networkTag + "-");
    keep(traces, "route", lines("ip", "route"), "cr" + networkTag + "-");
    keep(traces, "table", lines("nft", "list", "tables"), "croft-" + networkTag);
    keep(traces, "control group", lines("find", "/sys/fs/cgroup", "-type", "d"), controlGroup());
    return traces;
  }

  /** The control group of all instances, named by the directory so that Crofts stay apart. */
  private String controlGroup() {
    try {
      byte[] path = data.toRealPath().toString().getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(path);
      return "croft-" + HexFormat.of().formatHex(digest, 0, 4);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keep(List<String> traces, String kind, List<String> lines, String mark) {
    lines.stream().filter(line -> line.contains(mark)).forEach(l -> traces.add(kind + ": " + l));
  }

  private static List<String> lines(String... command) {
    return new Program(List.of(command), Map.of(), Path.of("/")).run().output().lines().toList();
  }
}
