package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A shell, a few programs and their libraries, copied from this machine. */
public final class SmallRoot {
  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "cat",
          "id",
          "sleep",
          "stat",
          "mkdir",
          "chmod",
          "ls",
          "rm",
          "ln",
          "mv",
          "chown",
          "cp",
          "env",
          "false",
          "grep",
          "hostname",
          "pwd",
          "touch",
          "true",
          "whoami");

  private SmallRoot() {}

  /** Makes it in a folder that is not there yet. */
  public static Path make(Path root) throws IOException {
    Files.createDirectories(root);
    List<Path> files = new ArrayList<>();
    for (String program : PROGRAMS) {
      Path path = Path.of("/bin", program).toRealPath();
      files.add(path);
      for (String word : Processes.run(List.of("ldd", path.toString())).split("\\s+", -1)) {
        if (word.startsWith("/")) {
          files.add(Path.of(word));
        }
      }
      Path link = Files.createDirectories(root.resolve("bin")).resolve(program);
      Files.copy(path, link);
    }
    for (Path file : files) {
      Path target = root.resolve(Path.of("/").relativize(file));
      Files.createDirectories(target.getParent());
      if (!Files.exists(target)) {
        Files.copy(file, target);
      }
    }
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\n");
    for (String folder : List.of("root", "tmp", "var", "proc", "sys", "dev", "run")) {
      Files.createDirectories(root.resolve(folder));
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:mode", 0755);
      }
    }
    return root;
  }

  /** A tar archive of a folder's content. */
  public static Path pack(Path root, Path archive) throws IOException {
    Processes.run(
        List.of("tar", "-C", root.toString(), "--xattrs", "-cf", archive.toString(), "."));
    return archive;
  }
}
