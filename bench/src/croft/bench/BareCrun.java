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
 * The peers of a launch: crun from a shell, over the same small root. Alone it has the
 * configuration it writes by itself, no network but loopback, no layers. With what a launch is
 * besides, the shell gives it a user namespace, a layer over the root, a network namespace with a
 * wire to the host and a table of rules, by the programs one has for that. Neither keeps anything.
 */
record BareCrun(Path scratch, Path root) {
  private static final int FIRST_ID = 1_879_048_192;

  /** Made and taken away around one launch; the container's id is {@code $1}. */
  private record Surroundings(String make, String remove) {
    static final Surroundings NONE = new Surroundings(":", ":");
  }

  private static final String MAKE =
      """
      ip netns add $1
      ip -batch - <<END
      link add host-$1 type veth peer name eth0 netns $1
      addr add 198.18.0.1/30 dev host-$1
      link set host-$1 up
      END
      ip -n $1 -batch - <<END
      link set lo up
      addr add 198.18.0.2/30 dev eth0
      link set eth0 up
      route add default via 198.18.0.1
      END
      nft -f - <<END
      table inet $1 {
        chain forward {
          type filter hook forward priority 0; policy accept;
          oifname "host-$1" ct state established,related accept
          oifname "host-$1" tcp dport 22 accept
          oifname "host-$1" drop
        }
      }
      END
      mkdir LAYERS/$1 LAYERS/$1/upper LAYERS/$1/work
      chown ID:ID LAYERS/$1/upper
      mount -t overlay overlay -o lowerdir=ROOT,upperdir=LAYERS/$1/upper,workdir=LAYERS/$1/work MERGED
      sed s/NETWORK/$1/ BUNDLE/config.json.in >BUNDLE/config.json
      """;

  private static final String REMOVE =
      """
      umount MERGED
      nft delete table inet $1
      ip netns delete $1
      rm -rf LAYERS/$1
      """;

  /** Milliseconds from starting crun until a shell answers inside, for each of some launches. */
  List<Double> alone(int launches) throws IOException, InterruptedException {
    Path bundle = Files.createDirectories(scratch.resolve("bundle"));
    String config =
        configuration(bundle).replace("\"path\": \"rootfs\"", "\"path\": \"" + root + "\"");
    Files.writeString(bundle.resolve("config.json"), config);
    return launch(bundle, Surroundings.NONE, launches);
  }

  /** The same from the first command until a shell answers, with what a launch is besides. */
  List<Double> withSurroundings(int launches) throws IOException, InterruptedException {
    Path bundle = Files.createDirectories(scratch.resolve("whole-bundle"));
    // In a mount namespace of its own, and where a root that is nobody here may go.
    Path merged = Path.of("/mnt");
    Path layers = Files.createDirectories(scratch.resolve("layers"));
    Path owned = scratch.resolve("owned-root");
    Host.run(List.of("cp", "-a", root.toString(), owned.toString()));
    Host.run(List.of("chown", "-R", FIRST_ID + ":" + FIRST_ID, owned.toString()));
    String ids = "[{\"containerID\": 0, \"hostID\": " + FIRST_ID + ", \"size\": 65536}]";
    String config =
        configuration(bundle)
            .replace("\"path\": \"rootfs\"", "\"path\": \"" + merged + "\"")
            .replaceFirst(
                "\"type\": \"network\"",
                "\"type\": \"user\"}, {\"type\": \"network\", \"path\": \"/run/netns/NETWORK\"")
            .replaceFirst(
                "\"namespaces\":",
                "\"uidMappings\": " + ids + ", \"gidMappings\": " + ids + ", \"namespaces\":")
            // The host's /sys: only the owner of the network could mount another.
            .replaceFirst(
                "\"type\": \"sysfs\",\\s*\"source\": \"sysfs\",\\s*\"options\": \\[",
                "\"type\": \"bind\", \"source\": \"/sys\", \"options\": [\"rbind\", ");
    Files.writeString(bundle.resolve("config.json.in"), config);
    Surroundings surroundings =
        new Surroundings(
            MAKE.replace("LAYERS", layers.toString())
                .replace("ID", Integer.toString(FIRST_ID))
                .replace("ROOT", owned.toString())
                .replace("MERGED", merged.toString())
                .replace("BUNDLE", bundle.toString()),
            REMOVE.replace("MERGED", merged.toString()).replace("LAYERS", layers.toString()));
    return launch(bundle, surroundings, launches);
  }

  /** What crun writes by itself, but for the program and the terminal. */
  private static String configuration(Path bundle) throws IOException, InterruptedException {
    Host.run(List.of("crun", "spec", "--bundle", bundle.toString()));
    Path written = bundle.resolve("config.json");
    String config = Files.readString(written);
    Files.delete(written);
    return config
        .replace("\"terminal\": true", "\"terminal\": false")
        .replace("\"sh\"", "\"sleep\", \"1000\"")
        // Some machines' root may not raise it.
        .replaceAll("(?s)\"rlimits\": \\[.*?\\],", "");
  }

  private List<Double> launch(Path bundle, Surroundings surroundings, int launches)
      throws IOException, InterruptedException {
    Path state = Files.createDirectories(scratch.resolve("crun-state"));
    List<Double> milliseconds = new ArrayList<>();
    // A shell in a mount namespace of its own, where crun sees no hybrid cgroups: it refuses those.
    Process shell = new ProcessBuilder("unshare", "--mount", "sh").redirectErrorStream(true).start();
    try (Writer commands = shell.outputWriter();
        BufferedReader answers = shell.inputReader()) {
      tell(commands, "umount -l /sys/fs/cgroup/unified >/dev/null 2>&1");
      tell(commands, "make() {\n" + surroundings.make() + "\n}");
      tell(commands, "remove() {\n" + surroundings.remove() + "\n}");
      for (int i = 0; i <= launches; i++) {
        String id = "bench-" + i;
        long started = System.nanoTime();
        String crun = "crun --cgroup-manager=disabled --root " + state + " ";
        tell(commands, "make " + id);
        String run = crun + "run --detach --bundle " + bundle + " " + id;
        tell(commands, run + " && echo made " + id + " || echo failed");
        awaitLine(answers, "made " + id);
        awaitShell(new Inside(state), id);
        if (i > 0) {
          milliseconds.add((System.nanoTime() - started) / 1e6);
        }
        tell(commands, crun + "delete --force " + id + "; remove " + id + "; echo gone " + id);
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
      if (line.equals("failed")) {
        break;
      }
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
