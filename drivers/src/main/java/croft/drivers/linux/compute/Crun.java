package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The crun commands we use and the state it keeps under {@code root}. crun is told to leave cgroups
 * alone: a small shell in front of it joins the instance's groups, and everything it starts is born
 * there. To join may take some milliseconds of waiting for the kernel.
 */
record Crun(Path root) {
  private static final String JOIN =
      "while [ \"$1\" != -- ]; do echo 0 > \"$1\" || exit 125; shift; done; shift; ";

  private static final String JOIN_AND_EXECUTE = JOIN + "exec \"$@\"";

  private static final String JOIN_AND_EXECUTE_WHEN_TOLD =
      JOIN + "read -r go && [ \"$go\" = go ] && exec \"$@\" </dev/null";

  /** Starts process 1 once told {@code go} on its standard input, and returns once it runs. */
  List<String> runCommand(String id, InstanceFolder folder, List<Path> joinFiles) {
    List<String> command = joining(JOIN_AND_EXECUTE_WHEN_TOLD, joinFiles);
    command.addAll(
        List.of(
            "crun",
            "--root=" + root,
            "--cgroup-manager=disabled",
            "--log=" + folder.crunLog(),
            "run",
            "--detach",
            "--bundle=" + folder.bundle(),
            id));
    return command;
  }

  /** Runs a process, described in a file, inside; what goes wrong before it goes to a log. */
  List<String> execCommand(String id, Path processFile, Path log, List<Path> joinFiles) {
    List<String> command = joining(JOIN_AND_EXECUTE, joinFiles);
    command.addAll(
        List.of(
            "crun",
            "--root=" + root,
            "--cgroup-manager=disabled",
            "--log=" + log,
            "exec",
            "--process=" + processFile,
            id));
    return command;
  }

  /**
   * Runs a command on a terminal's device; a shell opens it, so it never becomes this process's.
   */
  static List<String> onTerminal(Path device, List<String> command) {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "device=$1; shift; exec <> \"$device\" >&0 2>&0; exec \"$@\"",
                "sh",
                device.toString()));
    whole.addAll(command);
    return whole;
  }

  private static List<String> joining(String script, List<Path> joinFiles) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    joinFiles.forEach(file -> command.add(file.toString()));
    command.add("--");
    return command;
  }

  /** Process 1 of the last start, dead or alive, if crun still has its state. */
  Optional<ProcessIdentity> firstProcess(String id) throws IOException {
    try {
      JsonNode status =
          JsonMapper.shared().readTree(Files.readAllBytes(root.resolve(id).resolve("status")));
      return Optional.of(
          new ProcessIdentity(
              status.path("pid").asInt(), status.path("process-start-time").asLong()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty(); // crun was ended while it wrote: nothing runs.
    }
  }

  /** Forgets an instance none of whose processes is left. */
  void forget(String id) throws IOException {
    FileTree.delete(root.resolve(id));
  }
}
