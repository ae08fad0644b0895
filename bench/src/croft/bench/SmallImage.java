package croft.bench;

import croft.drivers.linux.compute.LinuxImageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image without systemd: this host's shell, a few tools, and the libraries they need. */
final class SmallImage {
  static final String ID = "bench-small";

  private static final List<String> TOOLS = List.of("sh", "sleep", "cat", "uname", "id", "ls");
  private static final List<String> FOLDERS =
      List.of("bin", "dev", "etc", "proc", "root", "run", "sys", "tmp", "usr", "var");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private SmallImage() {}

  /** Imports it into a data directory that no server uses yet; {@code scratch} is for its files. */
  static void importInto(Path data, Path scratch) throws IOException, InterruptedException {
    Path root = scratch.resolve("small-root");
    for (String folder : FOLDERS) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
    for (String tool : TOOLS) {
      Path program = Host.find(tool).orElseThrow(() -> new IOException("no program " + tool));
      Files.copy(program.toRealPath(), root.resolve("bin").resolve(tool));
      for (String library : libraries(program.toRealPath())) {
        Path target = root.resolve(library.substring(1));
        Files.createDirectories(target.getParent());
        if (!Files.exists(target)) {
          Files.copy(Path.of(library).toRealPath(), target);
        }
      }
    }
    Path tar = scratch.resolve("small.tar");
    Host.run(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
    Files.createDirectories(data);
    try (InputStream archive = Files.newInputStream(tar)) {
      new LinuxImageDriver(data, InstantSource.system()).importTar(ID, archive);
    }
  }

  private static Iterable<String> libraries(Path program) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    Matcher matcher = LIBRARY.matcher(Host.run(List.of("ldd", program.toString())));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return new TreeSet<>(found);
  }
}
