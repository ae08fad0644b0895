package croft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The peer of a launch: crun alone, with the configuration it writes by itself over the same small
 * root, no network but loopback, no layers, nothing kept.
 */
record BareCrun(Path scratch, Path root) {
  /** Milliseconds from starting crun until a shell answers inside, for each of some launches. */
  List<Double> shellMilliseconds(int launches) throws IOException, InterruptedException {
    Path bundle = Files.createDirectories(scratch.resolve("bundle"));
    Path state = Files.createDirectories(scratch.resolve("crun-state"));
    Host.run(List.of("crun", "spec", "--bundle", bundle.toString()));
    Path config = bundle.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replace("\"path\": \"rootfs\"", "\"path\": \"" + root + "\"")
            .replace("\"sh\"", "\"sleep\", \"1000\"")
            // Some machines' root may not raise it.
            .replaceAll("(?s)\"rlimits\": \\[.*?\\],", ""));
    List<Double> milliseconds = new ArrayList<>();
    // A shell in a mount namespace of its own, where crun sees no hybrid cgroups: it refuses those.
    Process shell = new ProcessBuilder("unshare", "--mount", "sh").redirectErrorStream(true).start();
    try (Writer commands = shell.outputWriter();
        BufferedReader answers = shell.inputReader()) {
      tell(commands, "umount -l /sys/fs/cgroup/unified >/dev/null 2>&1");
      for (int i = 0; i <= launches; i++) {
        String id = "bench-" + i;
        long started = System.nanoTime();
        String crun = "crun --cgroup-manager=disabled --root " + state + " ";
        tell(commands, crun + "run --detach --bundle " + bundle + " " + id + " && echo made " + id);
        awaitLine(answers, "made " + id);
        awaitShell(new Inside(state), id);
        if (i > 0) {
          milliseconds.add((System.nanoTime() - started) / 1e6);
        }
        tell(commands, crun + "delete --force " + id + " && echo gone " + id);
        awaitLine(answers, "gone " + id);
      }
    } finally {
      Host.end(shell);
    }
    return milliseconds;
  }

  private static void tell(Writer commands, String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  private static void awaitLine(BufferedReader answers, String wanted) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.equals(wanted)) {
        return;
      }
      seen.append(line).append('\n');
    }
    throw new IOException("crun: " + seen);
  }

  private static void awaitShell(Inside inside, String id)
      throws IOException, InterruptedException {
    Await.until(
        "a shell in " + id,
        Duration.ofSeconds(20),
        Duration.ofMillis(1),
        () -> inside.ask(id, "read name < /etc/passwd; echo here").equals("here"));
  }
}
